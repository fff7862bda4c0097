// The doors between the stages. Nothing else starts or ends a stage.
#pragma once

#include "timekeeper/draft.h"

namespace turnkeeper::timekeeper {

/// From session.started: the first check-in.
void begin_check_ins(Draft& draft);

/// The current stage ends, and what follows it begins.
void end_stage_and_go_on(Draft& draft, StageEnd cause);

/// The current stage reached its deadline: it ends, or gets its overtime, or a waiver.
void run_out(Draft& draft);

/// The turn that is running, or whose handover is, ends here; the next begins.
void pass_current_turn(Draft& draft, const std::optional<WordsId>& reason);

void defer_current_turn(Draft& draft);

/// A turn that has not begun is given up, with its handover; if its handover is running the next
/// begins. Who has not been seen yet, and is passed over by somebody else without a reason, gave
/// nothing up: they are absent, as at the end of the check-in.
void pass_waiting_turn(Draft& draft, const MemberId& by, const MemberId& member,
                       const std::optional<WordsId>& reason);

void defer_waiting_turn(Draft& draft, const MemberId& member);

/// The hard end leaves no time for a turn to come.
void carry_over_turn(Draft& draft, const MemberId& member);

/// From anywhere, also from a pause.
void end_session(Draft& draft, EndCause cause);

/// What the stage has used until now: it may be paused, or past its deadline.
Millis used_until(const Session& session, Instant now);

/// Turns to come whose handover is not running.
std::vector<MemberId> upcoming(const Session& session);

}  // namespace turnkeeper::timekeeper
