// Who comes, and who is waited for.

#include "timekeeper/budget.h"
#include "timekeeper/progress.h"

namespace turnkeeper::timekeeper {

namespace {

using Payers = std::initializer_list<Payer>;

/// As long as the others' turns, if all that is there were dealt out evenly: what they have, and
/// the reserve; but no longer than a turn of this agenda.
Millis equal_turn(const Session& session, Millis beside) {
  const auto waiting = waiting_turns(session);
  const auto& turns = session.turns;
  Millis longest{0};
  for (const auto& [member, turn] : turns) longest = std::max(longest, turn.share);
  if (turns.empty()) longest = deal(session.agenda, session.rotation.size()).turns.front();
  if (waiting.empty()) return longest;
  Millis together{0};
  for (const auto& other : waiting) together += turns.at(other).planned;
  const auto count = static_cast<Millis::rep>(waiting.size());
  const Millis mean = together / count;
  return std::min({longest, mean, (together + session.budget.reserve - beside) / (count + 1)});
}

void include(Draft& draft, const MemberId& member, std::optional<Millis> wanted, Payers payers) {
  const auto& session = draft.session();
  const Agenda& agenda = session.agenda;
  if (session.phase == Phase::lobby || session.phase == Phase::closing ||
      session.phase == Phase::ended || !is_seated(session, member) ||
      session.turns.contains(member)) {
    return;
  }
  if (agenda.spotlights && std::cmp_greater_equal(session.turns.size(), *agenda.spotlights)) return;
  const bool checks_in = session.phase == Phase::check_in && !session.check_ins.contains(member);
  const Millis beside = agenda.handover + (checks_in ? agenda.check_in : Millis{0});
  const Millis useful = wanted ? *wanted : std::max(agenda.shortest, equal_turn(session, beside));
  const Millis planned = std::min(useful, payable(session, payers) - beside);
  if (planned < agenda.shortest) return;
  draft.emit(RotationIncluded{member, planned, collect(session, planned + beside, payers)});
}

}  // namespace

void include_if_useful(Draft& draft, const MemberId& member, std::optional<Millis> wanted) {
  include(draft, member, wanted, {Payer::surplus, Payer::reserve, Payer::turns});
}

void include_left_out(Draft& draft) {
  auto members = draft.session().rotation;
  std::stable_sort(members.begin(), members.end(), [&](const auto& one, const auto& other) {
    const auto& people = draft.session().participants;
    return people.at(one).received < people.at(other).received;
  });
  for (const auto& member : members) {
    if (is_present(draft.session(), member)) {
      include(draft, member, std::nullopt, {Payer::surplus, Payer::reserve});
    }
  }
}

namespace {

/// After an outage the clock waits for whoever had the floor, and when they drop out of their turn;
/// in an empty room it waits for anybody.
bool was_waited_for(const Session& session, const MemberId& member) {
  if (!session.pause) return false;
  const auto& holder = session.stage->holder;
  const auto kind = session.stage->kind;
  switch (session.pause->cause) {
    case PauseCause::called:
    case PauseCause::care:
      return false;
    case PauseCause::room_empty:
      return true;
    case PauseCause::outage:
      return (kind != StageKind::check_in && kind != StageKind::turn) || holder == member;
    case PauseCause::holder_away:
      return holder == member;
  }
  return false;
}

bool in_grace(const Session& session, const MemberId& member) {
  return running(session) && session.phase == Phase::handover && session.stage->holder == member &&
         session.stage->blocks > 0;
}

}  // namespace

void welcome(Draft& draft, const MemberId& member) {
  see_who_leads(draft);
  if (was_waited_for(draft.session(), member)) {
    resume(draft);
    wait_for_holder(draft, draft.at());
  }
  const auto& session = draft.session();
  if (in_grace(session, member)) return end_stage_and_go_on(draft, StageEnd::moved_on);
  const auto& rotation = session.rotation;
  if (std::find(rotation.begin(), rotation.end(), member) != rotation.end()) return;
  include_if_useful(draft, member);
}

void wait_for_holder(Draft& draft, Instant from) {
  const auto& session = draft.session();
  if (!running(session) || session.phase != Phase::turn || session.pending) return;
  const auto& stage = *session.stage;
  const auto& turn = session.turns.at(*stage.holder);
  if (is_present(session, *stage.holder) || turn.vouched) return;
  pause(draft, PauseCause::holder_away, std::nullopt, std::clamp(from, stage.since, draft.at()));
  if (*draft.session().pause->until > draft.at()) return;
  resume(draft);
  suspend_turn(draft);
}

}  // namespace turnkeeper::timekeeper
