#include "timekeeper/circle.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/timekeeper/people.h"

using namespace turnkeeper::timekeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

Agenda any_agenda() {
  Agenda agenda;
  agenda.name = "pair-10";
  agenda.title = "Ten minutes for two";
  agenda.for_members = 2;
  agenda.total = 600s;
  agenda.check_in = 30s;
  agenda.turn = 200s;
  agenda.handover = 5s;
  agenda.closing = 60s;
  agenda.shortest = 60s;
  StageSpec stage;
  stage.id = "action";
  stage.title = "Action";
  stage.share_percent = 100;
  stage.allows = {Ability::commit};
  stage.asks_holder = "Say what you will do.";
  stage.asks_others = "Listen.";
  agenda.stages = {stage};
  return agenda;
}

/// Does what the command asks, and what follows from it.
CircleDecision carry_out(Circle& circle, CircleCommandBody body) {
  auto outcome = decide_circle(circle, {std::nullopt, std::move(body)}, kNow);
  REQUIRE(std::holds_alternative<CircleDecision>(outcome));
  auto decision = std::get<CircleDecision>(std::move(outcome));
  for (const CircleEvent& event : decision.events) apply(circle, event);
  return decision;
}

CircleReason refusal(const Circle& circle, CircleCommandBody body) {
  const auto outcome = decide_circle(circle, {std::nullopt, std::move(body)}, kNow);
  REQUIRE(std::holds_alternative<CircleRejection>(outcome));
  return std::get<CircleRejection>(outcome).reason;
}

Circle new_circle() {
  Circle circle;
  carry_out(circle, CreateCircle{CircleId{"c1"}, "Harbour", any_agenda()});
  return circle;
}

TakePlace place(Role role, bool seated, std::string change = "") {
  TakePlace place;
  place.name = "Ana";
  place.role = role;
  place.seated = seated;
  place.agreement = "norms-1";
  place.change = std::move(change);
  return place;
}

TakePlace seat(std::string change = "") { return place(Role::member, true, std::move(change)); }

}  // namespace

TEST_CASE("a new circle has its name beside the event", "[circle]") {
  Circle circle;
  const auto decision = carry_out(circle, CreateCircle{CircleId{"c1"}, "Harbour", any_agenda()});
  CHECK(circle.id == CircleId{"c1"});
  CHECK(circle.agenda == any_agenda());
  REQUIRE(decision.words.size() == 1);
  CHECK(decision.words[0] == Words{WordsId{"c1-w1"}, "Harbour"});
  CHECK(circle.name == WordsId{"c1-w1"});
}

TEST_CASE("an agenda that cannot be makes no circle", "[circle]") {
  Agenda agenda = any_agenda();
  agenda.stages[0].share_percent = 90;
  CHECK(refusal(Circle{}, CreateCircle{CircleId{"c1"}, "Harbour", agenda}) ==
        CircleReason::invalid_agenda);
}

TEST_CASE("a circle changes its agenda, and once only to the same", "[circle]") {
  Circle circle = new_circle();
  Agenda longer = any_agenda();
  longer.total += 60s;
  CHECK(carry_out(circle, SetAgenda{longer}).events.size() == 1);
  CHECK(circle.agenda == longer);
  CHECK(carry_out(circle, SetAgenda{longer}).events.empty());
}

TEST_CASE("an agenda that cannot be leaves the one that there is", "[circle]") {
  Circle circle = new_circle();
  Agenda agenda = any_agenda();
  agenda.stages.clear();
  CHECK(refusal(circle, SetAgenda{agenda}) == CircleReason::invalid_agenda);
  CHECK(circle.agenda == any_agenda());
}

TEST_CASE("members are numbered in the order they come", "[circle]") {
  Circle circle = new_circle();
  CHECK(carry_out(circle, seat()).member == MemberId{"m1"});
  CHECK(carry_out(circle, place(Role::observer, false)).member == MemberId{"m2"});
  REQUIRE(circle.members.size() == 2);
  CHECK(circle.members[0].seated);
  CHECK(circle.members[1].role == Role::observer);
  CHECK(find_member(circle, MemberId{"m2"}) == &circle.members[1]);
  CHECK(find_member(circle, MemberId{"m3"}) == nullptr);
}

TEST_CASE("a ninth seat is refused, to a facilitator too", "[circle]") {
  Circle circle = new_circle();
  for (int i = 0; i < 8; ++i) carry_out(circle, seat());
  CHECK(refusal(circle, seat()) == CircleReason::circle_full);
  CHECK(refusal(circle, place(Role::facilitator, true)) == CircleReason::circle_full);
  CHECK(carry_out(circle, place(Role::facilitator, false)).member == MemberId{"m9"});
  CHECK(carry_out(circle, place(Role::observer, false)).member == MemberId{"m10"});
}

TEST_CASE("a fifth facilitator is refused, with or without a seat", "[circle]") {
  Circle circle = new_circle();
  carry_out(circle, place(Role::facilitator, true));
  for (int i = 0; i < 3; ++i) carry_out(circle, place(Role::facilitator, false));
  CHECK(refusal(circle, place(Role::facilitator, false)) == CircleReason::facilitators_full);
  CHECK(refusal(circle, place(Role::facilitator, true)) == CircleReason::facilitators_full);
  CHECK(circle.members[0].seated);
  CHECK_FALSE(circle.members[1].seated);
}

