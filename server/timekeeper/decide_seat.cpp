// Seats of people who are here without a device: somebody else acts for them.

#include "timekeeper/coming_and_going.h"
#include "timekeeper/decide.h"

namespace turnkeeper::timekeeper {

Refusal Deciding::operator()(const HoldSeat& command) const {
  const auto& session = draft.session();
  const auto& member = command.member;
  if (!is_seated(session, by) && !is_facilitator(session, by)) {
    return Rejection{Reason::not_allowed};
  }
  if (!is_seated(session, member)) return Rejection{Reason::not_found};
  const auto& participant = session.participants.at(member);
  if (participant.present) return Rejection{Reason::not_yours};
  if (participant.held_by == by) return std::nullopt;
  draft.emit(SeatHeld{member});
  welcome(draft, member);
  return std::nullopt;
}

Refusal Deciding::operator()(const ReleaseSeat& command) const {
  const auto& session = draft.session();
  const auto found = session.participants.find(command.member);
  if (found == session.participants.end() || !found->second.held_by) {
    return Rejection{Reason::not_found};
  }
  if (found->second.held_by != by && !is_facilitator(session, by)) {
    return Rejection{Reason::not_yours};
  }
  draft.emit(SeatReleased{command.member});
  wait_for_holder(draft, draft.at());
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
