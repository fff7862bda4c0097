// The one thread on which rooms, sockets and timers live. Nothing of the library beneath shows
// here.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace turnkeeper::net {

class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Runs until `stop`, on the calling thread, which is the loop's from then on.
  void run();
  /// From any thread: `run` returns after the piece of work at hand.
  void stop();
  /// From any thread: does `work` on the loop, later, never from inside.
  void post(std::function<void()> work);

  /// Calls `act` on the loop at the first SIGINT, SIGTERM or SIGHUP (unless that is ignored); a
  /// second one ends the process as if nobody listened.
  void on_termination(std::function<void()> act);

  /// Runs until `done` holds, looking after each piece of work; false if `patience` was over first.
  /// For tests, and for whoever waits for the end of a drain.
  bool run_until(const std::function<bool()>& done, std::chrono::milliseconds patience);

  /// For this floor's own sources.
  boost::asio::io_context& context();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace turnkeeper::net
