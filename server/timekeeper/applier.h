// How each event changes a session, in files by area; `apply` (apply.cpp) is the only door to them.
//
// No decisions here: what an event costs whom, it says itself.
#pragma once

#include "timekeeper/event.h"
#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

struct Applier {
  Session& s;
  const Event& event;

  // apply.cpp
  void operator()(const SessionPlanned& e) const;
  void operator()(const RotationReordered& e) const;
  void operator()(const AgendaChanged& e) const;
  void operator()(const SessionStarted& e) const;
  void operator()(const StartSet& e) const;
  void operator()(const SessionPaused& e) const;
  void operator()(const SessionResumed& e) const;
  void operator()(const VoteCalled& e) const;
  void operator()(const VoteCast& e) const;
  void operator()(const VoteClosed& e) const;
  void operator()(const SessionEnded& e) const;
  void operator()(const SessionReopened& e) const;
  void operator()(const SessionSettled&) const;
  // apply_stages.cpp
  void operator()(const StageStarted& e) const;
  void operator()(const StageEnded& e) const;
  void operator()(const TurnEnded& e) const;
  void operator()(const TurnDeferred& e) const;
  void operator()(const TurnAbsent& e) const;
  void operator()(const TurnPassed& e) const;
  void operator()(const TurnCarriedOver& e) const;
  void operator()(const RotationIncluded& e) const;
  void operator()(const MoveProposed& e) const;
  void operator()(const MoveCancelled&) const;
  void operator()(const MoveTakenBack& e) const;
  // apply_time.cpp
  void operator()(const EndPushed& e) const;
  void operator()(const HardEndSet& e) const;
  void operator()(const TimeCharged& e) const;
  void operator()(const TimeReturned& e) const;
  void operator()(const StageOvertime& e) const;
  void operator()(const TimeExtended& e) const;
  void operator()(const TimeGivenBack& e) const;
  void operator()(const TimeGiven& e) const;
  // apply_people.cpp
  void operator()(const MemberSeated& e) const;
  void operator()(const MemberArrived& e) const;
  void operator()(const MemberAway& e) const;
  void operator()(const SeatHeld& e) const;
  void operator()(const SeatReleased& e) const;
  void operator()(const FacilitatorNamed& e) const;
  void operator()(const DeputySteppedIn& e) const;
  void operator()(const DeputySteppedBack& e) const;
  void operator()(const CoachNamed& e) const;
  // apply_words.cpp
  void operator()(const EntryAdded& e) const;
  void operator()(const EntryWithdrawn& e) const;
  void operator()(const EntryCalled& e) const;
  void operator()(const ChallengeStated& e) const;
  void operator()(const CheckInSaid& e) const;
  void operator()(const ActionAdded& e) const;
  void operator()(const ActionEdited& e) const;
  void operator()(const ActionRemoved& e) const;
  void operator()(const ActionWaived& e) const;
  void operator()(const ActionReviewed& e) const;
  void operator()(const ReflectionWritten& e) const;

 private:
  void push_end(Millis amount) const;
  /// A stage that somebody ends by hand can be gone back to, and so can the last of a session.
  void remember(const StageEnded& e) const;
  /// A member gives away part of their own turn.
  void give_away(const MemberId& member, Millis amount) const;
  /// The holder gives away part of the current stage: its overtime last.
  void shorten(Millis amount) const;
  /// Gives the current stage more, out of whatever it belongs to.
  void lengthen(Millis amount) const;
  /// To what the current stage belongs to: the turn, the check-ins, the handovers or the closing.
  void add_to_part(Millis amount) const;
  /// What goes on has `amount` less, `of_stage` of it at the end of the current stage.
  void cut_what_runs(Millis amount, Millis of_stage) const;
  /// A hold ends: how long the clock has waited for the holder.
  void count_hold() const;
  void close_turn(const MemberId& member, Progress status) const;
  /// A move that would pass the turn to come of `member`: that turn is gone.
  void forget_pass_of(const MemberId& member) const;
};

}  // namespace turnkeeper::timekeeper
