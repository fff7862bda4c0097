// The whole server, wired in one place: store → journal and archive → rooms → channels and sockets
// → API.
//
// `serve`, `demo` and the integration tests all run this.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/options.h"
#include "net/log.h"

namespace turnkeeper::app {

class App {
 public:
  /// Opens the database. Throws std::exception with one sentence that names the option or the file.
  App(const Options& options, net::Log log);
  /// Without `drain` before it, this is as sudden as a crash: nobody is told.
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  /// Takes up the sessions that had not ended, and listens. Throws as above.
  void start();

  /// Serves on the calling thread until drained or stopped. REQUIRES: start().
  void run();

  /// What is bound. REQUIRES: start().
  std::uint16_t port() const;
  /// What people open.
  std::string url() const;

  /// From any thread: goes down in order, in 5 s at most; then `run` returns.
  void drain();
  /// From any thread: `run` returns soon, and nobody is told.
  void stop();
  /// Calls `act` on the serving thread at the first SIGINT or SIGTERM. REQUIRES: not running yet.
  void on_termination(std::function<void()> act);

 private:
  struct House;
  std::unique_ptr<House> house_;
};

}  // namespace turnkeeper::app
