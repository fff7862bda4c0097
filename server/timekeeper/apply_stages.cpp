// Stages and turns: which begin, end, wait, are gone, or come back.

#include <algorithm>

#include "timekeeper/applier.h"
#include "timekeeper/apply_parts.h"
#include "timekeeper/budget.h"

namespace turnkeeper::timekeeper {

void Applier::operator()(const StageStarted& e) const {
  s.budget.reserve -= e.from_reserve;
  s.budget.handover += e.from_reserve;
  Stage stage;
  stage.id = e.stage;
  stage.kind = e.kind;
  stage.index = e.index;
  stage.name = e.name;
  stage.holder = e.holder;
  stage.started_at = stage.since = event.at;
  stage.length = e.length;
  stage.deadline = event.at + e.length;
  s.stage = std::move(stage);
  if (s.last_move) s.last_move->stages.push_back(e.stage);
  switch (e.kind) {
    case StageKind::check_in:
      s.phase = Phase::check_in;
      s.check_ins.at(*e.holder).status = Progress::now;
      break;
    case StageKind::handover:
      s.phase = Phase::handover;
      break;
    case StageKind::turn:
      s.phase = Phase::turn;
      s.turns.at(*e.holder).status = Progress::now;
      s.turns.at(*e.holder).next_stage = e.index;
      s.turns.at(*e.holder).interrupted.reset();
      break;
    case StageKind::closing:
      s.phase = Phase::closing;
      break;
  }
  ++s.ids_issued;
}

void Applier::operator()(const StageEnded& e) const {
  remember(e);
  auto& stage = *s.stage;
  const Millis gone = e.used + e.returned.sum();
  s.budget.used += e.used;
  switch (stage.kind) {
    case StageKind::check_in:
      s.budget.check_in -= gone;
      s.check_ins.at(*stage.holder).status = Progress::done;
      break;
    case StageKind::handover:
      s.budget.handover -= gone;
      break;
    case StageKind::turn: {
      auto& turn = s.turns.at(*stage.holder);
      turn.used += e.used;
      if (e.cause == StageEnd::deferred) {
        turn.interrupted = Interrupted{stage.length - e.used, turn.left()};
      } else {
        turn.next_stage = stage.index + 1;
      }
      break;
    }
    case StageKind::closing:
      s.budget.closing -= gone;
      break;
  }
  credit(s, e.returned);
  stage.over = true;
  if (s.pending && s.pending->move != Move::end && !s.pending->member) s.pending.reset();
}

void Applier::operator()(const TurnEnded& e) const {
  s.budget.handover -= e.returned.sum() - s.turns.at(e.member).left();
  close_turn(e.member, e.cause == TurnEnd::passed ? Progress::passed : Progress::done);
  forget_pass_of(e.member);
  credit(s, e.returned);
  s.entries.clear();
}

void Applier::operator()(const TurnDeferred& e) const {
  std::erase(s.rotation, e.member);
  s.rotation.push_back(e.member);
  auto& turn = s.turns.at(e.member);
  if (turn.status == Progress::now) s.entries.clear();
  turn.status = Progress::waiting;
  turn.missed = !event.by;
  if (event.by) s.participants.at(e.member).deferred = true;
}

void Applier::operator()(const TurnAbsent& e) const {
  s.budget.handover -= e.returned.sum() - s.turns.at(e.member).left();
  s.turns.erase(e.member);
  std::erase(s.rotation, e.member);
  forget_pass_of(e.member);
  credit(s, e.returned);
}

void Applier::operator()(const TurnPassed& e) const {
  s.budget.handover -= e.returned.sum() - s.turns.at(e.member).left();
  close_turn(e.member, Progress::passed);
  forget_pass_of(e.member);
  credit(s, e.returned);
}

void Applier::operator()(const TurnCarriedOver& e) const {
  auto& turn = s.turns.at(e.member);
  s.budget.handover -= e.returned.sum() - turn.left();
  if (turn.used > Millis{0}) {
    close_turn(e.member, Progress::passed);
  } else {
    s.turns.erase(e.member);
  }
  forget_pass_of(e.member);
  credit(s, e.returned);
  s.last_move.reset();
}

void Applier::operator()(const RotationIncluded& e) const {
  s.last_move.reset();
  Turn turn;
  turn.share = turn.planned = e.planned;
  turn.guaranteed = guarantee_of(s.agenda, e.planned);
  debit(s, e.paid);
  s.turns.erase(e.member);  // one that was passed before it began
  s.turns.emplace(e.member, turn);
  withdraw_waiver(s, e.member);
  std::erase(s.rotation, e.member);
  s.rotation.push_back(e.member);
  // What was paid beyond the turn is for its handover, and for a check-in while that goes on.
  Millis beyond = e.paid.sum() - e.planned;
  if (s.phase == Phase::check_in && s.check_ins.emplace(e.member, CheckIn{}).second) {
    const Millis check_in = std::min(s.agenda->check_in, beyond);
    s.budget.check_in += check_in;
    beyond -= check_in;
  }
  s.budget.handover += beyond;
}

void Applier::operator()(const MoveProposed& e) const {
  s.pending = PendingMove{e.move, e.member, *event.by, e.effective_at, e.reason};
  if (e.reason) ++s.ids_issued;
}

void Applier::operator()(const MoveCancelled&) const { s.pending.reset(); }

void Applier::operator()(const MoveTakenBack& e) const {
  const Standpoint before = *s.last_move->before;
  s.last_move.reset();
  if (before.stage->holder) withdraw_waiver(s, *before.stage->holder);
  stand_at(s, before);
  s.budget.used += e.spent;
  debit(s, e.paid);
  auto& stage = *s.stage;
  stage.id = e.stage;
  stage.since = event.at;
  const Millis own = e.spent - e.paid.sum();  // what nobody else could pay
  stage.deadline = e.deadline + own;
  shorten(own);
  add_to_part(-own);
  if (stage.kind == StageKind::turn) {
    auto& turn = s.turns.at(*stage.holder);
    turn.guaranteed = std::min(turn.guaranteed, turn.planned);
  }
  ++s.ids_issued;
}

void Applier::remember(const StageEnded& e) const {
  if (e.kind == StageKind::closing || e.cause == StageEnd::session_ended) {
    count_hold();
    s.ending = Ending{e.stage, s.stage->length - e.used, standpoint_of(s)};
    return;
  }
  if (!event.by || e.cause == StageEnd::deadline) return;
  s.last_move.reset();
  // In a handover the turn that was passed or deferred is gone before its stage is.
  if (e.kind == StageKind::handover && e.cause != StageEnd::moved_on) return;
  s.last_move =
      LastMove{*event.by, event.at, s.stage->length - e.used, {e.stage}, standpoint_of(s)};
}

void Applier::forget_pass_of(const MemberId& member) const {
  if (s.pending && s.pending->member == member) s.pending.reset();
}

void Applier::close_turn(const MemberId& member, Progress status) const {
  auto& turn = s.turns.at(member);
  turn.status = status;
  turn.planned = turn.used;
  turn.guaranteed = std::min(turn.guaranteed, turn.planned);
  turn.changes = {};
}

}  // namespace turnkeeper::timekeeper
