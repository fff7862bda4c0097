// The clock stands, and goes on.
#pragma once

#include "timekeeper/draft.h"

namespace turnkeeper::timekeeper {

/// The clock stands from `from` on; if it stood already, for another reason from now on.
void pause(Draft& draft, PauseCause cause, const std::optional<MemberId>& caller, Instant from);

/// The clock goes on with what was left, and pays for the pause against a hard end.
void resume(Draft& draft);

/// As it would be if the pause ended now. REQUIRES: it is paused.
Session as_resumed(Session session, Instant now);

}  // namespace turnkeeper::timekeeper
