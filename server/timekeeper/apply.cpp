// The agenda and its time: what changes when a session is planned, goes on, stands and ends.

#include <algorithm>

#include "timekeeper/applier.h"
#include "timekeeper/apply_parts.h"
#include "timekeeper/budget.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::timekeeper {

void Applier::operator()(const SessionPlanned& e) const {
  s = Session{};
  s.id = e.session;
  s.circle = e.circle;
  s.number = e.number;
  s.agenda = e.agenda;
  s.planned_at = event.at;
  auto roster = e.roster;
  std::stable_sort(roster.begin(), roster.end(), [](const auto& a, const auto& b) {
    return std::pair(!a.carried, a.received) < std::pair(!b.carried, b.received);
  });
  s.starts_at = e.starts_at;
  s.hard_end = e.hard_end;
  for (const auto& entry : roster) {
    s.participants.emplace(
        entry.member,
        Participant{.role = entry.role, .seated = entry.seated, .received = entry.received});
    if (entry.seated) s.rotation.push_back(entry.member);
  }
  for (const auto& item : e.review) s.review.emplace(item.id, item);
  deal_out(s);
  note_emptiness(s, event.at);
  note_lead(s, event.at);
}

void Applier::operator()(const RotationReordered& e) const {
  auto next = e.order.begin();
  for (auto& place : s.rotation) {
    const bool listed = std::find(e.order.begin(), e.order.end(), place) != e.order.end();
    if (listed && next != e.order.end()) place = *next++;
  }
  if (s.phase == Phase::lobby) deal_out(s);
}

void Applier::operator()(const AgendaChanged& e) const {
  s.agenda = e.agenda;
  deal_out(s);
}

void Applier::operator()(const SessionStarted& e) const {
  s.agenda = e.agenda;
  s.rotation = e.order;
  s.started_at = event.at;
  s.phase = Phase::check_in;
  if (s.unled_since) s.unled_since = event.at;
  deal_out(s, e.turns.value_or(SIZE_MAX));
  push_end(e.pushed.value_or(Millis{0}));
  s.budget.late += e.late.value_or(Millis{0});
  const Millis unpunctual =
      s.starts_at ? std::max<Millis>(Millis{0}, event.at - *s.starts_at) : Millis{0};
  s.budget.charged = std::max(Millis{0}, s.budget.late - unpunctual);
  if (e.paid) debit(s, *e.paid);
}

void Applier::operator()(const EndPushed& e) const {
  push_end(e.amount);
  s.last_move.reset();
}

void Applier::operator()(const StartSet& e) const { s.starts_at = e.at; }

void Applier::operator()(const HardEndSet& e) const {
  if (e.member) {
    auto& person = s.participants.at(*e.member);
    person.leaves_at = e.at;
    person.deferred = false;
  } else {
    s.hard_end = e.at;
  }
}

void Applier::operator()(const TimeCharged& e) const {
  s.budget.late += e.amount;
  s.budget.charged += e.amount;
  debit(s, e.paid);
  if (e.running) cut_what_runs(*e.running, e.stage.value_or(Millis{0}));
  s.last_move.reset();
}

void Applier::operator()(const TimeReturned& e) const {
  s.budget.late -= e.amount;
  s.budget.charged -= e.amount;
  credit(s, e.returned);
  if (e.running) cut_what_runs(-*e.running, -e.stage.value_or(Millis{0}));
  if (s.pause) s.pause->left += e.stage.value_or(Millis{0});
  s.last_move.reset();
}

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

namespace {

/// As the journal keeps it.
Transfer by_member(Transfer transfer) {
  std::sort(transfer.turns.begin(), transfer.turns.end());
  return transfer;
}

}  // namespace

