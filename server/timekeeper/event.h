// Events: what happened in a session. They hold ids and numbers; words and names stand beside them
// by id.
//
// A session is the sum of its events (`apply`). Their names and fields on the wire and in the
// journal are in protocol/PROTOCOL.md, "Events".
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

struct RosterEntry {
  MemberId member;
  Role role = Role::member;
  bool seated = false;
  Millis received{};     ///< spotlight time of earlier sessions
  bool carried = false;  ///< was there last time, and had no turn
  bool operator==(const RosterEntry&) const = default;
};

enum class StageEnd : std::uint8_t { deadline, moved_on, passed, deferred, session_ended };
enum class TurnEnd : std::uint8_t { complete, moved_on, passed };

/// The rotation is in the order of the roster: those carried over first, then by the least
/// received.
struct SessionPlanned {
  SessionId session;
  CircleId circle;
  int number = 1;
  Shared<Agenda> agenda;
  std::vector<RosterEntry> roster;
  std::vector<ReviewItem> review;
  std::optional<Instant> starts_at;
  std::optional<Instant> hard_end;
};
struct MemberSeated {
  MemberId member;
  Role role = Role::member;
  bool seated = false;
};
struct MemberArrived {
  MemberId member;
};
struct MemberAway {
  MemberId member;
};
/// Somebody else acts for a member who is here without a device, until they connect themselves.
struct SeatHeld {
  MemberId member;
};
struct SeatReleased {
  MemberId member;
};
struct RotationReordered {
  std::vector<MemberId> order;  ///< of those whose turn is to come
};
/// Of a session that has not begun.
struct AgendaChanged {
  Shared<Agenda> agenda;
};
struct SessionStarted {
  Shared<Agenda> agenda;  ///< with the order, all that a replay needs
  std::vector<MemberId> order;
  std::vector<ActionId> review;  ///< of earlier sessions, still open
  // Of a late start; absent when it was in time.
  std::optional<Millis> late;
  std::optional<Transfer> paid;      ///< by the reserve and the turns
  std::optional<Millis> pushed;      ///< the end is later by so much
  std::optional<std::size_t> turns;  ///< how many have a turn: the others are carried over
};
/// The end is later, and the reserve has the minutes.
struct EndPushed {
  Millis amount{};
};
struct StartSet {
  std::optional<Instant> at;
};
struct HardEndSet {
  std::optional<MemberId> member;  ///< for all, if absent
  std::optional<Instant> at;       ///< taken back, if absent
};
/// Against a hard end nothing is free: a pause, say, is paid like lateness.
struct TimeCharged {
  Millis amount{};  ///< paid.sum() + running
  Transfer paid;
  /// When nobody else can: by the turn that runs or whose handover does, the check-ins, the
  /// closing.
  std::optional<Millis> running;
  std::optional<Millis> stage;  ///< of that, by how much the current stage ends sooner
};
/// A hard end that was moved, or taken back, leaves room again for what was charged.
struct TimeReturned {
  Millis amount{};  ///< returned.sum() + running
  Transfer returned;
  std::optional<Millis> running;  ///< to the turn or the closing that runs
  std::optional<Millis> stage;    ///< of that, by how much the current stage ends later
};
struct StageStarted {
  StageId stage;
  StageKind kind = StageKind::check_in;
  std::size_t index = 0;
  std::string name;  ///< of a turn: the stage's id in the agenda
  std::optional<MemberId> holder;
  Millis length{};
  Millis from_reserve{};  ///< a handover beyond those that were planned
};
struct StageEnded {
  StageId stage;
  StageKind kind = StageKind::check_in;
  std::optional<MemberId> holder;
  Millis used{};
  StageEnd cause = StageEnd::deadline;
  Transfer
      returned;  ///< of a check-in or a handover; a stage of a turn leaves its rest to its turn
};
struct StageOvertime {
  StageId stage;
  Millis amount{};
  Transfer paid;
};
struct TurnEnded {
  MemberId member;
  TurnEnd cause = TurnEnd::complete;
  Transfer returned;  ///< its rest, and handovers that nobody needs any more
};
/// To the end of the rotation; what was left of a turn that had begun goes with it. By nobody, when
/// its member was waited for in vain.
struct TurnDeferred {
  MemberId member;
};
/// Not seen by the end of the check-in: their minutes go to the others, as planned and never as
/// guaranteed. If they come, rotation.included gives them a turn again.
struct TurnAbsent {
  MemberId member;
  Transfer returned;  ///< the turn and its handover
};
/// A turn that had not begun, and its handover, given up.
struct TurnPassed {
  MemberId member;
  Transfer returned;
};
/// Given up, with its handover, because a hard end leaves no time for it: first next time.
struct TurnCarriedOver {
  MemberId member;
  Transfer returned;  ///< what was left of the turn, and its handover
};
/// A seat taken after the start gets a turn.
struct RotationIncluded {
  MemberId member;
  Millis planned{};
  Transfer paid;  ///< the turn and its handover
};
struct MoveProposed {
  Move move = Move::next;
  std::optional<MemberId> member{};  ///< whose turn to come is passed; absent: what runs
  Instant effective_at{};
  std::optional<WordsId> reason{};
};
struct MoveCancelled {};
struct SessionPaused {
  PauseCause cause = PauseCause::called;
  std::optional<MemberId> caller{};
  Millis left{};  ///< of the stage
  std::optional<Instant> until{};
  std::optional<Instant> since{};  ///< the clock stands, if that is not from this moment on
};
struct SessionResumed {
  Instant deadline;
};
struct TimeExtended {
  StageId stage;
  Millis amount{};
  Transfer paid;
};
struct TimeGivenBack {
  MemberId member;
  Millis amount{};
  Transfer returned;
};
struct TimeGiven {
  MemberId from;
  MemberId to;
  Millis amount{};
};
/// The agenda stands again where it stood before the last move.
struct MoveTakenBack {
  StageId stage;  ///< the stage that goes on, under a new id
  Instant deadline;
  Millis spent{};               ///< since the move; it stays used
  Transfer paid;                ///< for what was spent; the stage itself pays the rest of it
  std::vector<StageId> undone;  ///< the id that it had, and those of the stages after it
  StageKind kind = StageKind::check_in;
  std::optional<MemberId> holder;
  Millis length{};
};
struct VoteCalled {
  VoteId vote;
  VoteKind kind = VoteKind::more_time;
  std::optional<Millis> amount;
  Instant until;
  std::vector<MemberId> voters;
  std::optional<Transfer> price;  ///< of more time: who would pay for it
};
struct VoteCast {
  VoteId vote;
  bool yes = false;
};
struct VoteClosed {
  VoteId vote;
  VoteOutcome outcome = VoteOutcome::failed;
  std::optional<Transfer> returned;  ///< what its stage was held for and did not need
};
struct FacilitatorNamed {
  MemberId member;
  Lead lead = Lead::guest;
};
/// A deputy facilitates until a facilitator is back.
struct DeputySteppedIn {
  MemberId member;
};
struct DeputySteppedBack {
  MemberId member;
};
struct CoachNamed {
  MemberId turn;
  std::optional<MemberId> coach;
};
struct EntryAdded {  // hand.raised, question.asked
  EntryId entry;
  EntryKind kind = EntryKind::hand;
  std::optional<WordsId> text;
};
struct EntryWithdrawn {
  EntryId entry;
};
struct EntryCalled {
  EntryId entry;
};
struct ChallengeStated {
  MemberId member;
  WordsId text;
  std::optional<WordsId> outcome;
};
struct CheckInSaid {
  MemberId member;
  WordsId text;
};
struct ActionAdded {
  ActionId action;
  Action made;
};
struct ActionEdited {
  ActionId action;
  std::optional<WordsId> what;
  std::optional<WordsId> measure;
  std::optional<Date> due;
  std::optional<MemberId> supporter;
};
struct ActionRemoved {
  ActionId action;
};
struct ActionWaived {
  MemberId member;
  WaiverCause cause = WaiverCause::stated;
  std::optional<WordsId> reason;
};
struct ActionReviewed {
  ActionId action;
  ActionStatus status = ActionStatus::done;
  std::optional<WordsId> note;
  std::optional<Date> due;
};
struct ReflectionWritten {
  MemberId member;
  WordsId text;
};
struct SessionEnded {
  EndCause cause = EndCause::complete;
  std::optional<Instant> reopen_until;
};
/// The stage that the end cut off goes on in a pause, under a new id; without one the lobby is open
/// again.
struct SessionReopened {
  std::optional<StageId> stage;
  Millis left{};
  std::optional<Instant> until;   ///< of the pause
  Millis from_reserve{};          ///< for a closing that had too little left
  Millis pushed{};                ///< the end is later by so much
  std::optional<StageId> undone;  ///< the id that it had
  StageKind kind = StageKind::closing;
  std::optional<MemberId> holder;
  Millis length{};
};
/// It cannot be reopened any more: the time for it is over, or the circle has planned its next
/// session.
struct SessionSettled {};

using EventBody =
    std::variant<SessionPlanned, MemberSeated, MemberArrived, MemberAway, SeatHeld, SeatReleased,
                 RotationReordered, AgendaChanged, SessionStarted, EndPushed, StartSet, HardEndSet,
                 TimeCharged, TimeReturned, StageStarted, StageEnded, StageOvertime, TurnEnded,
                 TurnDeferred, TurnAbsent, TurnPassed, TurnCarriedOver, RotationIncluded,
                 MoveProposed, MoveCancelled, SessionPaused, SessionResumed, TimeExtended,
                 TimeGivenBack, TimeGiven, MoveTakenBack, VoteCalled, VoteCast, VoteClosed,
                 FacilitatorNamed, DeputySteppedIn, DeputySteppedBack, CoachNamed, EntryAdded,
                 EntryWithdrawn, EntryCalled, ChallengeStated, CheckInSaid, ActionAdded,
                 ActionEdited, ActionRemoved, ActionWaived, ActionReviewed, ReflectionWritten,
                 SessionEnded, SessionReopened, SessionSettled>;

struct Event {
  Instant at;                  ///< when it took effect
  std::optional<MemberId> by;  ///< nobody, when time itself acted
  EventBody body;
};

}  // namespace turnkeeper::timekeeper
