// Who leads while no facilitator is here.
#pragma once

#include "timekeeper/draft.h"

namespace turnkeeper::timekeeper {

/// A deputy facilitates if it is time and one is here; and no longer, if a facilitator is back.
void see_who_leads(Draft& draft);

/// When a deputy who is here would step in; nothing if nobody would.
std::optional<Instant> deputy_due(const Session& session);

}  // namespace turnkeeper::timekeeper
