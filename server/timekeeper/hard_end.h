// An end by which everybody has to go, and what it costs.
#pragma once

#include "timekeeper/command.h"
#include "timekeeper/draft.h"

namespace turnkeeper::timekeeper {

/// Against a hard end nothing is free: what would lie behind it is paid. If what lies above the
/// guarantees is not enough, those who have received the most have no turn any more, one after the
/// other; at the last the closing pays, and what runs.
void charge_overrun(Draft& draft);

/// There is room again before the hard end, or there is none any more: what it has charged goes
/// back, as far as there is room; to what runs first, if that had paid.
void return_charged(Draft& draft);

/// Why the session cannot end so early; nothing if it can, or if `command` says who may lose.
std::optional<Rejection> too_early(const Session& session, const SetHardEnd& command, Instant now);

}  // namespace turnkeeper::timekeeper
