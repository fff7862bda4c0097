// What carries the frames of one connection to a room, and who talks over it. What is beneath can
// be exchanged.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/close_code.h"
#include "timekeeper/time.h"

namespace turnkeeper::net {

/// One text message, made once and shared by all who get it.
using Frame = std::shared_ptr<const std::string>;

inline Frame make_frame(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

class FrameSocket {
 public:
  virtual ~FrameSocket() = default;
  /// A notification. When too many wait, all of them are replaced by what `Conversation::catch_up`
  /// gives.
  virtual void send(Frame frame) = 0;
  /// An answer: never dropped while the connection lives.
  virtual void send_reply(Frame frame) = 0;
  /// Closes behind what was sent so far; nothing is heard or sent after it. Calls after the first
  /// are ignored.
  virtual void close(protocol::CloseCode code) = 0;
};

/// The other end of a FrameSocket, on our side of it.
class Conversation {
 public:
  virtual ~Conversation() = default;
  virtual void hear(std::string_view text) = 0;
  /// The peer sent a ping or a pong of its own accord: it counts against the flood.
  virtual void hear_control() = 0;
  /// What replaces the notifications that did not fit. Asked for when there is room again.
  virtual std::vector<Frame> catch_up() = 0;
  /// Nothing was heard for so long that the peer counts as away; the connection stays open.
  /// `last_heard`: its last sign of life.
  virtual void quiet(timekeeper::Instant last_heard) = 0;
  /// After `quiet`: the peer was there all the same, or is again.
  virtual void heard_again() = 0;
  /// The connection is gone, or is being closed: called once, nothing comes after it. `last_heard`:
  /// its last sign of life.
  virtual void ended(timekeeper::Instant last_heard) = 0;
};

}  // namespace turnkeeper::net
