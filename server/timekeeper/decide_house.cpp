// What the house tells a session: its plan and its agenda, who takes a place, who is here, and that
// the server was away.

#include "timekeeper/coming_and_going.h"
#include "timekeeper/decide.h"
#include "timekeeper/lead.h"
#include "timekeeper/pausing.h"
#include "timekeeper/stages.h"
#include "timekeeper/votes.h"

namespace turnkeeper::timekeeper {

Refusal Deciding::operator()(const PlanSession& command) const {
  if (!draft.session().id.empty()) return Rejection{Reason::wrong_phase};
  if (auto fault = fault_of(command.plan.agenda)) {
    return Rejection{.reason = Reason::invalid_params, .fault = std::move(fault)};
  }
  draft.emit(command.plan);
  return std::nullopt;
}

namespace {

/// What came due while nobody looked at the clock happens now, and not in the past.
void catch_up(Draft& draft) {
  if (draft.session().vote && draft.session().vote->until <= draft.at()) drop_vote(draft);
  see_who_leads(draft);
  const auto& session = draft.session();
  if (session.phase == Phase::lobby) {
    const auto closes = next_deadline(session);
    if (closes && *closes <= draft.at()) end_session(draft, EndCause::never_started);
  } else if (session.hard_end && *session.hard_end <= draft.at()) {
    end_session(draft, EndCause::hard_end);
  }
}

}  // namespace

Refusal Deciding::operator()(const ChangeAgenda& command) const {
  const auto& session = draft.session();
  if (session.phase == Phase::ended) return Rejection{Reason::session_ended};
  if (session.phase != Phase::lobby) return Rejection{Reason::wrong_phase};
  if (auto fault = fault_of(command.agenda)) {
    return Rejection{.reason = Reason::invalid_params, .fault = std::move(fault)};
  }
  if (*session.agenda != command.agenda) draft.emit(AgendaChanged{command.agenda});
  catch_up(draft);  // it may say that this lobby should have closed
  return std::nullopt;
}

Refusal Deciding::operator()(const SeatMember& command) const {
  const auto& session = draft.session();
  if (session.phase == Phase::ended && !can_reopen(session)) {
    return Rejection{Reason::session_ended};
  }
  if (session.participants.contains(command.member)) return std::nullopt;
  draft.emit(MemberSeated{command.member, command.role, command.seated});
  if (command.seated) include_if_useful(draft, command.member);
  return std::nullopt;
}

Refusal Deciding::operator()(const Arrive& command) const {
  const auto& session = draft.session();
  if (!session.participants.contains(command.member)) return Rejection{Reason::not_found};
  if (session.phase == Phase::ended || session.participants.at(command.member).present) {
    return std::nullopt;
  }
  draft.emit(MemberArrived{command.member});
  welcome(draft, command.member);
  return std::nullopt;
}

Refusal Deciding::operator()(const Leave& command) const {
  const auto& session = draft.session();
  const auto found = session.participants.find(command.member);
  const bool here = found != session.participants.end() && found->second.present;
  if (session.phase == Phase::ended || !here) return std::nullopt;
  const auto of = holder(session);
  const bool holds = of && is_present(session, *of);
  draft.emit(MemberAway{command.member});
  see_who_leads(draft);
  if (holds) wait_for_holder(draft, command.last_seen);
  return std::nullopt;
}

Refusal Deciding::operator()(const Outage& command) const {
  const auto& session = draft.session();
  if (session.phase == Phase::ended) return std::nullopt;
  if (running(session)) {
    pause(draft, PauseCause::outage, std::nullopt, command.since);
  } else if (session.pause) {
    // The pause that there was goes on, and its limit does not count the outage. One that had run
    // out before, and nobody was told, ends now.
    const auto& was = *session.pause;
    const auto left = std::max(Millis{0}, *was.until - command.since);
    draft.emit(SessionPaused{was.cause, was.by, was.left, draft.at() + left, was.since});
  }
  if (command.connections_lost) {
    const auto participants = draft.session().participants;
    for (const auto& [member, participant] : participants) {
      if (participant.present) draft.emit(MemberAway{member});
    }
  } else if (draft.session().pause && draft.session().pause->cause == PauseCause::outage) {
    const auto of = holder(draft.session());
    if (!of || is_present(draft.session(), *of)) resume(draft);
  }
  catch_up(draft);
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
