#include "app/app_thread.h"

namespace turnkeeper::app {

AppThread::AppThread(const Options& options, net::Log log, std::function<void()> at_termination)
    : app_(options, std::move(log)) {
  if (at_termination) app_.on_termination(at_termination);
  app_.start();
  thread_ = std::thread([this, at_termination = std::move(at_termination)] {
    try {
      app_.run();
    } catch (...) {
      died_of_ = std::current_exception();
      if (at_termination) at_termination();  // nobody else would say that it is over
    }
  });
}

AppThread::~AppThread() {
  app_.stop();
  if (thread_.joinable()) thread_.join();
}

void AppThread::drain() {
  app_.drain();
  thread_.join();
  if (died_of_) std::rethrow_exception(died_of_);
}

}  // namespace turnkeeper::app
