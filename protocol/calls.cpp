#include "protocol/calls.h"

#include <array>
#include <cctype>

#include "protocol/fields.h"
#include "protocol/names.h"
#include "timekeeper/circle.h"

namespace turnkeeper::protocol {

namespace core = turnkeeper::timekeeper;

Caller caller_of(core::Role role) {
  switch (role) {
    case core::Role::facilitator:
      return Caller::facilitator;
    case core::Role::member:
      return Caller::member;
    case core::Role::observer:
      return Caller::observer;
  }
  return Caller::observer;
}

std::string_view name(Caller caller) {
  switch (caller) {
    case Caller::facilitator:
      return "facilitator";
    case Caller::member:
      return "member";
    case Caller::observer:
      return "observer";
    case Caller::display:
      return "display";
  }
  return {};
}

namespace {

using Decoded = std::variant<Call, Error>;

core::StageId read_stage(Fields& fields) {
  Fields expect(fields.object("expect"), "expect.");
  auto stage = expect.id<core::StageId>("stage");
  fields.adopt(expect.finish());
  return stage;
}

std::optional<core::StageId> read_optional_stage(Fields& fields) {
  if (!fields.has("expect")) return std::nullopt;
  return read_stage(fields);
}

core::Millis read_amount(Fields& fields) {
  return core::Millis{
      fields.number("amount_ms", core::kLeastAmount.count(), core::kMostAmount.count())};
}

/// Wraps a reader of a command's own fields into a decoder of the whole params. A call that has a
/// price may say for which plan it was shown.
template <auto read, bool priced = false>
Decoded change(const Json& params) {
  Fields fields(params);
  auto id = fields.id<core::Id<struct ChangeNoun>>("change");
  core::CommandBody command = read(fields);
  std::optional<int> plan;
  if (priced && fields.has("plan")) plan = static_cast<int>(fields.number("plan", 0, INT32_MAX));
  if (auto error = fields.finish()) return *error;
  return Call{Change{std::move(id.value), std::move(command), plan}};
}

/// What a change would cost whom. Its params are those of the change, without the `change`.
Decoded preview(const Json& params);

template <class Command>
Command nothing(Fields&) {
  return Command{};
}

Decoded join(const Json& params) {
  Fields fields(params);
  RoomJoin call;
  call.token = fields.token("token");
  if (fields.has("resume")) {
    Fields inner(fields.object("resume"), "resume.");
    Position position;
    position.epoch = inner.id<core::Id<struct EpochNoun>>("epoch").value;
    if (inner.has("run")) position.run = inner.id<core::Id<struct RunNoun>>("run").value;
    position.seq = static_cast<std::uint64_t>(inner.number("seq", 0, INT64_MAX));
    fields.adopt(inner.finish());
    call.resume = std::move(position);
  }
  if (auto error = fields.finish()) return *error;
  return Call{std::move(call)};
}

template <class Simple>
Decoded simple(const Json& params) {
  Fields fields(params);
  if (auto error = fields.finish()) return *error;
  return Call{Simple{}};
}

template <class Enum>
std::optional<Enum> read_optional_choice(Fields& fields, std::string_view name) {
  if (!fields.has(name)) return std::nullopt;
  return fields.choice<Enum>(name);
}

core::StartSession read_start(Fields& fields) {
  return {read_optional_choice<core::LateChoice>(fields, "late")};
}
core::GiveTime read_give(Fields& fields) {
  auto member = fields.id<core::MemberId>("member");
  return {std::move(member), read_amount(fields)};
}
core::PushEnd read_push_end(Fields& fields) { return {read_amount(fields)}; }
core::SetStart read_set_start(Fields& fields) { return {fields.optional_instant("at")}; }
core::SetHardEnd read_hard_end(Fields& fields) {
  auto member = fields.optional_id<core::MemberId>("member");
  auto at = fields.optional_instant("at");
  const bool carry_over = fields.has("carry_over") && fields.flag("carry_over");
  return {std::move(member), at, carry_over};
}
core::TakeBack read_take_back(Fields& fields) { return {read_stage(fields)}; }
core::CallVote read_call_vote(Fields& fields) {
  core::CallVote command;
  command.kind = fields.choice<core::VoteKind>("kind");
  const bool of_time =
      command.kind == core::VoteKind::more_time || command.kind == core::VoteKind::later_end;
  if (of_time) {
    command.amount = read_amount(fields);
  } else if (fields.has("amount_ms")) {
    fields.wrong("amount_ms", "goes with more_time and later_end only");
  }
  command.expect = read_optional_stage(fields);
  return command;
}
core::CastVote read_cast_vote(Fields& fields) {
  auto vote = fields.id<core::VoteId>("vote");
  return {std::move(vote), fields.flag("yes")};
}
core::NameFacilitator read_name_facilitator(Fields& fields) {
  auto member = fields.id<core::MemberId>("member");
  return {std::move(member), fields.choice<core::Lead>("lead")};
}
core::NameCoach read_name_coach(Fields& fields) {
  return {fields.optional_id<core::MemberId>("member")};
}
core::EndSession read_end(Fields& fields) { return {read_optional_stage(fields)}; }
core::AdvanceStage read_advance(Fields& fields) { return {read_stage(fields)}; }
core::CancelMove read_cancel(Fields& fields) { return {read_stage(fields)}; }
core::ExtendTime read_extend(Fields& fields) {
  auto stage = read_stage(fields);
  return {std::move(stage), read_amount(fields)};
}
core::GiveBackTime read_give_back(Fields& fields) { return {read_amount(fields)}; }
core::ReorderRotation read_reorder(Fields& fields) {
  return {fields.member_ids("order", core::kMostSeats)};
}
core::DeferTurn read_defer(Fields& fields) {
  auto member = fields.id<core::MemberId>("member");
  return {std::move(member), read_optional_stage(fields)};
}
core::PassTurn read_pass(Fields& fields) {
  auto member = fields.id<core::MemberId>("member");
  auto reason = fields.optional_text("reason");
  return {std::move(member), std::move(reason), read_optional_stage(fields)};
}
core::IncludeMember read_include(Fields& fields) { return {fields.id<core::MemberId>("member")}; }
core::HoldSeat read_hold(Fields& fields) { return {fields.id<core::MemberId>("member")}; }
core::ReleaseSeat read_release(Fields& fields) { return {fields.id<core::MemberId>("member")}; }
core::LowerHand read_lower(Fields& fields) { return {fields.id<core::EntryId>("entry")}; }
core::CallEntry read_call(Fields& fields) { return {fields.optional_id<core::EntryId>("entry")}; }
core::AskQuestion read_ask(Fields& fields) { return {fields.text("text")}; }
core::WithdrawQuestion read_withdraw(Fields& fields) { return {fields.id<core::EntryId>("entry")}; }
core::StateChallenge read_challenge(Fields& fields) {
  auto text = fields.text("text");
  return {std::move(text), fields.optional_text("outcome")};
}
core::SayCheckIn read_say(Fields& fields) { return {fields.text("text")}; }
core::AddAction read_add(Fields& fields) {
  core::AddAction command;
  command.what = fields.text("what");
  command.measure = fields.text("measure");
  command.due = fields.date("due");
  command.owner = fields.optional_id<core::MemberId>("owner");
  command.supporter = fields.optional_id<core::MemberId>("supporter");
  return command;
}
core::EditAction read_edit(Fields& fields) {
  core::EditAction command;
  command.action = fields.id<core::ActionId>("action");
  command.what = fields.optional_text("what");
  command.measure = fields.optional_text("measure");
  command.due = fields.optional_date("due");
  command.supporter = fields.optional_id<core::MemberId>("supporter");
  if (!command.what && !command.measure && !command.due && !command.supporter) {
    fields.wrong("params", "change at least one of what, measure, due and supporter");
  }
  return command;
}
core::RemoveAction read_remove(Fields& fields) { return {fields.id<core::ActionId>("action")}; }
core::WaiveAction read_waive(Fields& fields) { return {fields.text("reason")}; }
core::ReviewAction read_review(Fields& fields) {
  core::ReviewAction command;
  command.action = fields.id<core::ActionId>("action");
  command.status = fields.choice<core::ActionStatus>("status");
  command.note = fields.optional_text("note");
  command.due = fields.optional_date("due");
  if (command.status == core::ActionStatus::open) {
    fields.wrong("status", "must be done, learned or carried_on");
  }
  if (command.due && command.status != core::ActionStatus::carried_on) {
    fields.wrong("due", "goes with carried_on only");
  }
  return command;
}
core::WriteReflection read_reflection(Fields& fields) { return {fields.text("text")}; }

constexpr std::uint8_t kAnyone = 15;
constexpr std::uint8_t kCircle = 3;  // facilitators and members

constexpr std::array kMethods{
    Method{"room.join", kAnyone, join},
    Method{"room.leave", kAnyone, simple<RoomLeave>},
    Method{"clock.sync", kAnyone, simple<ClockSync>},
    Method{"session.start", kCircle, change<read_start, true>, true},
    Method{"session.pause", kCircle, change<nothing<core::PauseSession>>},
    Method{"session.resume", kCircle, change<nothing<core::ResumeSession>>},
    Method{"session.end", kCircle, change<read_end>},
    Method{"session.reopen", kCircle, change<nothing<core::ReopenSession>>},
    Method{"session.push_end", kCircle, change<read_push_end, true>, true},
    Method{"session.set_start", kCircle, change<read_set_start>},
    Method{"session.set_hard_end", kCircle, change<read_hard_end, true>, true},
    Method{"stage.advance", kCircle, change<read_advance, true>, true},
    Method{"stage.cancel", kCircle, change<read_cancel>},
    Method{"stage.back", kCircle, change<read_take_back, true>, true},
    Method{"time.extend", kCircle, change<read_extend, true>, true},
    Method{"time.give_back", kCircle, change<read_give_back, true>, true},
    Method{"time.give", kCircle, change<read_give, true>, true},
    Method{"time.preview", kCircle, preview},
    Method{"rotation.reorder", kCircle, change<read_reorder>},
    Method{"rotation.defer", kCircle, change<read_defer, true>, true},
    Method{"rotation.pass", kCircle, change<read_pass, true>, true},
    Method{"rotation.include", kCircle, change<read_include, true>, true},
    Method{"vote.call", kCircle, change<read_call_vote, true>, true},
    Method{"vote.cast", kCircle, change<read_cast_vote, true>, true},
    Method{"facilitator.name", kCircle, change<read_name_facilitator>},
    Method{"coach.name", kCircle, change<read_name_coach>},
    Method{"seat.hold", kCircle, change<read_hold>},
    Method{"seat.release", kCircle, change<read_release>},
    Method{"hand.raise", kCircle, change<nothing<core::RaiseHand>>},
    Method{"hand.lower", kCircle, change<read_lower>},
    Method{"hand.call", kCircle, change<read_call>},
    Method{"question.ask", kCircle, change<read_ask>},
    Method{"question.withdraw", kCircle, change<read_withdraw>},
    Method{"challenge.state", kCircle, change<read_challenge>},
    Method{"checkin.say", kCircle, change<read_say>},
    Method{"action.add", kCircle, change<read_add>},
    Method{"action.edit", kCircle, change<read_edit>},
    Method{"action.remove", kCircle, change<read_remove>},
    Method{"action.waive", kCircle, change<read_waive>},
    Method{"action.review", kCircle, change<read_review>},
    Method{"reflection.write", kCircle, change<read_reflection>},
};

}  // namespace

std::span<const Method> methods() { return kMethods; }

const Method* find_method(std::string_view name) {
  for (const auto& method : kMethods) {
    if (method.name == name) return &method;
  }
  return nullptr;
}

namespace {

Decoded preview(const Json& params) {
  Fields fields(params);
  const auto* method = find_method(fields.id<core::Id<struct CallNoun>>("call").value);
  const bool priced = method != nullptr && method->priced;
  if (!priced) fields.wrong("call", "must be a call that has a price");
  Json inner = fields.has("params") ? fields.object("params") : Json::object();
  if (auto error = fields.finish()) return *error;
  if (inner.contains("change") || inner.contains("plan")) {
    return invalid_params("params", "are those of the call, without change and plan");
  }
  inner["change"] = "preview";
  auto decoded = method->decode(inner);
  if (auto* error = std::get_if<Error>(&decoded)) {
    const auto field = error->data.value("field", "");
    if (error->message.starts_with(field + ": ")) error->message.insert(0, "params.");
    error->data["field"] = "params." + field;
    return *error;
  }
  return Call{TimePreview{std::move(std::get<Change>(std::get<Call>(decoded)).command)}};
}

/// The request's id, or null if it has none that one could answer to.
Json readable_id(const Json& message) {
  const auto found = message.find("id");
  if (found == message.end()) return nullptr;
  if (found->is_number_integer()) return *found;
  if (found->is_string() && found->get_ref<const std::string&>().size() <= 256) {
    const auto& text = found->get_ref<const std::string&>();
    std::size_t characters = 0;
    for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    if (characters <= limits::kIdCharacters) return *found;
  }
  return nullptr;
}

bool is_envelope(const Json& message) {
  for (const auto& [name, value] : message.items()) {
    if (name != "jsonrpc" && name != "id" && name != "method" && name != "params") return false;
  }
  const auto version = message.find("jsonrpc");
  const auto method = message.find("method");
  return version != message.end() && *version == "2.0" && method != message.end() &&
         method->is_string();
}

}  // namespace

std::variant<Request, BadRequest> read_request(std::string_view text) {
  auto parsed = parse(text);
  if (const auto* fault = std::get_if<ParseFault>(&parsed)) {
    auto error = error_of("parse_error");
    error.message = fault->why;
    return BadRequest{nullptr, std::move(error)};
  }
  auto& message = std::get<Json>(parsed);
  if (!message.is_object()) return BadRequest{nullptr, error_of("invalid_request")};
  Json id = readable_id(message);
  if (id.is_null() || !is_envelope(message)) {
    return BadRequest{std::move(id), error_of("invalid_request")};
  }
  const auto* method = find_method(message["method"].get_ref<const std::string&>());
  if (method == nullptr) return BadRequest{std::move(id), error_of("unknown_method")};
  auto params = message.contains("params") ? std::move(message["params"]) : Json::object();
  return Request{std::move(id), method, std::move(params)};
}

std::string answer(const Json& id, const Json& result) {
  return Json{{"jsonrpc", "2.0"}, {"id", id}, {"result", result}}.dump();
}

std::string refusal(const Json& id, const Error& error) {
  return Json{{"jsonrpc", "2.0"}, {"id", id}, {"error", error.to_json()}}.dump();
}

std::string notification(std::string_view method, const Json& params) {
  return Json{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}}.dump();
}

}  // namespace turnkeeper::protocol
