#include "protocol/circle_codec.h"

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "protocol/agenda_codec.h"
#include "protocol/time_text.h"

namespace turnkeeper::protocol {

namespace core = turnkeeper::timekeeper;

namespace {

constexpr std::array<std::string_view, std::variant_size_v<core::CircleEventBody>> kEventNames{
    "circle.created",     "circle.agenda_changed",  "circle.member_seated",
    "circle.link_issued", "circle.session_planned", "circle.action_updated"};

struct Encoder {
  Json operator()(const core::CircleCreated& created) const {
    return {{"circle", created.circle.value},
            {"name", created.name.value},
            {"agenda", encode_agenda(created.agenda)}};
  }

  Json operator()(const core::CircleAgendaChanged& changed) const {
    return {{"agenda", encode_agenda(changed.agenda)}};
  }

  Json operator()(const core::CircleMemberSeated& seated) const {
    const core::CircleMember& member = seated.member;
    Json json{{"member", member.id.value},
              {"role", name_of(member.role)},
              {"seated", member.seated},
              {"name", member.name.value}};
    if (member.pronouns) json["pronouns"] = member.pronouns->value;
    if (member.time_zone) json["time_zone"] = member.time_zone->value;
    if (member.agreement) json["agreement"] = *member.agreement;
    if (!seated.change.empty()) json["change"] = seated.change;
    return json;
  }

  Json operator()(const core::CircleLinkIssued& issued) const {
    return {{"kind", name_of(issued.kind)}};
  }

  Json operator()(const core::CircleSessionPlanned& planned) const {
    return {{"session", planned.session.value}, {"number", planned.number}};
  }

  Json operator()(const core::CircleActionUpdated& updated) const {
    Json json{{"action", updated.action.value}};
    if (updated.status) json["status"] = name_of(*updated.status);
    if (updated.note) json["note"] = updated.note->value;
    if (updated.due) json["due"] = to_text(*updated.due);
    return json;
  }
};

/// Reads one event's data, and can say where it is not what this version wrote.
class CircleEventReader {
 public:
  CircleEventReader(std::string_view event, const Json& data) : event_(event), data_(data) {
    if (!data.is_object()) fail("data", "is not an object");
  }

  const Json* find(const char* field) const {
    const auto found = data_.find(field);
    return found == data_.end() ? nullptr : &*found;
  }

  std::string text(const char* field) const {
    const Json* found = find(field);
    if (found == nullptr || !found->is_string()) fail(field, "is not a text");
    return found->get<std::string>();
  }

  std::optional<std::string> optional_text(const char* field) const {
    return find(field) == nullptr ? std::nullopt : std::optional{text(field)};
  }

  std::optional<core::WordsId> optional_words(const char* field) const {
    auto id = optional_text(field);
    return id ? std::optional{core::WordsId{std::move(*id)}} : std::nullopt;
  }

  bool flag(const char* field) const {
    const Json* found = find(field);
    if (found == nullptr || !found->is_boolean()) fail(field, "is neither true nor false");
    return found->get<bool>();
  }

  int number(const char* field) const {
    const Json* found = find(field);
    if (found == nullptr || !found->is_number_integer()) fail(field, "is not a whole number");
    return found->get<int>();
  }

  core::Agenda agenda(const char* field) const {
    const Json* found = find(field);
    if (found == nullptr) fail(field, "is missing");
    auto decoded = decode_agenda(*found);
    if (const auto* fault = std::get_if<core::FieldFault>(&decoded)) {
      fail(field, "is no agenda (" + fault->field + ": " + fault->why + ")");
    }
    return std::get<core::Agenda>(std::move(decoded));
  }

  template <class Enum>
  Enum one_of(const char* field) const {
    const std::string value = text(field);
    const auto known = parse_name<Enum>(value);
    if (!known) fail(field, "is \"" + value + "\", which this version does not know");
    return *known;
  }

  [[noreturn]] void fail(const std::string& field, const std::string& why) const {
    throw std::runtime_error("The event " + std::string{event_} + " cannot be read: its field " +
                             field + " " + why + ".");
  }

 private:
  std::string_view event_;
  const Json& data_;
};

core::CircleMemberSeated read_member_seated(const CircleEventReader& read) {
  core::CircleMember member;
  member.id = core::MemberId{read.text("member")};
  member.role = read.one_of<core::Role>("role");
  member.seated = read.flag("seated");
  member.name = core::WordsId{read.text("name")};
  member.pronouns = read.optional_words("pronouns");
  member.time_zone = read.optional_words("time_zone");
  member.agreement = read.optional_text("agreement");
  return {std::move(member), read.optional_text("change").value_or("")};
}

core::CircleActionUpdated read_action_updated(const CircleEventReader& read) {
  core::CircleActionUpdated updated;
  updated.action = core::ActionId{read.text("action")};
  if (read.find("status") != nullptr) updated.status = read.one_of<core::ActionStatus>("status");
  updated.note = read.optional_words("note");
  if (const auto due = read.optional_text("due")) {
    updated.due = parse_date(*due);
    if (!updated.due) read.fail("due", "is not a date");
  }
  return updated;
}

}  // namespace

std::string_view event_name(const core::CircleEventBody& body) { return kEventNames[body.index()]; }

std::vector<std::string_view> all_circle_event_names() {
  return {kEventNames.begin(), kEventNames.end()};
}

Json journal_data(const core::CircleEventBody& body) { return std::visit(Encoder{}, body); }

core::CircleEventBody decode_circle_event(std::string_view name, const Json& data) {
  const CircleEventReader read{name, data};
  if (name == "circle.created") {
    return core::CircleCreated{core::CircleId{read.text("circle")},
                               core::WordsId{read.text("name")}, read.agenda("agenda")};
  }
  if (name == "circle.agenda_changed") return core::CircleAgendaChanged{read.agenda("agenda")};
  if (name == "circle.member_seated") return read_member_seated(read);
  if (name == "circle.link_issued") {
    return core::CircleLinkIssued{read.one_of<core::LinkKind>("kind")};
  }
  if (name == "circle.session_planned") {
    return core::CircleSessionPlanned{core::SessionId{read.text("session")}, read.number("number")};
  }
  if (name == "circle.action_updated") return read_action_updated(read);
  throw std::runtime_error("The event " + std::string{name} + " is none that a circle has.");
}

std::vector<core::WordsId> words_of(const core::CircleEventBody& body) {
  std::vector<core::WordsId> words;
  if (const auto* created = std::get_if<core::CircleCreated>(&body)) {
    words.push_back(created->name);
  } else if (const auto* seated = std::get_if<core::CircleMemberSeated>(&body)) {
    words.push_back(seated->member.name);
    if (seated->member.pronouns) words.push_back(*seated->member.pronouns);
    if (seated->member.time_zone) words.push_back(*seated->member.time_zone);
  } else if (const auto* updated = std::get_if<core::CircleActionUpdated>(&body)) {
    if (updated->note) words.push_back(*updated->note);
  }
  return words;
}

}  // namespace turnkeeper::protocol
