// The doors between the stages. Each asserts where it leads from; nothing else starts or ends a
// stage.
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
/// begins.
void pass_waiting_turn(Draft& draft, const MemberId& member, const std::optional<WordsId>& reason);
void defer_waiting_turn(Draft& draft, const MemberId& member);

/// A seat taken after the start gets a turn, if what lies above the others' guarantees (and then
/// the reserve) makes a useful one.
void include_if_useful(Draft& draft, const MemberId& member);

/// From anywhere, also from a pause.
void end_session(Draft& draft, EndCause cause);

/// The clock stands from `from` on.
void pause(Draft& draft, PauseCause cause, const std::optional<MemberId>& caller, Instant from);
void resume(Draft& draft);

/// What an extension of the current stage can be paid with, and how far its turn may still grow.
struct Room {
  Millis payable{};
  std::optional<Millis> growth;  ///< only a stage of a turn has a limit
};
Room room_to_extend(const Session& session);
Transfer price_of(const Session& session, Millis amount);

/// Turns to come whose handover is not running.
std::vector<MemberId> upcoming(const Session& session);

}  // namespace turnkeeper::timekeeper
