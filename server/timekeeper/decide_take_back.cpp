// A move by hand, taken back: the agenda stands again where it stood, with the time that was left.

#include "timekeeper/apply_parts.h"
#include "timekeeper/budget.h"
#include "timekeeper/decide.h"
#include "timekeeper/stages.h"
#include "timekeeper/votes.h"

namespace turnkeeper::timekeeper {

namespace {

bool concerned(const Session& session, const MemberId& by) {
  const auto& before = *session.last_move->before;
  const bool was_holder = before.stage->holder && acts_for(session, by, *before.stage->holder);
  return is_facilitator(session, by) || session.last_move->by == by || was_holder;
}

/// The session as it would be if nothing had been used since the move.
Session as_before(const Session& session) {
  Session then = session;
  stand_at(then, *session.last_move->before);
  return then;
}

}  // namespace

Refusal Deciding::operator()(const TakeBack& command) const {
  const auto& session = draft.session();
  if (auto refusal = moved_on(session, command.expect)) return refusal;
  if (auto refusal = not_running(session)) return refusal;
  if (!session.last_move || draft.at() > session.last_move->at + session.agenda->take_back) {
    return Rejection{Reason::nothing_to_take_back};
  }
  if (!concerned(session, by)) return Rejection{Reason::not_your_turn};
  if (session.pending) return Rejection{Reason::move_pending};
  const LastMove move = *session.last_move;
  // What an open vote holds its stage for, and will not need, is there again.
  Draft without_vote(session, draft.at(), by);
  drop_vote(without_vote);
  const auto& now = without_vote.session();
  const auto then = as_before(now);
  const Millis used_before = then.budget.used + then.stage->length - move.left;
  const Millis spent = now.budget.used + used_until(now, draft.at()) - used_before;
  const Millis by_others = std::min(spent, payable(then, kAllPayers));
  const Millis own = spent - by_others;  // still better than what the move has cost its holder
  if (own >= move.left && own > Millis{0}) {
    return Rejection{.reason = Reason::time_exhausted, .available = by_others + move.left};
  }
  drop_vote(draft);
  const auto stage = draft.issue<StageId>('s');
  draft.emit(MoveTakenBack{.stage = stage,
                           .deadline = draft.at() + move.left - own,
                           .spent = spent,
                           .paid = collect(then, by_others, kAllPayers),
                           .undone = move.stages,
                           .kind = then.stage->kind,
                           .holder = then.stage->holder,
                           .length = then.stage->length - own});
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
