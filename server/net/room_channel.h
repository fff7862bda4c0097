// What one room says, and to whom: its events to everyone in it, the smaller ones to its displays,
// and to each seat what only that seat may see.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "net/feed.h"
#include "net/frame_socket.h"
#include "net/metrics.h"
#include "net/numbering.h"
#include "protocol/calls.h"
#include "rooms/room.h"

namespace turnkeeper::net {

/// A connection that has joined.
struct Guest {
  FrameSocket& socket;
  protocol::Caller caller = protocol::Caller::display;
  std::optional<rooms::core::MemberId> member;  ///< nobody, for a display
  bool seated = false;

  bool is_display() const { return caller == protocol::Caller::display; }
};

class RoomChannel : public rooms::Outbox {
 public:
  RoomChannel(Numbering numbering, Metrics& metrics);

  void publish(const rooms::Published& published) override;
  void notice(rooms::Notice notice) override;

  /// Whether a seat, or the displays together, may have one more connection.
  bool has_place_for(const Guest& guest) const;

  /// Takes a guest in and says what the room looks like to them: epoch, run, seq, and `state`, or
  /// the `events` since `resume`. REQUIRES: `guest` stays where it is until it leaves; `room` is
  /// this channel's.
  protocol::Json enter(Guest& guest, const std::optional<protocol::Position>& resume,
                       const rooms::Room& room);
  /// False if the guest was not here.
  bool leave(const Guest& guest);
  /// Sends `seat.state` to each connection of the guest's seat; to be called when their number has
  /// changed.
  void tell_seat(const Guest& guest);
  /// Tells a guest who has just come that the disk refuses, if it does.
  void tell_trouble(const Guest& guest) const;

  /// The room as it is now, whole, the seat, and the notice that was last given: for a guest who
  /// could not keep up, and may have missed any of them.
  std::vector<Frame> picture(const Guest& guest) const;

  void close_displays();
  /// The room is gone: it has ended, or must be opened again.
  void close_all();

  const std::vector<Guest*>& guests() const { return guests_; }

 private:
  Feed& feed_of(const Guest& guest) { return guest.is_display() ? displays_ : everyone_; }
  const Feed& feed_of(const Guest& guest) const {
    return guest.is_display() ? displays_ : everyone_;
  }
  void send(bool to_displays, const Frame& frame);
  std::size_t connections_like(const Guest& guest) const;
  Frame seat_state(const Guest& guest) const;
  bool leads_to(const Feed& feed, const protocol::Position& position) const;
  protocol::Json with_numbering(protocol::Json message) const;

  Numbering numbering_;
  Metric& events_;
  Metric& joined_;
  Feed everyone_{protocol::Audience::room};
  Feed displays_{protocol::Audience::display};
  std::vector<Guest*> guests_;            ///< in the order of their coming
  std::optional<rooms::Notice> noticed_;  ///< what was said last
  bool session_ended_ = false;
};

}  // namespace turnkeeper::net
