// A lobby that nobody starts.
#pragma once

#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

/// When a lobby closes that nobody starts; nothing if no hour is agreed on.
std::optional<Instant> lobby_closes(const Session& session);

}  // namespace turnkeeper::timekeeper
