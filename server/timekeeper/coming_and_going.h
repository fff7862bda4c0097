// Who comes late gets a turn, and who drops out of theirs is waited for.
#pragma once

#include "timekeeper/draft.h"

namespace turnkeeper::timekeeper {

/// Somebody without a turn gets one, if what others have beyond their shares, then the reserve,
/// then what lies above the others' guarantees makes a useful one: as much as the others would
/// have, or `wanted` if that is less.
void include_if_useful(Draft& draft, const MemberId& member,
                       std::optional<Millis> wanted = std::nullopt);

/// The same, because somebody asks for it; or why there is none.
std::optional<Rejection> include_after_all(Draft& draft, const MemberId& member);

/// Minutes have come from outside: those who are here without a turn get one, who has received the
/// least first, as long as useful ones can be paid without taking anything that was dealt to
/// others.
void include_left_out(Draft& draft);

/// Whoever has just come is not waited for any longer; without a turn, they get one if that is
/// useful.
void welcome(Draft& draft, const MemberId& member);

/// If the holder of the turn is away the clock holds, from `from` on but not from before the stage
/// last began to run; and no longer than the agenda says: then their turn is suspended. Nothing, if
/// somebody said that they are still with us.
void wait_for_holder(Draft& draft, Instant from);

/// The holder was waited for in vain: what is left of the turn goes to the end of the rotation; if
/// nobody waits behind, to the closing.
void suspend_turn(Draft& draft);

}  // namespace turnkeeper::timekeeper
