// What became of a session outside the core: the journal that it can be read back from, and the
// patches that its people are sent.
#pragma once

#include <vector>

#include "timekeeper/event.h"

namespace turnkeeper::testing {

/// Writes each event as the journal keeps it and reads it back; the session and the ledger of what
/// was read are those of what was written. And each patch makes of the state before the state
/// after, for the room and for a shared screen. Throws Broken.
void check_journal(const std::vector<timekeeper::Event>& events);

}  // namespace turnkeeper::testing
