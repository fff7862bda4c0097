#include "protocol/agenda_codec.h"

#include <algorithm>
#include <stdexcept>

#include "protocol/embedded_agendas.h"
#include "protocol/fields.h"
#include "protocol/names.h"

namespace turnkeeper::protocol {

namespace core = turnkeeper::timekeeper;

namespace {

struct LengthField {
  const char* name;
  core::Millis core::Agenda::*length;
};

constexpr LengthField kLengths[] = {
    {"total_s", &core::Agenda::total},
    {"check_in_s", &core::Agenda::check_in},
    {"turn_s", &core::Agenda::turn},
    {"handover_s", &core::Agenda::handover},
    {"closing_s", &core::Agenda::closing},
    {"shortest_s", &core::Agenda::shortest},
    {"overtime_block_s", &core::Agenda::overtime_block},
    {"move_delay_s", &core::Agenda::move_delay},
    {"return_wait_s", &core::Agenda::return_wait},
    {"pause_limit_s", &core::Agenda::pause_limit},
    {"empty_after_s", &core::Agenda::empty_after},
    {"empty_limit_s", &core::Agenda::empty_limit},
};

/// Absent means the default, and the default is not written: older agendas read as they were.
constexpr LengthField kOptionalLengths[] = {
    {"grace_s", &core::Agenda::grace},
    {"hold_s", &core::Agenda::hold},
    {"hold_in_turn_s", &core::Agenda::hold_in_turn},
    {"vote_s", &core::Agenda::vote},
    {"take_back_s", &core::Agenda::take_back},
    {"reopen_s", &core::Agenda::reopen},
    {"deputy_after_s", &core::Agenda::deputy_after},
    {"lobby_limit_s", &core::Agenda::lobby_limit},
};

struct PercentField {
  const char* name;
  int core::Agenda::*percent;
};

constexpr PercentField kPercents[] = {
    {"floor_percent", &core::Agenda::floor_percent},
    {"closing_floor_percent", &core::Agenda::closing_floor_percent},
    {"growth_percent", &core::Agenda::growth_percent},
};

/// Beyond every number that is useful; which ones are, the core says.
constexpr std::int64_t kWidest = 1'000'000;

std::int64_t seconds(core::Millis length) { return length.count() / 1'000; }

template <class Enum>
Json encode_set(const std::set<Enum>& values) {
  Json list = Json::array();
  for (const auto value : values) list.push_back(name_of(value));
  return list;
}

template <class Enum>
std::set<Enum> decode_set(Fields& fields, const std::string& name, const std::string& choices) {
  std::set<Enum> values;
  const auto& list = fields.list(name);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto value = list[i].is_string() ? parse_name<Enum>(list[i].get_ref<const std::string&>())
                                           : std::nullopt;
    if (!value || !values.insert(*value).second) {
      fields.wrong(name + "[" + std::to_string(i) + "]", "must be " + choices + ", once each");
    }
  }
  return values;
}

Json encode_stage(const core::StageSpec& stage) {
  Json json{{"id", stage.id},
            {"title", stage.title},
            {"allows", encode_set(stage.allows)},
            {"asks", {{"holder", stage.asks_holder}, {"others", stage.asks_others}}},
            {"prompts", stage.prompts}};
  if (stage.length > core::Millis{0}) {
    json["length_s"] = seconds(stage.length);
  } else {
    json["share"] = stage.share_percent;
  }
  if (stage.needs != core::Needs::nothing) json["needs"] = name_of(stage.needs);
  if (stage.ends_by != core::StageSpec{}.ends_by) json["ends_by"] = encode_set(stage.ends_by);
  return json;
}

std::vector<std::string> decode_prompts(Fields& fields, const std::string& path) {
  std::vector<std::string> prompts;
  const auto& list = fields.list("prompts");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto name = "prompts[" + std::to_string(i) + "]";
    const Json one = Json::object({{name, list[i]}});
    Fields inner(one, path);
    prompts.push_back(inner.text(name));
    fields.adopt(inner.finish());
  }
  return prompts;
}

core::StageSpec decode_stage(Fields& outer, const Json& json, std::size_t index) {
  const auto path = "stages[" + std::to_string(index) + "].";
  Fields fields(json, path);
  core::StageSpec stage;
  stage.id = fields.id<core::Id<struct SpecNoun>>("id").value;
  stage.title = fields.line("title");
  if (fields.has("length_s")) {
    const auto length = fields.whole_number("length_s", kWidest);
    if (length == 0) fields.wrong("length_s", "must be at least 1 second");
    stage.length = std::chrono::seconds{length};
    if (fields.has("share")) fields.wrong("share", "stands beside a length: take one of the two");
  } else {
    stage.share_percent = static_cast<int>(fields.whole_number("share", kWidest));
  }
  stage.allows = decode_set<core::Ability>(fields, "allows", "state, ask or commit");
  if (fields.has("needs")) stage.needs = fields.choice<core::Needs>("needs");
  if (fields.has("ends_by")) {
    stage.ends_by = decode_set<core::Hand>(fields, "ends_by", "holder, others or facilitator");
  }
  Fields asks(fields.object("asks"), path + "asks.");
  stage.asks_holder = asks.text("holder");
  stage.asks_others = asks.text("others");
  fields.adopt(asks.finish());
  stage.prompts = decode_prompts(fields, path);
  outer.adopt(fields.finish());
  return stage;
}

core::FieldFault to_fault(const Error& error) {
  const auto field = error.data.value("field", std::string("params"));
  const auto prefix = field + ": ";
  const auto why =
      error.message.starts_with(prefix) ? error.message.substr(prefix.size()) : error.message;
  return {field, why};
}

}  // namespace

