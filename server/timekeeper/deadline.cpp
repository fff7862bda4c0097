// What time itself does, and when.

#include <cassert>

#include "timekeeper/coming_and_going.h"
#include "timekeeper/lead.h"
#include "timekeeper/lobby.h"
#include "timekeeper/pausing.h"
#include "timekeeper/stages.h"
#include "timekeeper/votes.h"

namespace turnkeeper::timekeeper {

/// Whoever agreed on an hour will not come any more so long after it.
std::optional<Instant> lobby_closes(const Session& session) {
  if (!session.starts_at) return std::nullopt;
  return std::max(*session.starts_at, session.planned_at) + session.agenda->lobby_limit;
}

namespace {

/// When an end is final: right after the last moment in which it can be undone.
std::optional<Instant> settles_at(const Session& session) {
  if (!session.reopen_until) return std::nullopt;
  return *session.reopen_until + Millis{1};
}

}  // namespace

std::optional<Instant> next_deadline(const Session& session) {
  if (session.phase == Phase::ended) return settles_at(session);
  if (session.phase == Phase::lobby) return lobby_closes(session);
  if (!session.stage) return std::nullopt;
  Instant next = session.pause ? *session.pause->until : session.stage->deadline;
  if (session.vote) next = std::min(next, session.vote->until);
  if (session.hard_end) next = std::min(next, *session.hard_end);
  if (const auto due = deputy_due(session)) next = std::min(next, *due);
  if (session.pause) return next;
  if (session.pending) next = std::min(next, session.pending->effective_at);
  if (session.empty_since)
    next = std::min(next, *session.empty_since + session.agenda->empty_after);
  return next;
}

namespace {

void end_pause(Draft& draft) {
  const auto& session = draft.session();
  switch (session.pause->cause) {
    case PauseCause::called:
    case PauseCause::care:
      return end_session(draft, EndCause::paused_too_long);
    case PauseCause::room_empty:
      return end_session(draft, EndCause::room_empty);
    case PauseCause::outage:
    case PauseCause::holder_away: {
      if (session.empty_since) {
        return draft.emit(SessionPaused{.cause = PauseCause::room_empty,
                                        .left = session.pause->left,
                                        .until = draft.at() + session.agenda->empty_limit,
                                        .since = session.pause->since});
      }
      const bool in_turn = session.phase == Phase::turn;
      resume(draft);
      if (in_turn && !is_present(draft.session(), *draft.session().stage->holder)) {
        suspend_turn(draft);
      }
      return;
    }
  }
}

/// A turn to come that has begun in the meantime is passed as one that runs.
void carry_out_pass(Draft& draft, const PendingMove& pending) {
  if (!pending.member) return pass_current_turn(draft, pending.reason);
  const auto& turns = draft.session().turns;
  const auto turn = turns.find(*pending.member);
  const auto status = turn == turns.end() ? Progress::passed : turn->second.status;
  switch (status) {
    case Progress::waiting:
      return pass_waiting_turn(draft, pending.by, *pending.member, pending.reason);
    case Progress::now:
      return pass_current_turn(draft, pending.reason);
    case Progress::done:
    case Progress::passed:
      return draft.emit(MoveCancelled{});
  }
}

void carry_out(Draft& draft) {
  const auto pending = *draft.session().pending;
  draft.act_for(pending.by);
  const auto& session = draft.session();
  switch (pending.move) {
    case Move::next:
      if (missing(session) == Needs::action) {
        return draft.emit(MoveCancelled{});  // its only action was taken back meanwhile
      }
      return end_stage_and_go_on(draft, StageEnd::moved_on);
    case Move::pass:
      return carry_out_pass(draft, pending);
    case Move::defer:
      if (upcoming(session).empty()) return draft.emit(MoveCancelled{});
      return defer_current_turn(draft);
    case Move::end:
      return end_session(draft, EndCause::ended_by_hand);
  }
}

}  // namespace

Decision pass_time(const Session& session) {
  const auto due = next_deadline(session);
  assert(due);
  Draft draft(session, *due, std::nullopt);
  if (session.phase == Phase::ended) {
    draft.emit(SessionSettled{});
  } else if (session.phase == Phase::lobby) {
    end_session(draft, EndCause::never_started);
  } else if (session.vote && session.vote->until <= *due) {
    settle_vote(draft, true);
  } else if (const auto deputy = deputy_due(session); deputy && *deputy <= *due) {
    see_who_leads(draft);
  } else if (session.pause && session.hard_end && *session.hard_end <= *due) {
    end_session(draft, EndCause::hard_end);
  } else if (session.pause && *session.pause->until <= *due) {
    end_pause(draft);
  } else if (session.hard_end && *session.hard_end <= *due && session.stage->deadline > *due) {
    end_session(draft, EndCause::hard_end);
  } else if (session.stage->deadline <= *due) {
    run_out(draft);
  } else if (session.pending && session.pending->effective_at <= *due) {
    carry_out(draft);
  } else {
    pause(draft, PauseCause::room_empty, std::nullopt, *due);
  }
  return std::move(draft.decision());
}

}  // namespace turnkeeper::timekeeper
