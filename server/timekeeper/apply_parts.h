// What several events do to a session, and what there is to know of their kinds.
#pragma once

#include <cstddef>
#include <cstdint>

#include "timekeeper/event.h"
#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

/// Deals the agenda out to the rotation as if the session began now: check-ins for all, turns for
/// as many as there are, the first of the rotation. What `most_turns` leaves is in the reserve.
void deal_out(Session& session, std::size_t most_turns = SIZE_MAX);

/// Since when nobody is connected.
void note_emptiness(Session& session, Instant at);
/// Since when nobody facilitates.
void note_lead(Session& session, Instant at);

/// Where the agenda stands, to come back to.
Standpoint standpoint_of(const Session& session);
void stand_at(Session& session, const Standpoint& standpoint);

/// Whoever has a turn, or has it again, has not passed it.
void withdraw_waiver(Session& session, const MemberId& member);

/// What was paid, in the order in which the journal keeps it.
Transfer by_member(Transfer transfer);

/// Whether the end of the stage waits for the open vote: one that would change it, or its clock.
bool held_for_vote(const Session& session);

/// Says in each turn that is not over what `event` has added to it or taken from it.
void note_changes(Session& session, const Event& event);

/// Counts the plans, and forgets a move that can be taken back no more: somebody has planned the
/// minutes anew after it. What the move itself brought about is taken back with it, and so is what
/// time did since.
void note_plan(Session& session, const Event& event);
/// Forgets a move, and with it what was written before it, once it is too late to take it back.
void let_move_lapse(Session& session, Instant at);

}  // namespace turnkeeper::timekeeper
