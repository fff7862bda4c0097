#include "timekeeper/apply_parts.h"

#include <algorithm>
#include <type_traits>

namespace turnkeeper::timekeeper {

void deal_out(Session& session, std::size_t most_turns) {
  const Agenda& agenda = session.agenda;
  const auto dealt = deal(agenda, session.rotation.size());
  session.turns.clear();
  session.check_ins.clear();
  Budget budget;
  budget.total = agenda.total;
  Millis left = agenda.total;
  const auto take = [&left](Millis wanted) {
    const Millis taken = std::min(wanted, left);
    left -= taken;
    return taken;
  };
  const auto count = static_cast<Millis::rep>(session.rotation.size());
  budget.closing = take(dealt.closing);
  budget.check_in = take(count * dealt.check_in);
  const auto turns = std::min({dealt.turns.size(), session.rotation.size(), most_turns});
  budget.handover = take(static_cast<Millis::rep>(turns) * dealt.handover);
  for (std::size_t i = 0; i < turns; ++i) {
    const Millis share = take(dealt.turns[i]);
    Turn turn;
    turn.share = turn.planned = share;
    turn.guaranteed = guarantee_of(agenda, share);
    session.turns.emplace(session.rotation[i], turn);
  }
  for (const auto& member : session.rotation) session.check_ins.emplace(member, CheckIn{});
  budget.reserve = left;
  budget.closing_share = budget.closing;
  session.budget = budget;
}

void note_emptiness(Session& session, Instant at) {
  const auto& participants = std::as_const(session).participants;
  const bool anyone = std::any_of(participants.begin(), participants.end(),
                                  [](const auto& it) { return it.second.present; });
  if (anyone) {
    session.empty_since.reset();
  } else if (!session.empty_since) {
    session.empty_since = at;
  }
}

void note_lead(Session& session, Instant at) {
  if (facilitator_present(session)) {
    session.unled_since.reset();
  } else if (!session.unled_since) {
    session.unled_since = at;
  }
}

Standpoint standpoint_of(const Session& session) {
  Standpoint here;
  here.phase = session.phase;
  here.stage = session.stage;
  here.rotation = session.rotation;
  here.turns = session.turns;
  for (const auto& [member, check_in] : session.check_ins) {
    here.check_ins.emplace(member, check_in.status);
  }
  here.budget = session.budget;
  here.entries = session.entries;
  return here;
}

void stand_at(Session& session, const Standpoint& standpoint) {
  session.phase = standpoint.phase;
  session.stage = standpoint.stage;
  session.rotation = standpoint.rotation;
  auto turns = standpoint.turns;
  for (auto& [member, turn] : turns) {  // who coaches was said, and stays said
    const auto now = session.turns.find(member);
    if (now != session.turns.end()) turn.coach = now->second.coach;
  }
  session.turns = std::move(turns);
  for (const auto& [member, status] : standpoint.check_ins) {
    session.check_ins.at(member).status = status;
  }
  session.budget = standpoint.budget;
  session.entries = standpoint.entries;
}

void withdraw_waiver(Session& session, const MemberId& member) {
  const auto waiver = session.waivers.find(member);
  if (waiver != session.waivers.end() && waiver->second.cause == WaiverCause::passed) {
    session.waivers.erase(member);
  }
}

Transfer by_member(Transfer transfer) {
  std::sort(transfer.turns.begin(), transfer.turns.end());
  return transfer;
}

bool held_for_vote(const Session& session) {
  return session.vote && session.vote->kind != VoteKind::move_on &&
         session.vote->kind != VoteKind::skip && session.phase != Phase::handover;
}

namespace {

template <class... Kinds>
bool is_one_of(const EventBody& body) {
  return (std::holds_alternative<Kinds>(body) || ...);
}

/// Prices that were shown before such an event hold no longer.
bool replans(const EventBody& body) {
  if (const auto* closed = std::get_if<VoteClosed>(&body)) return closed->returned.has_value();
  return is_one_of<MemberSeated, RotationReordered, AgendaChanged, SessionStarted, EndPushed,
                   TimeCharged, TimeReturned, StageEnded, StageOvertime, TurnEnded, TurnDeferred,
                   TurnAbsent, TurnPassed, TurnCarriedOver, RotationIncluded, TimeExtended,
                   TimeGivenBack, TimeGiven, MoveTakenBack, SessionReopened>(body);
}

/// Somebody chose it for itself: it is no part of a move, though it may happen in its millisecond.
bool chosen_beside_moves(const EventBody& body) {
  return is_one_of<TimeGiven, TimeGivenBack, TimeExtended, TurnPassed, RotationReordered>(body);
}

}  // namespace

void note_plan(Session& session, const Event& event) {
  if (!replans(event.body)) return;
  ++session.plan;
  if (std::holds_alternative<VoteClosed>(event.body)) return;  // as little as its overtime
  const bool later = session.last_move && session.last_move->at != event.at;
  if (event.by && (later || chosen_beside_moves(event.body))) session.last_move.reset();
}

void let_move_lapse(Session& session, Instant at) {
  const auto& move = session.last_move;
  if (move && at > move->at + session.agenda->take_back) session.last_move.reset();
}

}  // namespace turnkeeper::timekeeper
