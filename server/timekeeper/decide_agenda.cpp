// Starting, pausing, moving on, ending.

#include "timekeeper/budget.h"
#include "timekeeper/coming_and_going.h"
#include "timekeeper/decide.h"
#include "timekeeper/departures.h"
#include "timekeeper/pausing.h"
#include "timekeeper/stages.h"

namespace turnkeeper::timekeeper {

namespace {

constexpr auto kPayersOfLateness = {Payer::reserve, Payer::turns};

/// The session as it would be if it started so, before anything is paid.
Session as_started(const Session& session, const SessionStarted& started, Instant now) {
  Session then = session;
  apply(then, Event{now, std::nullopt, started});
  return then;
}

/// Those who have received the most go to the end of the order, one after the other, until the
/// others can pay for the lateness; they are first next time.
bool carry_over(const Session& session, Millis late, Instant now, SessionStarted& started,
                std::vector<MemberId>& carried) {
  const auto had = [&](const MemberId& member) { return session.participants.at(member).received; };
  auto turns = as_started(session, started, now).turns.size();
  while (turns > 1) {
    --turns;
    const auto candidates =
        started.order.begin() + static_cast<std::ptrdiff_t>(started.order.size() - carried.size());
    const auto from_last = std::max_element(
        std::make_reverse_iterator(candidates), started.order.rend(),
        [&](const auto& left, const auto& right) { return had(left) < had(right); });
    const auto most = std::prev(from_last.base());
    carried.push_back(*most);
    std::rotate(most, most + 1, started.order.end());
    started.turns = turns;
    if (payable(as_started(session, started, now), kPayersOfLateness) >= late) return true;
  }
  return false;
}

/// A late start is paid by the reserve, then by all turns equally down to their floors. If that is
/// not enough the room proposes a later end, or whom to carry over.
Refusal pay_for_lateness(const Session& session, const StartSession& command, Instant now,
                         SessionStarted& started) {
  Millis late =
      session.starts_at ? std::max<Millis>(Millis{0}, now - *session.starts_at) : Millis{0};
  if (session.hard_end) {
    late = std::max<Millis>(late, now + session.agenda->total - *session.hard_end);
  }
  if (late <= Millis{0}) return std::nullopt;
  const Millis there = payable(as_started(session, started, now), kPayersOfLateness);
  if (there < late) {
    SessionStarted shorter = started;
    std::vector<MemberId> carried;
    const bool can_carry = carry_over(session, late, now, shorter, carried);
    if (!command.late) {
      return Rejection{.reason = Reason::too_late,
                       .available = there,
                       .missing = late - there,
                       .carried = can_carry ? carried : std::vector<MemberId>{}};
    }
    if (*command.late == LateChoice::later_end) {
      if (session.hard_end) return Rejection{Reason::hard_end};
      started.pushed = late - there;
    } else {
      if (!can_carry) return Rejection{.reason = Reason::time_exhausted, .available = there};
      started = std::move(shorter);
    }
  }
  started.paid = collect(as_started(session, started, now), late, kPayersOfLateness);
  started.late = late;
  return std::nullopt;
}

}  // namespace

Refusal Deciding::operator()(const StartSession& command) const {
  const auto& session = draft.session();
  if (session.phase != Phase::lobby) return Rejection{Reason::wrong_phase};
  if (!is_facilitator(session, by)) {
    if (!is_seated(session, by)) return Rejection{Reason::not_allowed};
    if (facilitator_present(session)) return Rejection{Reason::needs_facilitator};
  }
  const auto present = seated_present(session);
  if (present < kFewestPresent) {
    return Rejection{.reason = Reason::not_enough_members, .present = present};
  }
  const auto dealt = deal(session.agenda, session.rotation.size());
  if (session.hard_end && *session.hard_end <= draft.at()) return Rejection{Reason::hard_end};
  if (dealt.turns.back() < session.agenda->shortest) {
    return Rejection{.reason = Reason::too_many_for_the_time, .available = dealt.turns.back()};
  }
  std::vector<ActionId> open;
  for (const auto& [id, item] : session.review) {
    if (item.status == ActionStatus::open) open.push_back(id);
  }
  SessionStarted started{
      session.agenda, session.rotation, std::move(open), std::nullopt, {}, {}, {}};
  if (auto refusal = pay_for_lateness(session, command, draft.at(), started)) return refusal;
  draft.emit(std::move(started));
  fit_departures(draft);
  begin_check_ins(draft);
  return std::nullopt;
}

Refusal Deciding::operator()(const PauseSession&) const {
  const auto& session = draft.session();
  if (paused_by_people(session)) return Rejection{Reason::paused};
  if (!session.stage) return Rejection{Reason::wrong_phase};
  if (is_facilitator(session, by)) {
    pause(draft, PauseCause::called, by, draft.at());
  } else if (is_seated(session, by)) {
    pause(draft, PauseCause::care, by, draft.at());
  } else {
    return Rejection{Reason::not_allowed};
  }
  return std::nullopt;
}

Refusal Deciding::operator()(const ResumeSession&) const {
  const auto& session = draft.session();
  if (!session.pause) return Rejection{Reason::not_paused};
  const auto& pause = *session.pause;
  const bool holds = pause.cause == PauseCause::holder_away;
  const bool still_with_us = holds && is_seated(session, by);
  if (!is_facilitator(session, by) && pause.by != by && !still_with_us &&
      !(stands_in(session, by) && !paused_by_people(session))) {
    return Rejection{Reason::not_yours};
  }
  resume(draft);
  if (!holds) wait_for_holder(draft, draft.at());
  return std::nullopt;
}

Refusal Deciding::operator()(const EndSession& command) const {
  const auto& session = draft.session();
  const bool may =
      is_facilitator(session, by) || (session.phase == Phase::closing && stands_in(session, by));
  if (!may) {
    return Rejection{is_seated(session, by) ? Reason::needs_facilitator : Reason::not_allowed};
  }
  if (session.phase == Phase::lobby) {
    end_session(draft, EndCause::cancelled);
    return std::nullopt;
  }
  if (command.expect) {
    if (auto refusal = moved_on(session, *command.expect)) return refusal;
  }
  if (session.pause) {  // there are no seconds to wait while the clock stands
    end_session(draft, EndCause::ended_by_hand);
    return std::nullopt;
  }
  if (session.pending) return Rejection{Reason::move_pending};
  propose(draft, {.move = Move::end});
  return std::nullopt;
}

namespace {

/// Who may end the current stage by hand.
bool may_advance(const Session& session, const MemberId& by) {
  const auto* spec = current_spec(session);
  const auto ends = [&](Hand hand) {
    return spec == nullptr ? hand != Hand::others : spec->ends_by.contains(hand);
  };
  if (is_facilitator(session, by) && ends(Hand::facilitator)) return true;
  const auto of = holder(session);
  if (!of) return stands_in(session, by);
  if (acts_for(session, by, *of)) return ends(Hand::holder);
  if (is_seated(session, by) && ends(Hand::others)) return true;
  return session.phase == Phase::check_in && !is_present(session, *of) && stands_in(session, by);
}

}  // namespace

Refusal Deciding::operator()(const AdvanceStage& command) const {
  const auto& session = draft.session();
  if (auto refusal = moved_on(session, command.expect)) return refusal;
  if (auto refusal = not_running(session)) return refusal;
  if (!may_advance(session, by)) return Rejection{Reason::not_your_turn};
  if (session.pending) return Rejection{Reason::move_pending};
  if (auto refusal = incomplete(session)) return refusal;
  propose(draft, {.move = Move::next});
  return std::nullopt;
}

Refusal Deciding::operator()(const CancelMove& command) const {
  const auto& session = draft.session();
  if (auto refusal = moved_on(session, command.expect)) return refusal;
  if (!session.pending) return Rejection{Reason::nothing_pending};
  const auto& pending = *session.pending;
  const bool ends_all = pending.move == Move::end || session.phase == Phase::closing;
  const bool its_turn = pending.member && acts_for(session, by, *pending.member);
  const bool concerned = is_facilitator(session, by) || acts_as_holder(session, by) || its_turn ||
                         pending.by == by || (ends_all && is_seated(session, by));
  if (!concerned) return Rejection{Reason::not_your_turn};
  draft.emit(MoveCancelled{});
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
