#include "tests/support/manual_alarm.h"

#include <algorithm>
#include <utility>

namespace turnkeeper::testing {

rooms::Alarm::Ticket ManualAlarm::set(core::Instant when, std::function<void()> ring) {
  alarms_.emplace(std::pair(when, ++last_), std::move(ring));
  return last_;
}

void ManualAlarm::cancel(Ticket ticket) {
  std::erase_if(alarms_, [ticket](const auto& each) { return each.first.second == ticket; });
}

void ManualAlarm::advance(core::Millis by, const std::function<void()>& after_each) {
  const auto until = clock_.now() + by;
  while (!alarms_.empty() && alarms_.begin()->first.first <= until) {
    auto alarm = alarms_.extract(alarms_.begin());
    clock_.set(std::max(clock_.now(), alarm.key().first));
    alarm.mapped()();
    if (after_each) after_each();
  }
  clock_.set(until);
}

}  // namespace turnkeeper::testing
