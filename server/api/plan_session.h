// The next session of a circle: its plan, as the first event of the session's own stream.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "store/stream.h"
#include "timekeeper/circle.h"
#include "timekeeper/event.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

/// What the plan is made of beside the circle.
struct PlanSources {
  std::map<core::MemberId, core::Millis> received;  ///< spotlight time of earlier sessions
  std::set<core::MemberId> carried;                 ///< who was there last time without a turn
  std::vector<core::ReviewItem> review;             ///< actions that are still open
};

/// When a session is to begin, and when everybody has to go: what people agreed on, if they did.
struct Appointment {
  std::optional<core::Instant> starts_at;
  std::optional<core::Instant> hard_end;
};

/// The stream that begins the last session that the circle planned. REQUIRES: it planned one.
/// Throws Refused if its agenda cannot be.
store::StreamAppend plan_session(const core::Circle& circle, PlanSources sources,
                                 const Appointment& appointment, core::Instant now);

}  // namespace turnkeeper::api
