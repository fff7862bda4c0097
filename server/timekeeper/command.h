// Commands: what somebody wants. Texts are already checked (length, UTF-8, no control characters)
// by whoever made the command; everything else `decide` checks.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "timekeeper/event.h"
#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

// From people in the room. Each is one method of protocol/PROTOCOL.md, "Calls".

struct StartSession {};
struct PauseSession {};
struct ResumeSession {};
struct EndSession {
  std::optional<StageId> expect;
};
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
};
/// The server was down, or its machine asleep. No minute of it is charged to anybody.
struct Outage {
  Instant since;                 ///< the last mark of life
  bool connections_lost = true;  ///< everyone has to come back
};

using CommandBody =
    std::variant<StartSession, PauseSession, ResumeSession, EndSession, AdvanceStage, CancelMove,
                 ExtendTime, GiveBackTime, ReorderRotation, DeferTurn, PassTurn, RaiseHand,
                 LowerHand, CallEntry, AskQuestion, WithdrawQuestion, StateChallenge, SayCheckIn,
                 AddAction, EditAction, RemoveAction, WaiveAction, ReviewAction, WriteReflection,
                 PlanSession, ChangeAgenda, SeatMember, Arrive, Leave, Outage>;

struct Command {
  MemberId by;  ///< empty if nobody asked
  CommandBody body;
};

}  // namespace turnkeeper::timekeeper
