// How far the server's clock is from this side's, from samples of `clock.sync`
// (protocol/PROTOCOL.md, "Tell the time").
#pragma once

#include <optional>

#include "timekeeper/time.h"

namespace turnkeeper::client {

class ClockOffset {
 public:
  /// Keeps the sample with the shortest round trip: its error is at most half of that.
  void add(timekeeper::Instant sent, timekeeper::Instant received, timekeeper::Instant server_now);
  /// A new connection may take another way, and the clock may have been set since.
  void forget() { round_trip_.reset(); }

  timekeeper::Millis value() const { return offset_; }
  std::optional<timekeeper::Millis> round_trip() const { return round_trip_; }

 private:
  timekeeper::Millis offset_{};
  std::optional<timekeeper::Millis> round_trip_;
};

}  // namespace turnkeeper::client
