// Minutes that move: to what runs, from it, and between the turns.

#include <algorithm>

#include "timekeeper/applier.h"
#include "timekeeper/apply_parts.h"
#include "timekeeper/budget.h"

namespace turnkeeper::timekeeper {

void Applier::operator()(const EndPushed& e) const {
  push_end(e.amount);
  s.last_move.reset();
}

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

void Applier::operator()(const StageOvertime& e) const {
  lengthen(e.amount);
  s.stage->overtime += e.amount;
  if (held_for_vote(s)) {
    s.vote->held += e.amount;
    s.vote->held_until = s.stage->deadline + e.amount;
    s.vote->held_by.push_back(by_member(e.paid));
    if (s.vote->price) *s.vote->price = minus(*s.vote->price, e.paid);
  } else {
    ++s.stage->blocks;
  }
  s.stage->deadline += e.amount;
  debit(s, e.paid);
}

void Applier::operator()(const TimeExtended& e) const {
  lengthen(e.amount);
  s.stage->deadline = std::max(event.at, s.stage->deadline) + e.amount;
  debit(s, e.paid);
}

void Applier::operator()(const TimeGivenBack& e) const {
  give_away(e.member, e.amount);
  credit(s, e.returned);
}

void Applier::operator()(const TimeGiven& e) const {
  give_away(e.from, e.amount);
  auto& to = s.turns.at(e.to);
  if (to.status == Progress::now) {
    lengthen(e.amount);
    s.stage->deadline = std::max(event.at, s.stage->deadline) + e.amount;
  } else {
    to.planned += e.amount;
  }
}

void Applier::push_end(Millis amount) const {
  s.budget.total += amount;
  s.budget.reserve += amount;
}

void Applier::give_away(const MemberId& member, Millis amount) const {
  auto& turn = s.turns.at(member);
  if (turn.status == Progress::now) shorten(amount);
  turn.planned -= amount;
  turn.given += amount;
  turn.guaranteed = std::min(turn.guaranteed, turn.planned);
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

}  // namespace turnkeeper::timekeeper
