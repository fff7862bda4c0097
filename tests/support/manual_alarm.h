// Alarms that ring when a test says that time has passed.
#pragma once

#include <functional>
#include <map>
#include <utility>

#include "tests/support/manual_clock.h"

namespace turnkeeper::testing {

class ManualAlarm : public rooms::Alarm {
 public:
  explicit ManualAlarm(ManualClock& clock) : clock_(clock) {}

  Ticket set(core::Instant when, std::function<void()> ring) override;
  void cancel(Ticket ticket) override;

  /// Moves the clock by `by`. Each alarm on the way rings at its own time, in their order, those
  /// that are set meanwhile too; `after_each` is called after each ring.
  void advance(core::Millis by, const std::function<void()>& after_each = {});

  /// Rings, late, what the clock has passed already.
  void ring_due(const std::function<void()>& after_each = {}) {
    advance(core::Millis{0}, after_each);
  }

  std::size_t pending() const { return alarms_.size(); }

 private:
  ManualClock& clock_;
  Ticket last_ = 0;
  /// By time, then in the order of their setting.
  std::map<std::pair<core::Instant, Ticket>, std::function<void()>> alarms_;
};

}  // namespace turnkeeper::testing
