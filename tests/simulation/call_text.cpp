#include "tests/simulation/call_text.h"

#include "protocol/calls.h"
#include "protocol/names.h"
#include "protocol/time_text.h"

namespace turnkeeper::testing {

using namespace turnkeeper::timekeeper;
using protocol::Json;
using protocol::name_of;
using protocol::to_text;

namespace {

Json stage(const StageId& id) { return {{"stage", id.value}}; }

struct Writer {
  using Text = std::optional<CallText>;
  Json params = Json::object();

  Text named(const char* method) { return CallText{method, std::move(params)}; }
  void expect(const std::optional<StageId>& id) {
    if (id) params["expect"] = stage(*id);
  }
  template <class Thing>
  void maybe_id(const char* field, const std::optional<Thing>& id) {
    if (id) params[field] = id->value;
  }
  void maybe(const char* field, const std::optional<std::string>& text) {
    if (text) params[field] = *text;
  }
  template <class Time>
  void maybe_time(const char* field, const std::optional<Time>& time) {
    if (time) params[field] = to_text(*time);
  }
  void amount(Millis amount) { params["amount_ms"] = amount.count(); }

  Text operator()(const StartSession& c) {
    if (c.late) params["late"] = name_of(*c.late);
    return named("session.start");
  }
  Text operator()(const PauseSession&) { return named("session.pause"); }
  Text operator()(const ResumeSession&) { return named("session.resume"); }
  Text operator()(const EndSession& c) {
    expect(c.expect);
    return named("session.end");
  }
  Text operator()(const ReopenSession&) { return named("session.reopen"); }
  Text operator()(const AdvanceStage& c) {
    expect(c.expect);
    return named("stage.advance");
  }
  Text operator()(const CancelMove& c) {
    expect(c.expect);
    return named("stage.cancel");
  }
  Text operator()(const ExtendTime& c) {
    expect(c.expect);
    amount(c.amount);
    return named("time.extend");
  }
  Text operator()(const GiveBackTime& c) {
    amount(c.amount);
    return named("time.give_back");
  }
  Text operator()(const GiveTime& c) {
    params["member"] = c.member.value;
    amount(c.amount);
    return named("time.give");
  }
  Text operator()(const PushEnd& c) {
    amount(c.amount);
    return named("session.push_end");
  }
  Text operator()(const SetStart& c) {
    maybe_time("at", c.at);
    return named("session.set_start");
  }
  Text operator()(const SetHardEnd& c) {
    maybe_id("member", c.member);
    maybe_time("at", c.at);
    if (c.carry_over) params["carry_over"] = true;
    return named("session.set_hard_end");
  }
  Text operator()(const TakeBack& c) {
    expect(c.expect);
    return named("stage.back");
  }
  Text operator()(const CallVote& c) {
    params["kind"] = name_of(c.kind);
    if (c.amount) amount(*c.amount);
    expect(c.expect);
    return named("vote.call");
  }
  Text operator()(const CastVote& c) {
    params["vote"] = c.vote.value;
    params["yes"] = c.yes;
    return named("vote.cast");
  }
  Text operator()(const NameFacilitator& c) {
    params["member"] = c.member.value;
    params["lead"] = name_of(c.lead);
    return named("facilitator.name");
  }
  Text operator()(const NameCoach& c) {
    maybe_id("member", c.member);
    return named("coach.name");
  }
  Text operator()(const ReorderRotation& c) {
    params["order"] = Json::array();
    for (const auto& member : c.order) params["order"].push_back(member.value);
    return named("rotation.reorder");
  }
  Text operator()(const DeferTurn& c) {
    params["member"] = c.member.value;
    expect(c.expect);
    return named("rotation.defer");
  }
  Text operator()(const PassTurn& c) {
    params["member"] = c.member.value;
    maybe("reason", c.reason);
    expect(c.expect);
    return named("rotation.pass");
  }
  Text operator()(const IncludeMember& c) {
    params["member"] = c.member.value;
    return named("rotation.include");
  }
  Text operator()(const HoldSeat& c) {
    params["member"] = c.member.value;
    return named("seat.hold");
  }
  Text operator()(const ReleaseSeat& c) {
    params["member"] = c.member.value;
    return named("seat.release");
  }
  Text operator()(const RaiseHand&) { return named("hand.raise"); }
  Text operator()(const LowerHand& c) {
    params["entry"] = c.entry.value;
    return named("hand.lower");
  }
  Text operator()(const CallEntry& c) {
    maybe_id("entry", c.entry);
    return named("hand.call");
  }
  Text operator()(const AskQuestion& c) {
    params["text"] = c.text;
    return named("question.ask");
  }
  Text operator()(const WithdrawQuestion& c) {
    params["entry"] = c.entry.value;
    return named("question.withdraw");
  }
  Text operator()(const StateChallenge& c) {
    params["text"] = c.text;
    maybe("outcome", c.outcome);
    return named("challenge.state");
  }
  Text operator()(const SayCheckIn& c) {
    params["text"] = c.text;
    return named("checkin.say");
  }
  Text operator()(const AddAction& c) {
    params["what"] = c.what;
    params["measure"] = c.measure;
    params["due"] = to_text(c.due);
    maybe_id("owner", c.owner);
    maybe_id("supporter", c.supporter);
    return named("action.add");
  }
  Text operator()(const EditAction& c) {
    params["action"] = c.action.value;
    maybe("what", c.what);
    maybe("measure", c.measure);
    maybe_time("due", c.due);
    maybe_id("supporter", c.supporter);
    return named("action.edit");
  }
  Text operator()(const RemoveAction& c) {
    params["action"] = c.action.value;
    return named("action.remove");
  }
  Text operator()(const WaiveAction& c) {
    params["reason"] = c.reason;
    return named("action.waive");
  }
  Text operator()(const ReviewAction& c) {
    params["action"] = c.action.value;
    params["status"] = name_of(c.status);
    maybe("note", c.note);
    maybe_time("due", c.due);
    return named("action.review");
  }
  Text operator()(const WriteReflection& c) {
    params["text"] = c.text;
    return named("reflection.write");
  }

  // The house's own. A new command does not compile until it is said here who gives it.
  Text operator()(const PlanSession&) { return std::nullopt; }
  Text operator()(const ChangeAgenda&) { return std::nullopt; }
  Text operator()(const SeatMember&) { return std::nullopt; }
  Text operator()(const Arrive&) { return std::nullopt; }
  Text operator()(const Leave&) { return std::nullopt; }
  Text operator()(const Outage&) { return std::nullopt; }
  Text operator()(const SettleSession&) { return std::nullopt; }
};

}  // namespace

std::optional<CallText> call_text(const Command& command) {
  auto call = std::visit(Writer{}, command.body);
  if (!call) return call;
  const auto* method = protocol::find_method(call->method);
  if (command.plan && method != nullptr && method->priced) call->params["plan"] = *command.plan;
  return call;
}

}  // namespace turnkeeper::testing
