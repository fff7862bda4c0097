// What each kind of event is made of, said once: its name, and its fields with theirs. Writing,
// reading and the collecting of words all walk the same description.
//
// `describe(archive, event)` calls archive("field", event.member) for each field, and
// archive.journal_only(…) for what the room is not told because its state says it already.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "protocol/agenda_codec.h"
#include "protocol/json.h"
#include "protocol/names.h"
#include "protocol/time_text.h"
#include "timekeeper/event.h"

namespace turnkeeper::protocol {

template <class Event>
inline constexpr std::string_view kEventName{};

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
inline constexpr bool kIsWords =
    std::is_same_v<T, timekeeper::WordsId> || std::is_same_v<T, std::optional<timekeeper::WordsId>>;

// Values to JSON.

template <class Noun>
Json to_json(const timekeeper::Id<Noun>& id) {
  return id.value;
}
inline Json to_json(timekeeper::Millis length) { return length.count(); }
inline Json to_json(timekeeper::Instant at) { return to_text(at); }
inline Json to_json(timekeeper::Date date) { return to_text(date); }
inline Json to_json(int number) { return number; }
inline Json to_json(std::size_t number) { return number; }
inline Json to_json(bool value) { return value; }
inline Json to_json(const std::string& text) { return text; }
inline Json to_json(const timekeeper::Shared<timekeeper::Agenda>& agenda) {
  return encode_agenda(agenda);
}
template <class Enum>
requires std::is_enum_v<Enum> Json to_json(Enum value) { return name_of(value); }
inline Json to_json(const timekeeper::Transfer& transfer) {
  Json turns = Json::object();
  for (const auto& [member, amount] : transfer.turns) turns[member.value] = amount.count();
  return {{"reserve_ms", transfer.reserve.count()},
          {"closing_ms", transfer.closing.count()},
          {"turns", std::move(turns)}};
}
inline Json to_json(const timekeeper::RosterEntry& entry) {
  return {{"member", entry.member.value},
          {"role", name_of(entry.role)},
          {"seated", entry.seated},
          {"received_ms", entry.received.count()},
          {"carried", entry.carried}};
}
inline Json to_json(const timekeeper::ReviewItem& item) {
  Json json{{"action", item.id.value},  {"owner", item.owner.value},
            {"what", item.what.value},  {"measure", item.measure.value},
            {"due", to_text(item.due)}, {"status", name_of(item.status)}};
  if (item.supporter) json["supporter"] = item.supporter->value;
  if (item.note) json["note"] = item.note->value;
  return json;
}
template <class T>
Json to_json(const std::vector<T>& list) {
  Json json = Json::array();
  for (const auto& each : list) json.push_back(to_json(each));
  return json;
}

// And back. Each throws for JSON of another form.

template <class Noun>
void from_json(const Json& json, timekeeper::Id<Noun>& id) {
  id.value = json.get_ref<const std::string&>();
}
inline void from_json(const Json& json, timekeeper::Millis& length) {
  length = timekeeper::Millis{json.get<timekeeper::Millis::rep>()};
}
inline void from_json(const Json& json, timekeeper::Instant& at) {
  const auto parsed = parse_instant(json.get_ref<const std::string&>());
  if (!parsed) throw std::runtime_error("is no time");
  at = *parsed;
}
inline void from_json(const Json& json, timekeeper::Date& date) {
  const auto parsed = parse_date(json.get_ref<const std::string&>());
  if (!parsed) throw std::runtime_error("is no date");
  date = *parsed;
}
inline void from_json(const Json& json, int& number) { number = json.get<int>(); }
inline void from_json(const Json& json, std::size_t& number) { number = json.get<std::size_t>(); }
inline void from_json(const Json& json, bool& value) { value = json.get<bool>(); }
inline void from_json(const Json& json, std::string& text) { text = json.get<std::string>(); }
inline void from_json(const Json& json, timekeeper::Shared<timekeeper::Agenda>& agenda) {
  auto decoded = decode_agenda(json);
  if (const auto* fault = std::get_if<timekeeper::FieldFault>(&decoded)) {
    throw std::runtime_error(fault->field + " " + fault->why);
  }
  agenda = std::get<timekeeper::Agenda>(std::move(decoded));
}
template <class Enum>
requires std::is_enum_v<Enum>
void from_json(const Json& json, Enum& value) {
  const auto parsed = parse_name<Enum>(json.get_ref<const std::string&>());
  if (!parsed) throw std::runtime_error("is not a known name");
  value = *parsed;
}
inline void from_json(const Json& json, timekeeper::Transfer& transfer) {
  from_json(json.at("reserve_ms"), transfer.reserve);
  from_json(json.at("closing_ms"), transfer.closing);
  for (const auto& [member, amount] : json.at("turns").items()) {
    transfer.turns.emplace_back(timekeeper::MemberId{member},
                                timekeeper::Millis{amount.get<timekeeper::Millis::rep>()});
  }
}
inline void from_json(const Json& json, timekeeper::RosterEntry& entry) {
  from_json(json.at("member"), entry.member);
  from_json(json.at("role"), entry.role);
  from_json(json.at("seated"), entry.seated);
  from_json(json.at("received_ms"), entry.received);
  entry.carried = json.value("carried", false);
}
inline void from_json(const Json& json, timekeeper::ReviewItem& item) {
  from_json(json.at("action"), item.id);
  from_json(json.at("owner"), item.owner);
  from_json(json.at("what"), item.what);
  from_json(json.at("measure"), item.measure);
  from_json(json.at("due"), item.due);
  from_json(json.at("status"), item.status);
  if (json.contains("supporter")) from_json(json.at("supporter"), item.supporter.emplace());
  if (json.contains("note")) from_json(json.at("note"), item.note.emplace());
}
template <class T>
void from_json(const Json& json, std::vector<T>& list) {
  if (!json.is_array()) throw std::runtime_error("is no list");
  list.clear();
  for (const auto& each : json) from_json(each, list.emplace_back());
}

// The descriptions.

#define TURNKEEPER_EVENT(Event, name)                                     \
  template <>                                                             \
  inline constexpr std::string_view kEventName<timekeeper::Event> = name; \
  template <class Archive>                                                \
  void describe([[maybe_unused]] Archive& field, [[maybe_unused]] timekeeper::Event& e)

TURNKEEPER_EVENT(SessionPlanned, "session.planned") {
  field("session", e.session);
  field("circle", e.circle);
  field("number", e.number);
  field("agenda", e.agenda);
  field("roster", e.roster);
  field("review", e.review);
  field("starts_at", e.starts_at);
  field("hard_end", e.hard_end);
}
TURNKEEPER_EVENT(MemberSeated, "member.seated") {
  field("member", e.member);
  field("role", e.role);
  field("seated", e.seated);
}
TURNKEEPER_EVENT(MemberArrived, "member.arrived") { field("member", e.member); }
TURNKEEPER_EVENT(MemberAway, "member.away") { field("member", e.member); }
TURNKEEPER_EVENT(SeatHeld, "seat.held") { field("member", e.member); }
TURNKEEPER_EVENT(SeatReleased, "seat.released") { field("member", e.member); }
TURNKEEPER_EVENT(RotationReordered, "rotation.reordered") { field("order", e.order); }
TURNKEEPER_EVENT(AgendaChanged, "agenda.changed") { field.journal_only("agenda", e.agenda); }
TURNKEEPER_EVENT(SessionStarted, "session.started") {
  field.journal_only("agenda", e.agenda);
  field("order", e.order);
  field("review", e.review);
  field("late_ms", e.late);
  field("paid", e.paid);
  field("pushed_ms", e.pushed);
  field("turns", e.turns);
}
TURNKEEPER_EVENT(EndPushed, "session.end_pushed") { field("amount_ms", e.amount); }
TURNKEEPER_EVENT(StartSet, "session.start_set") { field("at", e.at); }
TURNKEEPER_EVENT(HardEndSet, "session.hard_end_set") {
  field("member", e.member);
  field("at", e.at);
}
TURNKEEPER_EVENT(TimeCharged, "time.charged") {
  field("amount_ms", e.amount);
  field("paid", e.paid);
  field("running_ms", e.running);
  field("stage_ms", e.stage);
}
TURNKEEPER_EVENT(TimeReturned, "time.returned") {
  field("amount_ms", e.amount);
  field("returned", e.returned);
  field("running_ms", e.running);
  field("stage_ms", e.stage);
}
TURNKEEPER_EVENT(StageStarted, "stage.started") {
  field("stage", e.stage);
  field("kind", e.kind);
  field.journal_only("index", e.index);
  field("name", e.name);
  field("holder", e.holder);
  field("length_ms", e.length);
  field.journal_only("from_reserve_ms", e.from_reserve);
}
TURNKEEPER_EVENT(StageEnded, "stage.ended") {
  field("stage", e.stage);
  field.journal_only("kind", e.kind);
  field.journal_only("holder", e.holder);
  field("used_ms", e.used);
  field("cause", e.cause);
  field("returned", e.returned);
}
TURNKEEPER_EVENT(StageOvertime, "stage.overtime") {
  field("stage", e.stage);
  field("amount_ms", e.amount);
  field("paid", e.paid);
}
TURNKEEPER_EVENT(TurnEnded, "turn.ended") {
  field("member", e.member);
  field("cause", e.cause);
  field("returned", e.returned);
}
TURNKEEPER_EVENT(TurnDeferred, "turn.deferred") { field("member", e.member); }
TURNKEEPER_EVENT(TurnAbsent, "turn.absent") {
  field("member", e.member);
  field("returned", e.returned);
}
TURNKEEPER_EVENT(TurnPassed, "turn.passed") {
  field("member", e.member);
  field("returned", e.returned);
}
TURNKEEPER_EVENT(TurnCarriedOver, "turn.carried_over") {
  field("member", e.member);
  field("returned", e.returned);
}
TURNKEEPER_EVENT(RotationIncluded, "rotation.included") {
  field("member", e.member);
  field("planned_ms", e.planned);
  field("paid", e.paid);
}
TURNKEEPER_EVENT(MoveProposed, "move.proposed") {
  field("move", e.move);
  field("member", e.member);
  field("effective_at", e.effective_at);
  field("reason", e.reason);
}
TURNKEEPER_EVENT(MoveCancelled, "move.cancelled") {}
TURNKEEPER_EVENT(SessionPaused, "session.paused") {
  field("cause", e.cause);
  field.journal_only("caller", e.caller);
  field("left_ms", e.left);
  field("since", e.since);
  field("until", e.until);
}
TURNKEEPER_EVENT(SessionResumed, "session.resumed") { field("deadline", e.deadline); }
TURNKEEPER_EVENT(TimeExtended, "time.extended") {
  field("stage", e.stage);
  field("amount_ms", e.amount);
  field("paid", e.paid);
}
TURNKEEPER_EVENT(TimeGivenBack, "time.given_back") {
  field("member", e.member);
  field("amount_ms", e.amount);
  field("returned", e.returned);
}
TURNKEEPER_EVENT(TimeGiven, "time.given") {
  field("from", e.from);
  field("to", e.to);
  field("amount_ms", e.amount);
}
TURNKEEPER_EVENT(MoveTakenBack, "move.taken_back") {
  field("stage", e.stage);
  field("deadline", e.deadline);
  field("spent_ms", e.spent);
  field("paid", e.paid);
  field.journal_only("undone", e.undone);
  field.journal_only("kind", e.kind);
  field.journal_only("holder", e.holder);
  field.journal_only("length_ms", e.length);
}
TURNKEEPER_EVENT(VoteCalled, "vote.called") {
  field("vote", e.vote);
  field("kind", e.kind);
  field("amount_ms", e.amount);
  field("until", e.until);
  field("voters", e.voters);
  field("price", e.price);
}
TURNKEEPER_EVENT(VoteCast, "vote.cast") {
  field("vote", e.vote);
  field("yes", e.yes);
}
TURNKEEPER_EVENT(VoteClosed, "vote.closed") {
  field("vote", e.vote);
  field("outcome", e.outcome);
  field("returned", e.returned);
}
TURNKEEPER_EVENT(FacilitatorNamed, "facilitator.named") {
  field("member", e.member);
  field("lead", e.lead);
}
TURNKEEPER_EVENT(DeputySteppedIn, "deputy.stepped_in") { field("member", e.member); }
TURNKEEPER_EVENT(DeputySteppedBack, "deputy.stepped_back") { field("member", e.member); }
TURNKEEPER_EVENT(CoachNamed, "coach.named") {
  field("turn", e.turn);
  field("coach", e.coach);
}
TURNKEEPER_EVENT(EntryAdded, "hand.raised") {  // or question.asked: see event_codec.cpp
  field("entry", e.entry);
  field("text", e.text);
}
TURNKEEPER_EVENT(EntryWithdrawn, "entry.withdrawn") { field("entry", e.entry); }
TURNKEEPER_EVENT(EntryCalled, "entry.called") { field("entry", e.entry); }
TURNKEEPER_EVENT(ChallengeStated, "challenge.stated") {
  field("member", e.member);
  field("text", e.text);
  field("outcome", e.outcome);
}
TURNKEEPER_EVENT(CheckInSaid, "checkin.said") {
  field("member", e.member);
  field("text", e.text);
}
TURNKEEPER_EVENT(ActionAdded, "action.added") {
  field("action", e.action);
  field.journal_only("owner", e.made.owner);
  field.journal_only("turn", e.made.turn);
  field("what", e.made.what);
  field("measure", e.made.measure);
  field.journal_only("due", e.made.due);
  field.journal_only("supporter", e.made.supporter);
}
TURNKEEPER_EVENT(ActionEdited, "action.edited") {
  field("action", e.action);
  field("what", e.what);
  field("measure", e.measure);
  field.journal_only("due", e.due);
  field.journal_only("supporter", e.supporter);
}
TURNKEEPER_EVENT(ActionRemoved, "action.removed") { field("action", e.action); }
TURNKEEPER_EVENT(ActionWaived, "action.waived") {
  field("member", e.member);
  field("cause", e.cause);
  field("reason", e.reason);
}
TURNKEEPER_EVENT(ActionReviewed, "action.reviewed") {
  field("action", e.action);
  field.journal_only("status", e.status);
  field("note", e.note);
  field.journal_only("due", e.due);
}
TURNKEEPER_EVENT(ReflectionWritten, "reflection.written") {
  field("member", e.member);
  field("text", e.text);
}
TURNKEEPER_EVENT(SessionEnded, "session.ended") {
  field("cause", e.cause);
  field("reopen_until", e.reopen_until);
}
TURNKEEPER_EVENT(SessionReopened, "session.reopened") {
  field("stage", e.stage);
  field("left_ms", e.left);
  field("until", e.until);
  field("from_reserve_ms", e.from_reserve);
  field("pushed_ms", e.pushed);
  field.journal_only("undone", e.undone);
  field.journal_only("kind", e.kind);
  field.journal_only("holder", e.holder);
  field.journal_only("length_ms", e.length);
}
TURNKEEPER_EVENT(SessionSettled, "session.settled") {}

#undef TURNKEEPER_EVENT

}  // namespace turnkeeper::protocol
