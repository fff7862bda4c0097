// The session as a whole: planned, started, standing, voting, over.

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

void Applier::operator()(const StartSet& e) const { s.starts_at = e.at; }

void Applier::operator()(const SessionPaused& e) const {
  if (e.cause != PauseCause::holder_away) count_hold();
  s.pending.reset();
  s.pause = Pause{e.cause, e.caller, e.since.value_or(event.at), e.left, e.until};
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
  if (!e.reopen_until) s.ending.reset();
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

void Applier::count_hold() const {
  if (!s.pause || s.pause->cause != PauseCause::holder_away) return;
  s.turns.at(*s.stage->holder).held += event.at - (s.stage->deadline - s.pause->left);
}

void apply(Session& session, const Event& event) {
  std::visit(Applier{session, event}, event.body);
  note_changes(session, event);
  note_plan(session, event);
  let_move_lapse(session, event.at);
}

}  // namespace turnkeeper::timekeeper
