// One handler a command, in files by area; `decide` (decide.cpp) is the only door to them.
//
// A handler gets a draft, emits what happens, or returns why nothing does. It rejects before its
// first event.
#pragma once

#include <optional>

#include "timekeeper/draft.h"

namespace turnkeeper::timekeeper {

using Refusal = std::optional<Rejection>;

struct Deciding {
  Draft& draft;
  const MemberId& by;

  // decide_agenda.cpp
  Refusal operator()(const StartSession& command) const;
  Refusal operator()(const PauseSession& command) const;
  Refusal operator()(const ResumeSession& command) const;
  Refusal operator()(const EndSession& command) const;
  Refusal operator()(const AdvanceStage& command) const;
  Refusal operator()(const CancelMove& command) const;
  // decide_time.cpp
  Refusal operator()(const ExtendTime& command) const;
  Refusal operator()(const GiveBackTime& command) const;
  Refusal operator()(const GiveTime& command) const;
  Refusal operator()(const PushEnd& command) const;
  Refusal operator()(const SetStart& command) const;
  Refusal operator()(const SetHardEnd& command) const;
  // decide_vote.cpp
  Refusal operator()(const CallVote& command) const;
  Refusal operator()(const CastVote& command) const;
  // decide_lead.cpp
  Refusal operator()(const NameFacilitator& command) const;
  Refusal operator()(const NameCoach& command) const;
  // decide_take_back.cpp
  Refusal operator()(const TakeBack& command) const;
  // decide_reopen.cpp
  Refusal operator()(const ReopenSession& command) const;
  Refusal operator()(const SettleSession& command) const;
  // decide_rotation.cpp
  Refusal operator()(const ReorderRotation& command) const;
  Refusal operator()(const DeferTurn& command) const;
  Refusal operator()(const PassTurn& command) const;
  Refusal operator()(const IncludeMember& command) const;
  // decide_seat.cpp
  Refusal operator()(const HoldSeat& command) const;
  Refusal operator()(const ReleaseSeat& command) const;
  // decide_words.cpp
  Refusal operator()(const RaiseHand& command) const;
  Refusal operator()(const LowerHand& command) const;
  Refusal operator()(const CallEntry& command) const;
  Refusal operator()(const AskQuestion& command) const;
  Refusal operator()(const WithdrawQuestion& command) const;
  Refusal operator()(const StateChallenge& command) const;
  Refusal operator()(const SayCheckIn& command) const;
  Refusal operator()(const WriteReflection& command) const;
  // decide_actions.cpp
  Refusal operator()(const AddAction& command) const;
  Refusal operator()(const EditAction& command) const;
  Refusal operator()(const RemoveAction& command) const;
  Refusal operator()(const WaiveAction& command) const;
  Refusal operator()(const ReviewAction& command) const;
  // decide_house.cpp
  Refusal operator()(const PlanSession& command) const;
  Refusal operator()(const ChangeAgenda& command) const;
  Refusal operator()(const SeatMember& command) const;
  Refusal operator()(const Arrive& command) const;
  Refusal operator()(const Leave& command) const;
  Refusal operator()(const Outage& command) const;
};

// What several handlers ask.

/// It has ended, and may still go on.
inline bool can_reopen(const Session& session) { return session.reopen_until.has_value(); }
/// The rules do the facilitator's work while none is here.
inline bool stands_in(const Session& session, const MemberId& by) {
  return is_seated(session, by) && !facilitator_present(session);
}
/// For whom a stage of a turn or a check-in is; nobody in the lobby, the closing and after the end.
inline std::optional<MemberId> holder(const Session& session) {
  return session.stage ? session.stage->holder : std::nullopt;
}
/// Whether what `by` does is the holder's doing.
inline bool acts_as_holder(const Session& session, const MemberId& by) {
  return session.stage && session.stage->holder && acts_for(session, by, *session.stage->holder);
}
inline bool paused_by_people(const Session& session) {
  return session.pause &&
         (session.pause->cause == PauseCause::called || session.pause->cause == PauseCause::care);
}
/// The stage leaves something behind that is not there yet.
inline Refusal incomplete(const Session& session) {
  if (missing(session) == Needs::action) return Rejection{Reason::action_required};
  if (missing(session) == Needs::challenge) return Rejection{Reason::challenge_required};
  return std::nullopt;
}
/// The stage that the sender saw is not the current one.
inline Refusal moved_on(const Session& session, const StageId& expected) {
  if (!session.stage) return Rejection{Reason::wrong_phase};
  if (session.stage->id == expected) return std::nullopt;
  return Rejection{.reason = Reason::stage_moved_on, .stage = session.stage->id};
}
/// What somebody can ask for, of what is there: less than the least amount is nothing.
inline Millis askable(Millis there) { return there < kLeastAmount ? Millis{0} : there; }
/// A stage is running: not the lobby, not a pause.
inline Refusal not_running(const Session& session) {
  if (session.pause) return Rejection{Reason::paused};
  if (!session.stage) return Rejection{Reason::wrong_phase};
  return std::nullopt;
}
/// Writes down a move that the group may stop for a few seconds.
inline void propose(Draft& draft, MoveProposed move) {
  move.effective_at = draft.at() + draft.session().agenda->move_delay;
  draft.emit(std::move(move));
}

}  // namespace turnkeeper::timekeeper
