// A room as one audience sees it: its state as JSON, and the last events, each encoded once
// whatever the number of those who watch.
//
// It begins with whoever first watches, and is not filled up from the journal: after a restart this
// server may encode states in another way than the one that wrote what a client holds, and a patch
// between two of the new ones would leave the old one wrong. The whole state is always right.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "net/frame_socket.h"
#include "protocol/json.h"
#include "protocol/state_codec.h"
#include "rooms/ports.h"
#include "rooms/room.h"

namespace turnkeeper::net {

class Feed {
 public:
  // For those who come back; others get the whole state.
  static constexpr std::size_t kRemembered = 256;  ///< events
  static constexpr std::size_t kRememberedBytes = 256 * 1024;

  explicit Feed(protocol::Audience audience) : audience_(audience) {}

  /// Nothing is encoded for an audience that has never been there.
  bool started() const { return started_; }
  void start(const rooms::Room& room);

  /// The `room.event` for what was published. REQUIRES: started, and the seq is the next one.
  Frame advance(const rooms::Published& published);

  std::uint64_t seq() const { return seq_; }
  /// The seq at which it began.
  std::uint64_t began_at() const { return began_at_; }
  const protocol::Json& state() const { return state_; }
  /// The state as a message has it: `seq`, `state`, and for the room `recent`, why minutes moved.
  protocol::Json whole() const;

  /// The params of the events after `seq`, perhaps none; nothing if some of them are forgotten, or
  /// it lies ahead.
  std::optional<std::vector<protocol::Json>> since(std::uint64_t seq) const;

 private:
  protocol::Audience audience_;
  bool started_ = false;
  std::uint64_t began_at_ = 0;
  std::uint64_t seq_ = 0;
  protocol::Json state_;
  protocol::Json recent_ =
      protocol::Json::array();  ///< the last that moved minutes, without patches
  std::deque<Frame> frames_;    ///< the last is that of seq_
  std::size_t bytes_ = 0;       ///< of frames_
};

}  // namespace turnkeeper::net
