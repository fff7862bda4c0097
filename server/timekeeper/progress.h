// The doors between the stages, and what several decisions share: votes, who leads, the hard end,
// pauses and prices. Nothing else starts or ends a stage.
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

/// From anywhere, also from a pause.
void end_session(Draft& draft, EndCause cause);
/// When a lobby closes that nobody starts; nothing if no hour is agreed on.
std::optional<Instant> lobby_closes(const Session& session);

/// The open vote, if there is one, is about something that has gone.
void drop_vote(Draft& draft);
/// Does what an open vote has decided, as soon as it has, or now if its time is over.
void settle_vote(Draft& draft, bool time_is_over);

/// A deputy facilitates if it is time and one is here; and no longer, if a facilitator is back.
void see_who_leads(Draft& draft);
/// When a deputy who is here would step in; nothing if nobody would.
std::optional<Instant> deputy_due(const Session& session);

/// Against a hard end nothing is free: what would lie behind it is paid. If what lies above the
/// guarantees is not enough, those who have received the most have no turn any more, one after the
/// other; at the last the closing pays, and what runs.
void charge_overrun(Draft& draft);
/// There is room again before the hard end, or there is none any more: what it has charged goes
/// back, as far as there is room; to what runs first, if that had paid.
void return_charged(Draft& draft);
/// Why the session cannot end so early; nothing if it can, or if `command` says who may lose.
std::optional<Rejection> too_early(const Session& session, const SetHardEnd& command, Instant now);
/// Whoever has to leave early has their turn before, if their place in the order would not do.
void fit_departures(Draft& draft);

/// As it would be if the pause ended now. REQUIRES: it is paused.
Session as_resumed(Session session, Instant now);

/// The clock stands from `from` on; if it stood already, for another reason from now on.
void pause(Draft& draft, PauseCause cause, const std::optional<MemberId>& caller, Instant from);
void resume(Draft& draft);

/// What the stage has used until now: it may be paused, or past its deadline.
Millis used_until(const Session& session, Instant now);

/// What an extension of the current stage can be paid with, and how far its turn may still grow.
struct Headroom {
  Millis payable{};
  std::optional<Millis> growth;  ///< only a stage of a turn has a limit
};
Headroom headroom_of(const Session& session);
Transfer price_of(const Session& session, Millis amount);

/// Turns to come whose handover is not running.
std::vector<MemberId> upcoming(const Session& session);

}  // namespace turnkeeper::timekeeper
