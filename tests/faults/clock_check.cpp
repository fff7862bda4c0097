#include "tests/faults/clock_check.h"

#include <algorithm>

#include "protocol/time_text.h"

namespace turnkeeper::faults {
namespace {

using client::Instant;
using Millis = std::chrono::milliseconds;

/// Server time was read by this process's clock, a moment later.
constexpr Millis kTolerance{50};

Instant instant(const Json& text) {
  return protocol::parse_instant(text.get<std::string>()).value();
}

bool is_outage(const Json& event) {
  return event.at("event") == "session.paused" && event.at("data").at("cause") == "outage";
}

}  // namespace

bool check_clock(const Json& journal, const Standstill& before) {
  if (before.seq == 0 || before.seq >= journal.size() || !before.deadline) return false;
  const Instant deadline = *before.deadline;
  if (deadline <= before.died + kTolerance) return false;  // it may have ended in time
  const Json& last = journal[before.seq - 1];
  const Json& next = journal[before.seq];
  if (!is_outage(next)) {
    const bool noted = std::any_of(journal.begin() + static_cast<std::ptrdiff_t>(before.seq),
                                   journal.end(), [](const Json& event) {
                                     return event.at("event") == "session.paused" ||
                                            event.at("event") == "session.ended";
                                   });
    if (!noted) {
      throw Broken("The clock ran when the server died after " + last.dump() +
                   ", and nothing says that it stood.");
    }
    return false;
  }
  const Millis left{next.at("data").at("left_ms").get<Millis::rep>()};
  const Millis least = deadline - before.died - kTolerance;
  const Millis most = deadline - instant(last.at("at")) + kTolerance;
  if (left < least || left > most) {
    throw Broken("At the death between " + std::to_string(least.count()) + " and " +
                 std::to_string(most.count()) + " ms of the stage were left, and after it " +
                 next.dump() + ".");
  }
  const auto resumed =
      std::find_if(journal.begin() + static_cast<std::ptrdiff_t>(before.seq), journal.end(),
                   [](const Json& event) { return event.at("event") == "session.resumed"; });
  if (resumed == journal.end()) return true;
  const Millis goes_on = instant(resumed->at("data").at("deadline")) - instant(resumed->at("at"));
  if (goes_on != left) {
    throw Broken("The clock stood at " + std::to_string(left.count()) + " ms and goes on with " +
                 std::to_string(goes_on.count()) + " ms: " + resumed->dump() + ".");
  }
  return true;
}

}  // namespace turnkeeper::faults
