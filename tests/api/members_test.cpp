#include <algorithm>
#include <catch2/catch.hpp>

#include "api_house.h"

using namespace turnkeeper::api;

namespace {

Json place(const std::string& name = "Ana") { return {{"name", name}, {"agreement", "norms-1"}}; }

Json with(Json body, const char* field, const Json& value) {
  body[field] = value;
  return body;
}

}  // namespace

TEST_CASE("an invite takes a seat, whose own link opens the room", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  Json body = place();
  body["pronouns"] = "she/her";
  body["time_zone"] = "Europe/Lisbon";
  const Reply reply = house.post("/v1/circles/" + circle.circle + "/members", circle.invite, body);
  REQUIRE(reply.status == 201);
  const Json seat = reply.json();
  CHECK(seat.at("member") == "m1");
  CHECK(seat.at("session") == circle.session);
  const std::string token = seat.at("token");
  CHECK(seat.at("url") == "https://circles.example.org/#/me/" + circle.circle + "/" + token);

  const auto pass = house.admit(circle.session, token);
  REQUIRE(pass);
  CHECK(pass->member == core::MemberId{"m1"});
  CHECK(pass->role == core::Role::member);
  CHECK(pass->seated);
  CHECK(pass->person == core::Person{"Ana", "she/her", "Europe/Lisbon"});
}

TEST_CASE("a ninth seat is refused, and an observer's place is not", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  for (int i = 0; i < 8; ++i) house.take_place(circle, "Ana");
  const std::string path = "/v1/circles/" + circle.circle + "/members";
  const Reply ninth = house.post(path, circle.invite, place());
  CHECK(ninth.status == 409);
  CHECK(ninth.reason() == "circle_full");
  CHECK(house.post(path, circle.invite, with(place(), "as", "observer")).status == 201);
}

TEST_CASE("the same change again is the same member, with a token that opens it", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const std::string path = "/v1/circles/" + circle.circle + "/members";
  const Json body = with(place(), "change", "b9f7a6d2");
  const Json first = house.post(path, circle.invite, body).json();
  const Reply again = house.post(path, circle.invite, body);
  CHECK(again.status == 200);
  CHECK(again.json().at("member") == first.at("member"));
  for (const Json& answer : {first, again.json()}) {
    const auto pass = house.admit(circle.session, answer.at("token").get<std::string>());
    REQUIRE(pass);
    CHECK(pass->member == core::MemberId{"m1"});
  }
  CHECK(house.queries.members(core::CircleId{circle.circle}).size() == 1);
}

TEST_CASE("the same change with another name changes no name", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const std::string path = "/v1/circles/" + circle.circle + "/members";
  const Json body = with(place(), "change", "b9f7a6d2");
  house.room(circle.session);
  house.post(path, circle.invite, body);
  const auto name_in_room = [&] {
    return house.room(circle.session).wordbook().people.at(core::MemberId{"m1"}).name;
  };
  const std::string first = name_in_room();
  CHECK(house.post(path, circle.invite, with(body, "name", "Somebody else")).status == 200);
  CHECK(name_in_room() == first);
}

TEST_CASE("two who take the same change at once take one seat", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const auto request = house.request("POST", "/v1/circles/" + circle.circle + "/members",
                                     circle.invite, with(place(), "change", "b9f7a6d2").dump());
  std::vector<int> statuses;
  const auto note = [&](turnkeeper::net::HttpResponse response) {
    statuses.push_back(response.status);
  };
  house.api.handler()(request, note);
  house.api.handler()(request, note);
  house.pump.run_until([&] { return statuses.size() == 2; });
  std::sort(statuses.begin(), statuses.end());
  CHECK(statuses == std::vector{200, 201});
  CHECK(house.queries.members(core::CircleId{circle.circle}).size() == 1);
}

TEST_CASE("those who are overtaken twice still get their seat", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const auto request = house.request("POST", "/v1/circles/" + circle.circle + "/members",
                                     circle.invite, place().dump());
  std::vector<int> statuses;
  for (int i = 0; i < 3; ++i) {
    house.api.handler()(request, [&](turnkeeper::net::HttpResponse response) {
      statuses.push_back(response.status);
    });
  }
  house.pump.run_until([&] { return statuses.size() == 3; });
  CHECK(statuses == std::vector{201, 201, 201});
  CHECK(house.queries.members(core::CircleId{circle.circle}).size() == 3);
}

