// Commands: what somebody wants. Whoever made one has checked its form: texts (length, UTF-8, no
// control characters), amounts (`kLeastAmount` to `kMostAmount`), which fields go together. Whether
// it may be, `decide` checks.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "timekeeper/event.h"
#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

// From people in the room. Each is one method of protocol/PROTOCOL.md, "Calls".

/// What becomes of a start so late that the reserve and the turns cannot pay for it.
enum class LateChoice : std::uint8_t { later_end, carry_over };

struct StartSession {
  std::optional<LateChoice> late{};
};
struct PauseSession {};
struct ResumeSession {};
struct EndSession {
  std::optional<StageId> expect;
};
/// The end was a mistake, or something was forgotten.
struct ReopenSession {};
struct AdvanceStage {
  StageId expect;
};
struct CancelMove {
  StageId expect;
};
struct ExtendTime {
  StageId expect;
  Millis amount{};
};
struct GiveBackTime {
  Millis amount{};
};
/// Minutes of one's own turn for somebody whose turn is to come.
struct GiveTime {
  MemberId member;
  Millis amount{};
};
struct PushEnd {
  Millis amount{};
};
/// When the session is to begin. Without `at` no hour is agreed on.
struct SetStart {
  std::optional<Instant> at;
};
/// "I must leave at six": for a member, or for all. Without `at` it is taken back.
struct SetHardEnd {
  std::optional<MemberId> member;
  std::optional<Instant> at;
  bool carry_over = false;  ///< for all: also if somebody loses their turn by it
};
struct TakeBack {
  StageId expect;
};
struct CallVote {
  VoteKind kind = VoteKind::more_time;
  std::optional<Millis> amount;
  std::optional<StageId> expect;
};
struct CastVote {
  VoteId vote;
  bool yes = false;
};
struct NameFacilitator {
  MemberId member;
  Lead lead = Lead::guest;
};
/// Without `member`: nobody in particular.
struct NameCoach {
  std::optional<MemberId> member;
};
struct ReorderRotation {
  std::vector<MemberId> order;
};
struct DeferTurn {
  MemberId member;
  std::optional<StageId> expect;
};
struct PassTurn {
  MemberId member;
  std::optional<std::string> reason;
  std::optional<StageId> expect;
};
/// A turn after all, for somebody who has none.
struct IncludeMember {
  MemberId member;
};
/// Somebody is here without a device: `by` acts for them.
struct HoldSeat {
  MemberId member;
};
struct ReleaseSeat {
  MemberId member;
};
struct RaiseHand {};
struct LowerHand {
  EntryId entry;
};
struct CallEntry {
  std::optional<EntryId> entry;
};
struct AskQuestion {
  std::string text;
};
struct WithdrawQuestion {
  EntryId entry;
};
struct StateChallenge {
  std::string text;
  std::optional<std::string> outcome;
};
struct SayCheckIn {
  std::string text;
};
struct AddAction {
  std::string what;
  std::string measure;
  Date due;
  std::optional<MemberId> owner;
  std::optional<MemberId> supporter;
};
struct EditAction {
  ActionId action;
  std::optional<std::string> what;
  std::optional<std::string> measure;
  std::optional<Date> due;
  std::optional<MemberId> supporter;
};
struct RemoveAction {
  ActionId action;
};
struct WaiveAction {
  std::string reason;
};
struct ReviewAction {
  ActionId action;
  ActionStatus status = ActionStatus::done;
  std::optional<std::string> note;
  std::optional<Date> due;
};
struct WriteReflection {
  std::string text;
};

// From the house: nobody in the room may send these. `by` is whoever asked the house for it, if
// anybody did.

struct PlanSession {
  SessionPlanned plan;
};
/// The circle changed its agenda; a session that has begun keeps its own.
struct ChangeAgenda {
  Agenda agenda;
};
struct SeatMember {
  MemberId member;
  Role role = Role::member;
  bool seated = false;
};
struct Arrive {
  MemberId member;
};
struct Leave {
  MemberId member;
  Instant last_seen;  ///< when their connection last gave a sign of life
};
/// The server was down, or its machine asleep. No minute of it is charged to anybody.
struct Outage {
  Instant since;                 ///< the last mark of life
  bool connections_lost = true;  ///< everyone has to come back
};
/// The circle is about to plan its next session: this one cannot be reopened any more.
struct SettleSession {};

using CommandBody =
    std::variant<StartSession, PauseSession, ResumeSession, EndSession, ReopenSession, AdvanceStage,
                 CancelMove, ExtendTime, GiveBackTime, GiveTime, PushEnd, SetStart, SetHardEnd,
                 TakeBack, CallVote, CastVote, NameFacilitator, NameCoach, ReorderRotation,
                 DeferTurn, PassTurn, IncludeMember, HoldSeat, ReleaseSeat, RaiseHand, LowerHand,
                 CallEntry, AskQuestion, WithdrawQuestion, StateChallenge, SayCheckIn, AddAction,
                 EditAction, RemoveAction, WaiveAction, ReviewAction, WriteReflection, PlanSession,
                 ChangeAgenda, SeatMember, Arrive, Leave, Outage, SettleSession>;

struct Command {
  MemberId by;  ///< empty if nobody asked
  CommandBody body;
  std::optional<int> plan{};           ///< for which plan its sender was shown the price
  std::optional<Instant> priced_at{};  ///< and when: some prices grow with time
};

}  // namespace turnkeeper::timekeeper
