// A circle whose time Turnkeeper keeps: the real core, and people who press what people press.
#pragma once

#include "tests/bench/outcome.h"

namespace turnkeeper::bench {

/// `circle` lives through a session of `agenda`, in the overtime mode that it names. Each step is
/// held against the laws of the timekeeper on the way. `grants` is whether the facilitator asks for
/// minutes more where the group would let somebody go on.
Outcome live_with_turnkeeper(const Circle& circle, const Agenda& agenda, bool grants = true);

/// What the agenda promises each of `members` people at the start.
Millis promise_of(const Agenda& agenda, std::size_t members);

}  // namespace turnkeeper::bench