TEST_CASE("nobody becomes a facilitator by an invite", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const std::string path = "/v1/circles/" + circle.circle + "/members";
  const Json body = with(place(), "as", "facilitator");
  const Reply refused = house.post(path, circle.invite, body);
  CHECK(refused.status == 403);
  CHECK(refused.reason() == "not_allowed");
  CHECK(house.post(path, circle.facilitator, body).status == 201);
  const auto members = house.queries.members(core::CircleId{circle.circle});
  REQUIRE(members.size() == 1);
  CHECK(members[0].role == core::Role::facilitator);
  CHECK_FALSE(members[0].seated);
}

TEST_CASE("a facilitator may have a turn", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const Json body = with(with(place(), "as", "facilitator"), "seat", true);
  house.post("/v1/circles/" + circle.circle + "/members", circle.facilitator, body);
  CHECK(house.queries.members(core::CircleId{circle.circle})[0].seated);
}

TEST_CASE("a place is refused with the name of what is wrong in it", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const auto field_of = [&](const Json& body, const std::string& reason) {
    const Reply reply =
        house.post("/v1/circles/" + circle.circle + "/members", circle.invite, body);
    CHECK(reply.status == 400);
    CHECK(reply.reason() == reason);
    return reply.field();
  };
  CHECK(field_of({{"agreement", "norms-1"}}, "invalid_params") == "name");
  CHECK(field_of({{"name", "Ana"}}, "invalid_params") == "agreement");
  CHECK(field_of(with(place(), "agreement", "norms-2"), "invalid_params") == "agreement");
  CHECK(field_of(place("\n"), "text_invalid") == "name");
  CHECK(field_of(place(std::string(81, 'x')), "text_too_long") == "name");
  CHECK(field_of(with(place(), "pronouns", std::string(41, 'x')), "text_too_long") == "pronouns");
  for (const char* zone : {"Europe/../etc", "Mars/Olympus", "Nonsense", "Europe", "Europe/", "CET",
                           "Europe/Lisbon/", "Etc/GMT+100", "europe/lisbon"}) {
    INFO(zone);
    CHECK(field_of(with(place(), "time_zone", zone), "invalid_params") == "time_zone");
  }
  CHECK(field_of(with(place(), "as", "owner"), "invalid_params") == "as");
  CHECK(field_of(with(place(), "seat", true), "invalid_params") == "seat");
  CHECK(field_of(with(place(), "seat", "yes"), "invalid_params") == "seat");
  CHECK(field_of(with(place(), "change", ""), "invalid_params") == "change");
  CHECK(field_of(with(place(), "email", "a@b.c"), "invalid_params") == "email");
  CHECK(house.queries.members(core::CircleId{circle.circle}).empty());
}

TEST_CASE("a time zone is taken by the form of its name, so that a new one needs no new server",
          "[api]") {
  ApiHouse house;
  for (const char* zone :
       {"Europe/Lisbon", "America/Argentina/Buenos_Aires", "America/Port-au-Prince",
        "Antarctica/DumontDUrville", "US/Pacific", "Etc/GMT-14", "UTC", "GMT", "Europe/Atlantis"}) {
    INFO(zone);
    const Founded circle = house.found();
    const Json body = with(place(), "time_zone", zone);
    CHECK(house.post("/v1/circles/" + circle.circle + "/members", circle.invite, body).status ==
          201);
  }
}

TEST_CASE("those in the lobby see a seat taken", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const Seat ana = house.take_place(circle, "Ana");
  house.connect(circle.session, ana.member);
  const auto& told = house.outboxes.boxes.at(core::SessionId{circle.session});
  const auto before = told.count<core::MemberSeated>();
  const Seat bo = house.take_place(circle, "Bo");
  CHECK(told.count<core::MemberSeated>() == before + 1);
  const auto& room = house.room(circle.session);
  CHECK(room.session().rotation.size() == 2);
  CHECK(room.wordbook().people.at(core::MemberId{bo.member}).name == "Bo");
}
