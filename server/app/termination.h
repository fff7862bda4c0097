// SIGINT and SIGTERM for a piece of work that looks up from time to time.
#pragma once

#include <signal.h>

namespace turnkeeper::app {

/// While it lives, the first of each is only noted; a second one ends the process as if nobody
/// listened. One at a time.
class Termination {
 public:
  Termination();
  ~Termination();
  Termination(const Termination&) = delete;
  Termination& operator=(const Termination&) = delete;

  bool asked_for() const;

 private:
  struct sigaction before_interrupt_ {};
  struct sigaction before_terminate_ {};
};

}  // namespace turnkeeper::app
