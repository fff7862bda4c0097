// What an outage did to a room's clock, by its journal.
#pragma once

#include "tests/faults/busy_circle.h"

namespace turnkeeper::faults {

/// A stage that ran when the server died has lost nothing: what is left after the outage is what
/// was left at some moment between the last event and the death, and the clock goes on with it.
/// Throws Broken. Returns false where nothing can be said: no stage ran, or more had happened than
/// anybody was told.
bool check_clock(const Json& journal, const Standstill& before);

}  // namespace turnkeeper::faults
