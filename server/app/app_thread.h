// A server on a thread of its own, for those who want to talk to it from this one.
#pragma once

#include <exception>
#include <functional>
#include <thread>

#include "app/composition.h"

namespace turnkeeper::app {

class AppThread {
 public:
  /// Listens when this returns. Throws what App throws. `at_termination` is called on the server's
  /// thread at SIGINT or SIGTERM, and if the server dies; empty: the signals are left alone.
  AppThread(const Options& options, net::Log log, std::function<void()> at_termination = {});
  /// Without `drain` before it: as sudden as a crash.
  ~AppThread();
  AppThread(const AppThread&) = delete;
  AppThread& operator=(const AppThread&) = delete;

  std::uint16_t port() const { return app_.port(); }
  std::string url() const { return app_.url(); }

  /// Goes down in order, and returns when it is down. Throws what the server died of, if it did.
  void drain();

 private:
  App app_;
  std::exception_ptr died_of_;  ///< written before the thread ends
  std::thread thread_;
};

}  // namespace turnkeeper::app
