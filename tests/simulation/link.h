// One connection of a client to the server: the way between them, and the server's end of it, which
// stands in for the WebSocket. It delays, never reorders, stalls, and is cut.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/frame_socket.h"
#include "net/send_queue.h"
#include "tests/simulation/surroundings.h"

namespace turnkeeper::testing {

/// The client's end.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void hear(const net::Frame& frame) = 0;
  /// The connection is gone; with a code if the server said goodbye.
  virtual void gone(std::optional<protocol::CloseCode> code) = 0;
};

class Link : public net::FrameSocket, public std::enable_shared_from_this<Link> {
 public:
  using Talk = std::function<std::unique_ptr<net::Conversation>(net::FrameSocket&)>;

  Link(Surroundings& around, Listener& client, std::string name);
  /// The server takes the connection.
  void accept(const Talk& talk);

  // The server's end.
  void send(net::Frame frame) override;
  void send_reply(net::Frame frame) override;
  void close(protocol::CloseCode code) override;

  // The client's end.
  void say(std::string text);
  /// The client is not there any more: it hears nothing of what becomes of this.
  void forget_client() { listens_ = false; }

  // What becomes of the way between them.
  void cut();                       ///< both ends are told
  void go_silent();                 ///< neither is: each has to find out
  void stall(core::Millis length);  ///< the client reads nothing for so long
  void read_on();
  void server_died();  ///< with all that it knew

  bool open() const { return state_ == State::open && listens_ && carries_; }
  /// Nothing is on its way, and nobody waits to find something out.
  bool quiet() const { return on_the_way_ == 0 && !stalled_ && !held_ && queue_.empty(); }

 private:
  enum class State { open, closing, gone };
  static constexpr std::size_t kMostWaiting = 24 * 1024;  ///< bytes, so that it does fill up

  core::Millis way();
  void travel(core::Instant& last, std::function<void()> arrive);
  void pump();
  void carry(const net::Frame& frame);
  void watch();
  void look_after(core::Instant due);
  void note_life();
  void lose_patience();
  void end_conversation();
  void finish();
  void tell_client(std::optional<protocol::CloseCode> code);

  Surroundings& around_;
  Listener& client_;
  std::string name_;
  net::SendQueue queue_;
  net::Frame held_;  ///< being written
  std::unique_ptr<net::Conversation> talk_;
  State state_ = State::gone;
  protocol::CloseCode code_ = protocol::CloseCode::normal;
  core::Instant heard_;
  core::Instant last_up_;    ///< the last arrival at the server
  core::Instant last_down_;  ///< and at the client
  int on_the_way_ = 0;
  bool carries_ = true;
  bool listens_ = true;
  bool stalled_ = false;
  bool silent_ = false;  ///< the conversation was told so
  bool ended_ = false;
};

}  // namespace turnkeeper::testing
