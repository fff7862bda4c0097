// Who comes, and who is waited for.

#include "timekeeper/coming_and_going.h"

#include "timekeeper/budget.h"
#include "timekeeper/departures.h"
#include "timekeeper/lead.h"
#include "timekeeper/pausing.h"
#include "timekeeper/stages.h"

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

/// A turn that was passed before anything of it was used.
bool never_began(const Turn& turn) {
  return turn.status == Progress::passed && turn.used == Millis{0};
}

/// Whether the agenda has a place for a turn of `member`, whatever it would cost. One that was
/// passed before it began is none.
bool may_be_included(const Session& session, const MemberId& member) {
  if (session.phase == Phase::lobby || session.phase == Phase::closing ||
      session.phase == Phase::ended || !is_seated(session, member)) {
    return false;
  }
  const auto turn = session.turns.find(member);
  if (turn != session.turns.end()) {
    return never_began(turn->second);
  }
  const auto& most = session.agenda->spotlights;
  const auto taken = std::count_if(session.turns.begin(), session.turns.end(),
                                   [](const auto& each) { return !never_began(each.second); });
  return !most || std::cmp_less(taken, *most);
}

/// Answers how long the turn could have been, if it is too short to be useful.
std::optional<Millis> include(Draft& draft, const MemberId& member, std::optional<Millis> wanted,
                              Payers payers) {
  const auto& session = draft.session();
  const Agenda& agenda = session.agenda;
  const bool checks_in = session.phase == Phase::check_in && !session.check_ins.contains(member);
  const Millis beside = agenda.handover + (checks_in ? agenda.check_in : Millis{0});
  const Millis useful = wanted ? *wanted : std::max(agenda.shortest, equal_turn(session, beside));
  const Millis planned = std::min(useful, payable(session, payers) - beside);
  if (planned < agenda.shortest) return std::max(Millis{0}, planned);
  draft.emit(RotationIncluded{member, planned, collect(session, planned + beside, payers)});
  return std::nullopt;
}

constexpr Payers kLatePays{Payer::surplus, Payer::reserve, Payer::turns};
/// Whatever a turn that was given up may have gone to.
constexpr Payers kAfterAllPays{Payer::surplus, Payer::reserve, Payer::turns, Payer::closing};

}  // namespace

void include_if_useful(Draft& draft, const MemberId& member, std::optional<Millis> wanted) {
  const auto& session = draft.session();
  if (session.turns.contains(member) || !may_be_included(session, member)) return;
  include(draft, member, wanted, kLatePays);
}

std::optional<Rejection> include_after_all(Draft& draft, const MemberId& member) {
  if (!may_be_included(draft.session(), member)) return Rejection{Reason::wrong_phase};
  if (const auto most = include(draft, member, std::nullopt, kAfterAllPays)) {
    return Rejection{.reason = Reason::time_exhausted, .available = *most};
  }
  fit_departures(draft);
  return std::nullopt;
}

void include_left_out(Draft& draft) {
  auto members = draft.session().rotation;
  std::stable_sort(members.begin(), members.end(), [&](const auto& one, const auto& other) {
    const auto& people = draft.session().participants;
    return people.at(one).received < people.at(other).received;
  });
  for (const auto& member : members) {
    const auto& session = draft.session();
    if (is_present(session, member) && !session.turns.contains(member) &&
        may_be_included(session, member)) {
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
  if (!running(session) || session.phase != Phase::turn) return;
  const bool ends_soon = session.pending && !session.pending->member;
  if (ends_soon) return;
  const auto& stage = *session.stage;
  const auto& turn = session.turns.at(*stage.holder);
  if (is_present(session, *stage.holder) || turn.vouched) return;
  pause(draft, PauseCause::holder_away, std::nullopt, std::clamp(from, stage.since, draft.at()));
  if (*draft.session().pause->until > draft.at()) return;
  resume(draft);
  suspend_turn(draft);
}

}  // namespace turnkeeper::timekeeper
