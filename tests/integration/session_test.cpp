// A whole session from the lobby to the saved action list, told by people made of rules.
#include <catch2/catch.hpp>

#include "client/rules.h"
#include "integration/house.h"
#include "protocol/time_text.h"

using namespace turnkeeper;
using namespace turnkeeper::test;
namespace rules = client::rules;

namespace {

std::vector<client::Rule> of_good_will(const std::string& about, bool starts) {
  std::vector<client::Rule> all{
      rules::says("well, thank you", {}),
      rules::ends_check_in({}),
      rules::states(about, "an outcome", {}),
      rules::moves_on_when_stated({}),
      rules::asks(
          [](const client::RoomView& seen) -> std::vector<std::string> {
            return {"What have you tried, " + seen.name_of(seen.holder()) + "?"};
          },
          1, 1.0, {}),
      rules::calls_next({}),
      rules::commits({"do " + about, "it is done", 7}, {}),
      rules::moves_on_when_committed({}),
      rules::reflects("thank you all", {}),
  };
  if (starts) all.push_back(rules::starts(3, {}));
  if (starts) all.push_back(rules::ends_closing({}));
  return all;
}

std::int64_t sum_of(const Json& budget) {
  std::int64_t sum = 0;
  for (const auto& [part, amount] : budget.items()) {
    if (part.ends_with("_ms") && part != "total_ms") sum += amount.get<std::int64_t>();
  }
  return sum;
}

}  // namespace

TEST_CASE_METHOD(House, "three people go from the lobby to the saved action list",
                 "[integration]") {
  const Circle ours = circle();
  std::vector<Seat> seats;
  std::vector<std::unique_ptr<ScriptedMember>> people;
  std::vector<std::string> events;
  for (const std::string name : {"Ana", "Bo", "Cy"}) {
    seats.push_back(seat(ours, name));
    people.push_back(
        person(ours, seats.back(), name, of_good_will(name + "'s plan", name == "Ana")));
  }
  people.front()->on_event = [&](const Json& event) { events.push_back(event.at("event")); };
  const RoomClient& ana = people.front()->room();
  people.front()->on_look = [&](ScriptedMember& member) {
    if (!member.room().state().contains("budget")) return;
    const Json& budget = member.room().state().at("budget");
    CHECK(sum_of(budget) == budget.at("total_ms").get<std::int64_t>());
  };
  REQUIRE(until([&] { return people[0]->view().phase() == "ended"; }));
  const auto all_there = [&] {
    return people[1]->room().seq() == ana.seq() && people[2]->room().seq() == ana.seq();
  };
  REQUIRE(until(all_there));

  {
    INFO("everyone has seen the same, without a gap");
    for (const auto& person : people) {
      CHECK(person->room().state() == ana.state());
      CHECK(person->room().tally().gaps == 0);
      for (const auto& [reason, times] : person->refusals()) {
        INFO(person->name() << " was refused " << times << " times: " << reason);
        CHECK(false);
      }
    }
    // Whoever comes now is told the whole, and it is what the patches made.
    const auto late = join(ours, seats[1]);
    CHECK(late->state().at("actions") == ana.state().at("actions"));
    CHECK(late->state() == ana.state());
  }

  {
    INFO("each had their turn, and left it with an action");
    CHECK(ana.state().at("session").at("end_cause") == "complete");
    CHECK(ana.state().at("rotation").size() == 3);
    for (const Seat& one : seats) {
      CHECK(ana.state().at("turns").at(one.member).at("status") == "done");
      CHECK(ana.state().at("challenges").contains(one.member));
      CHECK(ana.state().at("reflections").contains(one.member));
    }
    CHECK(std::count(events.begin(), events.end(), "turn.ended") == 3);
    CHECK(std::count(events.begin(), events.end(), "question.asked") == 6);
    CHECK(events.back() == "session.ended");
  }

  {
    INFO("the list is there by HTTP, and opens the next session");
    const Json actions = client::actions_of(http(), ours.id, seats[0].token);
    REQUIRE(actions.size() == 3);
    for (const Json& action : actions) {
      CHECK(action.at("status") == "open");
      CHECK(ana.state().at("actions").contains(action.at("id").get<std::string>()));
    }
    Circle next = ours;
    next.session = client::plan_session(http(), ours.id, seats[0].token).at("id");
    CHECK(next.session != ours.session);
    const auto again = join(next, seats[0]);
    CHECK(again->state().at("session").at("number") == 2);
    CHECK(again->state().at("review").size() == 3);
  }

  {
    INFO("the journal has every event, in order");
    const Json journal =
        http()
            .get("/api/v1/circles/" + ours.id + "/sessions/" + ours.session + "/journal",
                 ours.token("coordinator"))
            .json();
    REQUIRE(journal.at("events").size() == ana.seq());
    std::uint64_t seq = 0;
    std::string previous(64, '0');
    for (const Json& event : journal.at("events")) {
      CHECK(event.at("seq") == ++seq);
      CHECK(event.at("prev_hash") == previous);
      previous = event.at("hash");
    }
  }
}

