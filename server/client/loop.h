// The thread of a client: posted work, timers and sockets, one after the other.
//
// All objects of this floor live on one loop and are used from the thread that runs it. Only `post`
// and `stop` may be called from elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace turnkeeper::client {

class Loop {
 public:
  using Millis = std::chrono::milliseconds;
  using Ticket = std::uint64_t;  ///< never 0

  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Runs until `stop`, even with nothing to do.
  void run();
  /// Makes `run` return soon. May be called from any thread, and from a signal's handler thread.
  void stop();
  /// Runs until `condition` holds, asked before and after each piece of work, or until `patience`
  /// is over. Returns whether it held.
  bool run_until(const std::function<bool()>& condition, Millis patience);

  /// Does `work` soon, never from inside. May be called from any thread.
  void post(std::function<void()> work);
  /// Calls `ring` once, after `delay` of real time.
  Ticket after(Millis delay, std::function<void()> ring);
  /// After this the timer will not ring. Unknown tickets are ignored.
  void cancel(Ticket ticket);

  /// For the sources of this floor that open sockets.
  boost::asio::io_context& context();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace turnkeeper::client
