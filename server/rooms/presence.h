// Who of a room is here: seats, not connections. A seat is here while one connection of it lives,
// and for a moment longer, so that a reload disturbs nobody.
#pragma once

#include <functional>
#include <map>

#include "rooms/ports.h"

namespace turnkeeper::rooms {

class Presence {
 public:
  static constexpr core::Millis kAwayAfter{10'000};  ///< the last connection of a seat is gone

  /// `changed` is called when somebody came or went.
  Presence(Clock& clock, Alarm& alarm, std::function<void()> changed)
      : clock_(clock), alarm_(alarm), changed_(std::move(changed)) {}
  ~Presence();
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;

  void connected(const core::MemberId& member);
  /// They are away after `kAwayAfter`, or `at_once`; the last sign of life was at `last_heard`.
  void disconnected(const core::MemberId& member, bool at_once, core::Instant last_heard);

  int connections(const core::MemberId& member) const;
  bool is_here(const core::MemberId& member) const;

  /// What a session that has not ended should be told: who arrived, who left.
  std::vector<core::CommandBody> news_for(const core::Session& session) const;

 private:
  Clock& clock_;
  Alarm& alarm_;
  std::function<void()> changed_;
  std::map<core::MemberId, int> connections_;
  std::map<core::MemberId, Alarm::Ticket> leaving_;
  std::map<core::MemberId, core::Instant> last_heard_;  ///< of those who went
};

}  // namespace turnkeeper::rooms