TEST_CASE_METHOD(House, "a session runs to its end with nobody pressing anything",
                 "[integration]") {
  const Circle ours = circle();
  const Seat first = seat(ours, "Ana");
  const Seat second = seat(ours, "Bo");
  std::vector<Json> events;
  const auto ana =
      join(ours, first, {[&](const Json& event) { events.push_back(event); }, {}, {}, {}});
  const auto bo = join(ours, second);
  REQUIRE(until([&] { return view(*ana).seated_present() == 2; }));
  REQUIRE(change(*ana, "session.start").ok());

  REQUIRE(until([&] { return view(*ana).phase() == "ended"; }));
  CHECK(ana->state().at("session").at("end_cause") == "complete");
  for (const Seat& one : {first, second}) {
    CHECK(ana->state().at("waivers").at(one.member).at("cause") == "time_ran_out");
  }
  // Each stage ended at its deadline, to the millisecond, and time itself did it.
  std::string deadline;
  for (const Json& event : events) {
    if (event.at("event") == "stage.ended") {
      CHECK(event.at("at") == deadline);
      CHECK_FALSE(event.contains("by"));
    }
    const Json stage = event.at("patch").value("stage", Json::object());
    if (stage.is_object()) deadline = stage.value("deadline", deadline);
  }
}

TEST_CASE_METHOD(House, "who joins late gets a turn, and everybody sees it", "[integration]") {
  Json agenda = short_agenda();
  agenda["turn_s"] = 60;
  agenda["check_in_s"] = 20;
  agenda["total_s"] = 400;
  const Circle ours = circle(agenda);
  const Seat first = seat(ours, "Ana");
  const Seat second = seat(ours, "Bo");
  const auto ana = join(ours, first);
  const auto bo = join(ours, second);
  REQUIRE(until([&] { return view(*ana).seated_present() == 2; }));
  REQUIRE(change(*ana, "session.start").ok());

  const Seat third = seat(ours, "Cy");
  const auto cy = join(ours, third);
  REQUIRE(until([&] { return ana->state().at("rotation").size() == 3; }));
  CHECK(ana->state().at("rotation").back() == third.member);
  CHECK(ana->state().at("turns").at(third.member).at("planned_ms") > 0);
  REQUIRE(until([&] { return cy->seq() == ana->seq(); }));
  CHECK(cy->state() == ana->state());
  const Json& budget = ana->state().at("budget");
  CHECK(sum_of(budget) == budget.at("total_ms").get<std::int64_t>());
}

TEST_CASE_METHOD(House, "two who press next at once move it once", "[integration]") {
  Json agenda = short_agenda();
  agenda["check_in_s"] = 20;
  agenda["total_s"] = 100;
  const Circle ours = circle(agenda);
  const auto keeper = join(ours, seat(ours, "Kim", "facilitator", {{"as", "facilitator"}}));
  const auto ana = join(ours, seat(ours, "Ana"));
  const auto bo = join(ours, seat(ours, "Bo"));
  REQUIRE(until([&] { return view(*keeper).seated_present() == 2; }));
  REQUIRE(change(*keeper, "session.start").ok());
  REQUIRE(until([&] { return view(*ana).running() && view(*bo).running(); }));
  const std::string stage = view(*keeper).stage();
  RoomClient& holder = view(*ana).mine() ? *ana : *bo;
  REQUIRE(view(holder).mine());

  const Json same{{"expect", {{"stage", stage}}}};
  std::vector<client::Answer> answers;
  const auto collect = [&](const client::Answer& answer) { answers.push_back(answer); };
  holder.change("stage.advance", same, collect);
  keeper->change("stage.advance", same, collect);
  REQUIRE(until([&] { return answers.size() == 2; }));
  REQUIRE(answers[0].ok() != answers[1].ok());
  const client::Answer& refused = answers[0].ok() ? answers[1] : answers[0];
  CHECK(refused.refusal->reason == "stage_moved_on");

  REQUIRE(until([&] { return view(*keeper).stage() != stage; }));
  CHECK(refused.refusal->data.at("stage") == view(*keeper).stage());
  CHECK(view(*keeper).phase() == "check_in");
}