TEST_CASE("a fifth observer is refused", "[circle]") {
  Circle circle = new_circle();
  for (int i = 0; i < 4; ++i) carry_out(circle, place(Role::observer, false));
  CHECK(refusal(circle, place(Role::observer, false)) == CircleReason::observers_full);
}

TEST_CASE("only a facilitator chooses whether to have a turn", "[circle]") {
  Circle circle = new_circle();
  carry_out(circle, place(Role::member, false));
  carry_out(circle, place(Role::observer, true));
  CHECK(circle.members[0].seated);
  CHECK_FALSE(circle.members[1].seated);
}

TEST_CASE("the same change again is the same member and no second seat", "[circle]") {
  Circle circle = new_circle();
  const auto first = carry_out(circle, seat("change-1"));
  const Circle before = circle;
  const auto again = carry_out(circle, seat("change-1"));
  CHECK(again.member == first.member);
  CHECK(again.events.empty());
  CHECK(again.words.empty());
  CHECK(circle == before);
}

TEST_CASE("the same change is answered in a full circle", "[circle]") {
  Circle circle = new_circle();
  for (int i = 1; i <= 8; ++i) carry_out(circle, seat("change-" + std::to_string(i)));
  CHECK(carry_out(circle, seat("change-3")).member == MemberId{"m3"});
}

TEST_CASE("a facilitator's change does not open their place to a member", "[circle]") {
  Circle circle = new_circle();
  const auto facilitator = carry_out(circle, place(Role::facilitator, true, "change-1"));
  CHECK(carry_out(circle, seat("change-1")).member != facilitator.member);
}

TEST_CASE("without a change each request is a place of its own", "[circle]") {
  Circle circle = new_circle();
  carry_out(circle, seat());
  CHECK(carry_out(circle, seat()).member == MemberId{"m2"});
}

TEST_CASE("words never get the same id twice", "[circle]") {
  Circle circle = new_circle();
  TakePlace ana = seat();
  ana.pronouns = "she/her";
  ana.time_zone = "Europe/Lisbon";
  const auto first = carry_out(circle, ana);
  REQUIRE(first.words.size() == 3);
  CHECK(first.words[0] == Words{WordsId{"c1-w2"}, "Ana"});
  CHECK(first.words[1] == Words{WordsId{"c1-w3"}, "she/her"});
  CHECK(first.words[2] == Words{WordsId{"c1-w4"}, "Europe/Lisbon"});
  const auto noted =
      carry_out(circle, UpdateAction{ActionId{"a1"}, {}, "Asked Bo to check in weekly.", {}});
  CHECK(noted.words[0].id == WordsId{"c1-w5"});
  CHECK(carry_out(circle, seat()).words[0].id == WordsId{"c1-w6"});
}

TEST_CASE("the next session follows the one that is over", "[circle]") {
  Circle circle = new_circle();
  const auto first = carry_out(circle, PlanNextSession{});
  CHECK(first.session == SessionId{"c1-s1"});
  const auto second = carry_out(circle, PlanNextSession{SessionId{"c1-s1"}});
  CHECK(second.session == SessionId{"c1-s2"});
  CHECK(std::get<CircleSessionPlanned>(second.events[0].body).number == 2);
}

TEST_CASE("two who plan the next session at once plan one", "[circle]") {
  Circle circle = new_circle();
  carry_out(circle, PlanNextSession{});
  CHECK(refusal(circle, PlanNextSession{}) == CircleReason::session_open);
  carry_out(circle, PlanNextSession{SessionId{"c1-s1"}});
  CHECK(refusal(circle, PlanNextSession{SessionId{"c1-s1"}}) == CircleReason::session_open);
}

TEST_CASE("a link can be issued again", "[circle]") {
  Circle circle = new_circle();
  carry_out(circle, IssueLink{LinkKind::invite});
  carry_out(circle, IssueLink{LinkKind::invite});
  CHECK(circle.links[LinkKind::invite] == 2);
}

TEST_CASE("an action's new date is today somewhere on earth, or later", "[circle]") {
  using namespace std::chrono;
  Circle circle = new_circle();
  const Date today = earliest_today(kNow);
  const Date yesterday{sys_days{today} - days{1}};
  const auto due = [](Date date) { return UpdateAction{ActionId{"a1"}, {}, {}, date}; };
  CHECK(carry_out(circle, due(today)).events.size() == 1);
  CHECK(refusal(circle, due(yesterday)) == CircleReason::due_in_past);
}

TEST_CASE("an update that names nothing changes nothing", "[circle]") {
  Circle circle = new_circle();
  CHECK(carry_out(circle, UpdateAction{ActionId{"a1"}, {}, {}, {}}).events.empty());
}

TEST_CASE("who did it and when stand in the event", "[circle]") {
  const Circle circle = new_circle();
  const auto outcome = decide_circle(
      circle, {MemberId{"m2"}, UpdateAction{ActionId{"a1"}, ActionStatus::done, {}, {}}}, kNow);
  const auto& event = std::get<CircleDecision>(outcome).events.at(0);
  CHECK(event.by == MemberId{"m2"});
  CHECK(event.at == kNow);
  CHECK(std::get<CircleActionUpdated>(event.body).status == ActionStatus::done);
}
