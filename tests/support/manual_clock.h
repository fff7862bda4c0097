// A clock that stands until a test moves it.
#pragma once

#include "rooms/ports.h"

namespace turnkeeper::testing {

namespace core = turnkeeper::timekeeper;

class ManualClock : public rooms::Clock {
 public:
  /// A Sunday evening in March 2026, 18:00 UTC.
  static constexpr core::Instant kStart{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} +
                                        std::chrono::hours{18}};

  core::Instant now() const override { return now_; }

  /// Moves the clock alone: alarms that are due meanwhile stay silent, as on a machine that sleeps.
  void advance(core::Millis by) { now_ += by; }
  void set(core::Instant now) { now_ = now; }

 private:
  core::Instant now_ = kStart;
};

}  // namespace turnkeeper::testing
