#include "meeting.h"

#include <catch2/catch.hpp>

namespace turnkeeper::api {

using namespace std::chrono_literals;

Meeting::Meeting(ApiHouse& at)
    : house(at),
      circle(house.found({{"name", "Harbour"}, {"agenda", short_agenda()}})),
      session(circle.session),
      ana(house.take_place(circle, "Ana")),
      bo(house.take_place(circle, "Bo")),
      fay(house.take_place(circle, "Fay", "facilitator")) {
  connect_all();
}

void Meeting::connect_all() {
  for (const Seat& seat : {ana, bo, fay}) house.connect(session, seat.member);
}

void Meeting::start() {
  const auto answer = house.in_room(session, fay.member, core::StartSession{});
  REQUIRE(std::holds_alternative<rooms::ChangeResult>(answer));
}

void Meeting::come_to_the_first_turn() {
  start();
  house.pass(session, 20s);  // both check-ins
  REQUIRE(house.room(session).session().phase == core::Phase::turn);
}

std::string Meeting::commit(const std::string& what) {
  const core::Date due{std::chrono::year{2026} / 3 / 8};
  const auto answer =
      house.in_room(session, ana.member, core::AddAction{what, "She answered", due, {}, {}});
  REQUIRE(std::holds_alternative<rooms::ChangeResult>(answer));
  return std::get<rooms::ChangeResult>(answer).action->value;
}

void Meeting::end() {
  const auto answer = house.in_room(session, fay.member, core::EndSession{});
  REQUIRE(std::holds_alternative<rooms::ChangeResult>(answer));
  house.pass(session, 3s);
  REQUIRE(house.room(session).session().phase == core::Phase::ended);
}

std::string Meeting::meet_once() {
  come_to_the_first_turn();
  std::string action = commit("Talk to my manager");
  end();
  return action;
}

void Meeting::meet_again() {
  const Reply planned = house.post(path("/sessions"), ana.token);
  REQUIRE(planned.status == 201);
  session = planned.json().at("id");
  connect_all();
}

}  // namespace turnkeeper::api