void Applier::operator()(const StageOvertime& e) const {
  lengthen(e.amount);
  s.stage->overtime += e.amount;
  if (held_for_vote(s)) {
    s.vote->held += e.amount;
    s.vote->held_until = s.stage->deadline + e.amount;
    s.vote->held_by.push_back(by_member(e.paid));
    if (s.vote->price) *s.vote->price = less(*s.vote->price, e.paid);
  } else {
    ++s.stage->blocks;
  }
  s.stage->deadline += e.amount;
  debit(s, e.paid);
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

void Applier::operator()(const SessionPaused& e) const {
  if (e.cause != PauseCause::holder_away) count_hold();
  s.pending.reset();
  s.pause = Pause{e.cause, e.caller, event.at, e.left, e.until};
}

void Applier::operator()(const SessionResumed& e) const {
  if (s.pause->cause == PauseCause::holder_away) {
    s.turns.at(*s.stage->holder).vouched = event.by.has_value();
    count_hold();
  }
  s.stage->deadline = e.deadline;
  s.stage->since = event.at;
  s.pause.reset();
  // An empty room that nobody came back to would pause again at once.
  if (s.empty_since) s.empty_since = event.at;
}

void Applier::operator()(const TimeExtended& e) const {
  lengthen(e.amount);
  s.stage->deadline = std::max(event.at, s.stage->deadline) + e.amount;
  debit(s, e.paid);
}

void Applier::operator()(const TimeGivenBack& e) const {
  auto& turn = s.turns.at(e.member);
  if (turn.status == Progress::now) shorten(e.amount);
  turn.planned -= e.amount;
  turn.given += e.amount;
  turn.guaranteed = std::min(turn.guaranteed, turn.planned);
  credit(s, e.returned);
}

void Applier::operator()(const TimeGiven& e) const {
  auto& from = s.turns.at(e.from);
  if (from.status == Progress::now) shorten(e.amount);
  from.planned -= e.amount;
  from.given += e.amount;
  from.guaranteed = std::min(from.guaranteed, from.planned);
  auto& to = s.turns.at(e.to);
  if (to.status == Progress::now) {
    lengthen(e.amount);
    s.stage->deadline = std::max(event.at, s.stage->deadline) + e.amount;
  } else {
    to.planned += e.amount;
  }
}

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

void Applier::operator()(const VoteCalled& e) const {
  Vote vote{.id = e.vote,
            .kind = e.kind,
            .by = *event.by,
            .amount = e.amount,
            .until = e.until,
            .price = e.price ? std::optional(by_member(*e.price)) : std::nullopt};
  for (const auto& voter : e.voters) {
    // Whoever calls it has said yes; a facilitator without a seat has no ballot.
    vote.ballots.emplace(voter, voter == *event.by ? std::optional(true) : std::nullopt);
  }
  if (e.kind == VoteKind::more_time) s.stage->voted = true;
  s.vote = std::move(vote);
  ++s.ids_issued;
}

void Applier::operator()(const VoteCast& e) const { s.vote->ballots[*event.by] = e.yes; }

void Applier::operator()(const VoteClosed& e) const {
  // What was not decided may be asked again.
  if (e.outcome == VoteOutcome::lapsed && s.vote->kind == VoteKind::more_time) {
    s.stage->voted = false;
  }
  s.vote.reset();
  if (!e.returned) return;
  shorten(e.returned->sum());
  add_to_part(-e.returned->sum());
  credit(s, *e.returned);
}

void Applier::operator()(const SessionEnded& e) const {
  s.phase = Phase::ended;
  s.ended_at = event.at;
  s.end_cause = e.cause;
  s.reopen_until = e.reopen_until;
  s.stage.reset();
  s.pause.reset();
  s.pending.reset();
  s.vote.reset();
  s.last_move.reset();
  s.unled_since.reset();
  s.entries.clear();
}

void Applier::operator()(const SessionReopened& e) const {
  s.ended_at.reset();
  s.end_cause.reset();
  s.reopen_until.reset();
  if (e.stage) {
    const Standpoint before = *s.ending->before;
    stand_at(s, before);
    s.stage->id = *e.stage;
    s.stage->since = event.at;
    push_end(e.pushed);
    s.budget.reserve -= e.from_reserve + e.pushed;
    lengthen(e.from_reserve + e.pushed);
    s.pause = Pause{PauseCause::called, event.by, event.at, e.left, e.until};
    ++s.ids_issued;
  } else {
    s.phase = Phase::lobby;
  }
  s.ending.reset();
  note_emptiness(s, event.at);
  note_lead(s, event.at);
}

void Applier::operator()(const SessionSettled&) const {
  s.reopen_until.reset();
  s.ending.reset();
}

void Applier::push_end(Millis amount) const {
  s.budget.total += amount;
  s.budget.reserve += amount;
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

void Applier::shorten(Millis amount) const {
  auto& stage = *s.stage;
  const Millis before_overtime = std::max(Millis{0}, stage.deadline - event.at - stage.overtime);
  stage.overtime -= std::max(Millis{0}, amount - before_overtime);
  stage.length -= amount;
  stage.deadline -= amount;
}

void Applier::lengthen(Millis amount) const {
  s.stage->length += amount;
  add_to_part(amount);
}

void Applier::add_to_part(Millis amount) const {
  const auto& stage = *s.stage;
  switch (stage.kind) {
    case StageKind::check_in:
      s.budget.check_in += amount;
      break;
    case StageKind::handover:
      s.budget.handover += amount;
      break;
    case StageKind::turn:
      s.turns.at(*stage.holder).planned += amount;
      break;
    case StageKind::closing:
      s.budget.closing += amount;
      break;
  }
}

void Applier::cut_what_runs(Millis amount, Millis of_stage) const {
  shorten(of_stage);
  const auto& stage = *s.stage;
  if (stage.kind == StageKind::check_in) s.budget.check_in -= amount;
  if (stage.kind == StageKind::closing) s.budget.closing -= amount;
  if (stage.kind == StageKind::handover) s.budget.handover -= of_stage;
  if (stage.kind == StageKind::handover || stage.kind == StageKind::turn) {
    auto& turn = s.turns.at(*stage.holder);
    turn.planned -= stage.kind == StageKind::turn ? amount : amount - of_stage;
    turn.guaranteed = std::min(turn.guaranteed, turn.planned);
  }
}

void Applier::count_hold() const {
  if (!s.pause || s.pause->cause != PauseCause::holder_away) return;
  s.turns.at(*s.stage->holder).held += event.at - (s.stage->deadline - s.pause->left);
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

void apply(Session& session, const Event& event) {
  std::visit(Applier{session, event}, event.body);
  note_changes(session, event);
  note_plan(session, event);
}

}  // namespace turnkeeper::timekeeper
