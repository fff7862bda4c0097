#include "app/termination.h"

namespace turnkeeper::app {
namespace {

volatile sig_atomic_t noted = 0;

void note(int) { noted = 1; }

}  // namespace

Termination::Termination() {
  noted = 0;
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  ::sigaction(SIGINT, &action, &before_interrupt_);
  ::sigaction(SIGTERM, &action, &before_terminate_);
}

Termination::~Termination() {
  ::sigaction(SIGINT, &before_interrupt_, nullptr);
  ::sigaction(SIGTERM, &before_terminate_, nullptr);
}

bool Termination::asked_for() const { return noted != 0; }

}  // namespace turnkeeper::app
