#include "tests/support/agendas.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace turnkeeper::testing {

namespace {

using nlohmann::json;
using timekeeper::Ability;
using timekeeper::Hand;
using timekeeper::Millis;
using timekeeper::Needs;

Millis seconds(const json& from, const char* field) {
  return std::chrono::seconds{from.at(field).get<int>()};
}

timekeeper::StageSpec stage_from(const json& from) {
  timekeeper::StageSpec stage;
  stage.id = from.at("id");
  stage.title = from.at("title");
  stage.share_percent = from.value("share", 0);
  stage.length = std::chrono::seconds{from.value("length_s", 0)};
  for (const auto& allowed : from.at("allows")) {
    if (allowed == "state") stage.allows.insert(Ability::state);
    if (allowed == "ask") stage.allows.insert(Ability::ask);
    if (allowed == "commit") stage.allows.insert(Ability::commit);
  }
  if (from.contains("needs")) {
    stage.needs = from.at("needs") == "action" ? Needs::action : Needs::challenge;
  }
  if (from.contains("ends_by")) {
    stage.ends_by.clear();
    for (const auto& hand : from.at("ends_by")) {
      if (hand == "holder") stage.ends_by.insert(Hand::holder);
      if (hand == "others") stage.ends_by.insert(Hand::others);
      if (hand == "facilitator") stage.ends_by.insert(Hand::facilitator);
    }
  }
  stage.asks_holder = from.at("asks").at("holder");
  stage.asks_others = from.at("asks").at("others");
  for (const auto& prompt : from.at("prompts")) stage.prompts.push_back(prompt);
  return stage;
}

}  // namespace

timekeeper::Agenda shipped_agenda(const std::string& name) {
  const auto path = std::string(TURNKEEPER_SOURCE_DIR) + "/protocol/agendas/" + name + ".json";
  std::ifstream file(path);
  if (!file) throw std::runtime_error("no such agenda: " + path);
  const auto from = json::parse(file);
  timekeeper::Agenda agenda;
  agenda.name = from.at("name");
  agenda.title = from.at("title");
  agenda.for_members = from.at("for_members");
  agenda.total = seconds(from, "total_s");
  agenda.check_in = seconds(from, "check_in_s");
  agenda.turn = seconds(from, "turn_s");
  agenda.handover = seconds(from, "handover_s");
  agenda.closing = seconds(from, "closing_s");
  for (const auto& stage : from.at("stages")) agenda.stages.push_back(stage_from(stage));
  if (from.contains("spotlights")) agenda.spotlights = from.at("spotlights").get<int>();
  agenda.floor_percent = from.at("floor_percent");
  agenda.shortest = seconds(from, "shortest_s");
  agenda.closing_floor_percent = from.at("closing_floor_percent");
  agenda.growth_percent = from.at("growth_percent");
  agenda.overtime_block = seconds(from, "overtime_block_s");
  agenda.move_delay = seconds(from, "move_delay_s");
  agenda.return_wait = seconds(from, "return_wait_s");
  agenda.pause_limit = seconds(from, "pause_limit_s");
  agenda.empty_after = seconds(from, "empty_after_s");
  agenda.empty_limit = seconds(from, "empty_limit_s");
  return agenda;
}

timekeeper::Agenda short_agenda() {
  using namespace std::chrono_literals;
  auto agenda = shipped_agenda("quick-15");
  agenda.name = "short";
  agenda.for_members = 4;
  agenda.check_in = 10s;
  agenda.turn = 60s;
  agenda.handover = 3s;
  agenda.closing = 20s;
  agenda.shortest = 30s;
  agenda.total =
      agenda.for_members * (agenda.check_in + agenda.turn + agenda.handover) + agenda.closing + 30s;
  return agenda;
}

}  // namespace turnkeeper::testing