Json encode_agenda(const core::Agenda& agenda) {
  Json json{{"name", agenda.name}, {"title", agenda.title}, {"for_members", agenda.for_members}};
  for (const auto& field : kLengths) json[field.name] = seconds(agenda.*field.length);
  for (const auto& field : kOptionalLengths) {
    if (agenda.*field.length != core::Agenda{}.*field.length) {
      json[field.name] = seconds(agenda.*field.length);
    }
  }
  for (const auto& field : kPercents) json[field.name] = agenda.*field.percent;
  if (agenda.spotlights) json["spotlights"] = *agenda.spotlights;
  if (agenda.overtime != core::Overtime::strict) json["overtime"] = name_of(agenda.overtime);
  json["stages"] = Json::array();
  for (const auto& stage : agenda.stages) json["stages"].push_back(encode_stage(stage));
  return json;
}

std::variant<core::Agenda, core::FieldFault> decode_agenda(const Json& json) {
  Fields fields(json);
  core::Agenda agenda;
  agenda.name = fields.id<core::Id<struct AgendaNoun>>("name").value;
  agenda.title = fields.line("title");
  agenda.for_members = static_cast<int>(fields.whole_number("for_members", kWidest));
  for (const auto& field : kLengths) {
    agenda.*field.length = std::chrono::seconds{fields.whole_number(field.name, kWidest)};
  }
  for (const auto& field : kOptionalLengths) {
    if (!fields.has(field.name)) continue;
    agenda.*field.length = std::chrono::seconds{fields.whole_number(field.name, kWidest)};
  }
  for (const auto& field : kPercents) {
    agenda.*field.percent = static_cast<int>(fields.whole_number(field.name, kWidest));
  }
  if (fields.has("spotlights")) {
    agenda.spotlights = static_cast<int>(fields.whole_number("spotlights", kWidest));
  }
  if (fields.has("overtime")) agenda.overtime = fields.choice<core::Overtime>("overtime");
  const auto& stages = fields.list("stages");
  for (std::size_t i = 0; i < stages.size(); ++i) {
    agenda.stages.push_back(decode_stage(fields, stages[i], i));
  }
  if (const auto error = fields.finish()) return to_fault(*error);
  if (auto fault = core::fault_of(agenda)) return *fault;
  return agenda;
}

core::Agenda read_shipped_agenda(std::string_view name, std::string_view json) {
  const auto fail = [&](const std::string& why) {
    throw std::runtime_error("protocol/agendas/" + std::string(name) + ".json: " + why + ".");
  };
  auto parsed = parse(json);
  if (const auto* fault = std::get_if<ParseFault>(&parsed)) fail(fault->why);
  auto decoded = decode_agenda(std::get<Json>(parsed));
  if (const auto* fault = std::get_if<core::FieldFault>(&decoded)) {
    fail(fault->field + " " + fault->why);
  }
  auto agenda = std::get<core::Agenda>(std::move(decoded));
  if (agenda.name != name) fail("name has to be that of the file, and is " + agenda.name);
  return agenda;
}

const std::vector<core::Agenda>& shipped_agendas() {
  static const auto all = [] {
    std::vector<core::Agenda> agendas;
    for (const auto& [name, json] : embedded_agendas()) {
      agendas.push_back(read_shipped_agenda(name, json));
    }
    std::sort(agendas.begin(), agendas.end(),
              [](const auto& left, const auto& right) { return left.name < right.name; });
    return agendas;
  }();
  return all;
}

const core::Agenda* shipped_agenda(std::string_view name) {
  for (const auto& agenda : shipped_agendas()) {
    if (agenda.name == name) return &agenda;
  }
  return nullptr;
}

}  // namespace turnkeeper::protocol
