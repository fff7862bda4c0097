// How often somebody may do something: so many a second, with a reserve for bursts. Time is an
// argument.
#pragma once

#include <algorithm>
#include <cstdint>

#include "timekeeper/time.h"

namespace turnkeeper::net {

class TokenBucket {
 public:
  TokenBucket(std::int64_t per_second, std::int64_t burst, timekeeper::Instant now)
      : per_second_(per_second), full_(burst * kMillis), level_(full_), last_(now) {}

  /// Takes one; false when there is none.
  bool take(timekeeper::Instant now) {
    refill(now);
    if (level_ < kMillis) return false;
    level_ -= kMillis;
    return true;
  }

  /// When the next one is there. REQUIRES: `take` has just failed.
  timekeeper::Millis wait() const {
    return timekeeper::Millis{(kMillis - level_ + per_second_ - 1) / per_second_};
  }

  bool full(timekeeper::Instant now) {
    refill(now);
    return level_ == full_;
  }

 private:
  static constexpr std::int64_t kMillis =
      1'000;  ///< the level counts thousandths, so that no time is lost

  void refill(timekeeper::Instant now) {
    if (now <= last_) return;
    const std::int64_t passed = std::min<std::int64_t>((now - last_).count(), full_);
    level_ = std::min(full_, level_ + passed * per_second_);
    last_ = now;
  }

  std::int64_t per_second_;
  std::int64_t full_;
  std::int64_t level_;
  timekeeper::Instant last_;
};

}  // namespace turnkeeper::net
