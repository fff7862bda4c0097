// A protocol is data: one that no code has ever seen is run from the lobby to the end.
#include <catch2/catch.hpp>

#include "client/rules.h"
#include "integration/house.h"

using namespace turnkeeper;
using namespace turnkeeper::test;
namespace rules = client::rules;

namespace {

Json stage(const std::string& id, Json more) {
  Json made{{"id", id},
            {"title", id},
            {"allows", Json::array()},
            {"asks", {{"holder", "Go on."}, {"others", "Go along."}}},
            {"prompts", Json::array()}};
  made.update(more);
  return made;
}

/// One walks and tells, the others are silent, then they mirror what they saw; one spotlight.
Json walk_and_mirror() {
  Json agenda = short_agenda();
  agenda["name"] = "walk-and-mirror";
  agenda["title"] = "Walk and mirror";
  agenda["for_members"] = 3;
  agenda["spotlights"] = 1;
  agenda.erase("overtime");  // so it is strict
  agenda["turn_s"] = agenda["shortest_s"] = 5;
  agenda["stages"] = {stage("walk", {{"length_s", 1}, {"allows", {"state"}}}),
                      stage("mirror", {{"length_s", 1}, {"ends_by", {"others"}}}),
                      stage("step", {{"share", 100}, {"allows", {"commit"}}, {"needs", "action"}})};
  agenda["total_s"] = 3 * agenda["check_in_s"].get<int>() + 5 + agenda["handover_s"].get<int>() +
                      agenda["closing_s"].get<int>();
  return agenda;
}

}  // namespace

TEST_CASE_METHOD(House, "an agenda that no code has seen is run as it is written",
                 "[integration]") {
  const Circle ours = circle(walk_and_mirror());
  std::vector<std::unique_ptr<ScriptedMember>> people;
  for (const std::string name : {"Ana", "Bo", "Cy"}) {
    std::vector<client::Rule> all{rules::commits({"walk on", "it is done", 7}, {})};
    if (name == "Ana") all.push_back(rules::starts(3, {}));
    people.push_back(person(ours, seat(ours, name), name, std::move(all)));
  }
  std::vector<std::string> stages;
  people.front()->on_event = [&](const Json& event) {
    if (event.at("event") == "stage.started") stages.push_back(event.at("data").at("name"));
  };
  REQUIRE(until([&] { return people[0]->view().phase() == "ended"; }));
  CHECK(stages == std::vector<std::string>{"check_in", "check_in", "check_in", "walk", "mirror",
                                           "step", "closing"});
  const Json& state = people.front()->room().state();
  CHECK(state.at("turns").size() == 1);
  CHECK(state.at("actions").size() == 1);
  CHECK(state.at("rotation").size() == 3);
}

TEST_CASE_METHOD(House, "an agenda that was changed in the lobby is there after a crash",
                 "[integration]") {
  const Circle ours = circle();
  const Seat ana = seat(ours, "Ana");
  const auto waiting = join(ours, ana);
  const auto has_it = [&] {
    return waiting->joined() && waiting->state().at("agenda").at("name") == "walk-and-mirror";
  };
  const auto answer = http().request(
      "PUT", "/api/v1/circles/" + ours.id + "/agenda", ours.token("facilitator"),
      Json{{"agenda", walk_and_mirror()}}.dump(), {{"Content-Type", "application/json"}});
  REQUIRE(answer.status == 200);
  CHECK(answer.json() == Json{{"agenda", walk_and_mirror()}, {"session", ours.session}});
  REQUIRE(until(has_it));

  const int joins = waiting->tally().joins;
  kill();
  open();
  REQUIRE(until([&] { return waiting->tally().joins > joins && has_it(); }));
  const auto circle_now = http().get("/api/v1/circles/" + ours.id, ana.token).json();
  CHECK(circle_now.at("agenda") == walk_and_mirror());
  CHECK(waiting->state().at("agenda") == walk_and_mirror());
  CHECK(waiting->state().at("budget").at("total_ms") ==
        walk_and_mirror().at("total_s").get<int>() * 1'000);
}
