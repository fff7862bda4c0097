// Who leads: a guest or a deputy for the facilitator, a coach for a turn.

#include "timekeeper/decide.h"
#include "timekeeper/lead.h"

namespace turnkeeper::timekeeper {

Refusal Deciding::operator()(const NameFacilitator& command) const {
  const auto& session = draft.session();
  const bool lobby = session.phase == Phase::lobby;
  const bool steps_back = command.member == by && command.lead == Lead::none;
  if (!is_facilitator(session, by) && !(lobby && stands_in(session, by)) && !steps_back) {
    return Rejection{is_seated(session, by) ? Reason::needs_facilitator : Reason::not_allowed};
  }
  const auto found = session.participants.find(command.member);
  if (found == session.participants.end() || found->second.role != Role::member) {
    return Rejection{Reason::not_found};
  }
  if (found->second.lead == command.lead) return std::nullopt;
  draft.emit(FacilitatorNamed{command.member, command.lead});
  see_who_leads(draft);
  return std::nullopt;
}

Refusal Deciding::operator()(const NameCoach& command) const {
  const auto& session = draft.session();
  const auto of = holder(session);
  const bool opening = session.phase == Phase::handover ||
                       (session.phase == Phase::turn && session.stage->index == 0 &&
                        session.turns.at(*of).used == Millis{0});
  if (!opening) return Rejection{Reason::wrong_phase};
  if (!acts_as_holder(session, by) && !is_facilitator(session, by)) {
    return Rejection{Reason::not_your_turn};
  }
  if (command.member) {
    const auto found = session.participants.find(*command.member);
    const bool may = found != session.participants.end() && found->second.role != Role::observer;
    if (!may) return Rejection{Reason::not_found};
    if (*command.member == *of) {
      return Rejection{.reason = Reason::invalid_params,
                       .fault = FieldFault{"member", "is the holder: name somebody else"}};
    }
  }
  if (session.turns.at(*of).coach == command.member) return std::nullopt;
  draft.emit(CoachNamed{*of, command.member});
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
