// The agenda that a circle meets by: who sets it, from when on it counts, and what it cannot be.
#include <catch2/catch.hpp>

#include "api/circle_draft.h"
#include "meeting.h"
#include "protocol/agenda_codec.h"

using namespace turnkeeper::api;
using namespace std::chrono_literals;

namespace {

/// The short agenda with half a minute more for each.
Json longer_agenda() {
  Json agenda = short_agenda();
  agenda["title"] = "Five minutes";
  agenda["turn_s"] = 90;
  agenda["total_s"] = 300;
  return agenda;
}

Json body(const Json& agenda) { return {{"agenda", agenda}}; }

Json agenda_of(ApiHouse& house, const Founded& circle) {
  return house.get("/v1/circles/" + circle.circle, circle.coordinator).json().at("agenda");
}

Json agenda_in_room(ApiHouse& house, const std::string& session) {
  return turnkeeper::protocol::encode_agenda(house.room(session).session().agenda);
}

}  // namespace

TEST_CASE("people in the lobby have the new agenda and their new minutes at once", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const Reply reply = house.put(meeting.path("/agenda"), meeting.fay.token, body(longer_agenda()));
  REQUIRE(reply.status == 200);
  CHECK(reply.json() == Json{{"agenda", longer_agenda()}, {"session", meeting.session}});
  CHECK(agenda_of(house, meeting.circle) == longer_agenda());
  const auto& session = house.room(meeting.session).session();
  CHECK(agenda_in_room(house, meeting.session) == longer_agenda());
  CHECK(session.turns.at(core::MemberId{meeting.ana.member}).planned == 90s);
}

TEST_CASE("a session that has begun keeps its agenda, and the next one has the new", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.start();
  const Reply reply =
      house.put(meeting.path("/agenda"), meeting.circle.coordinator, body("quick-15"));
  REQUIRE(reply.status == 200);
  CHECK(reply.json().at("agenda").at("name") == "quick-15");
  CHECK_FALSE(reply.json().contains("session"));
  CHECK(agenda_in_room(house, meeting.session) == short_agenda());
  meeting.end();
  meeting.meet_again();
  CHECK(agenda_in_room(house, meeting.session).at("name") == "quick-15");
}

TEST_CASE("between two sessions the agenda counts for the next one", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.start();
  meeting.end();
  const Reply reply =
      house.put(meeting.path("/agenda"), meeting.circle.facilitator, body(longer_agenda()));
  CHECK(reply.json() == body(longer_agenda()));
  meeting.meet_again();
  CHECK(agenda_in_room(house, meeting.session) == longer_agenda());
}

TEST_CASE("the same agenda again changes nothing", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const auto set = [&] {
    return house.put(meeting.path("/agenda"), meeting.fay.token, body(longer_agenda()));
  };
  const Reply first = set();
  const auto circle_events = house.queries.records(meeting.circle.circle).size();
  const auto session_seq = house.room(meeting.session).seq();
  CHECK(set().json() == first.json());
  CHECK(house.queries.records(meeting.circle.circle).size() == circle_events);
  CHECK(house.room(meeting.session).seq() == session_seq);
}

TEST_CASE("the journals say who changed the agenda, if it was a member", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  house.put(meeting.path("/agenda"), meeting.fay.token, body(longer_agenda()));
  for (const auto& [stream, event] : {std::pair{meeting.circle.circle, "circle.agenda_changed"},
                                      std::pair{meeting.session, "agenda.changed"}}) {
    const auto record = house.queries.records(stream).back();
    CHECK(record.type == event);
    CHECK(record.by == core::MemberId{meeting.fay.member});
  }
  house.put(meeting.path("/agenda"), meeting.circle.coordinator, body("quick-15"));
  CHECK_FALSE(house.queries.records(meeting.session).back().by.has_value());
}

TEST_CASE("in a circle that nobody facilitates, any member sets the agenda", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const Seat ana = house.take_place(circle, "Ana");
  const std::string path = "/v1/circles/" + circle.circle + "/agenda";
  CHECK(house.put(path, ana.token, body("quick-15")).status == 200);
  CHECK(
      house.put(path, house.take_place(circle, "Oz", "observer").token, body("group-60")).status ==
      403);

  house.take_place(circle, "Fay", "facilitator");
  const Reply refused = house.put(path, ana.token, body("group-60"));
  CHECK(refused.status == 403);
  CHECK(refused.json().at("detail") ==
        "In a circle with a facilitator they set its agenda, or the coordinator does.");
  CHECK(agenda_of(house, circle).at("name") == "quick-15");
}

TEST_CASE("an agenda that cannot be is refused by the path of its field, and changes nothing",
          "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const auto events = house.queries.records(meeting.circle.circle).size();
  const auto seq = house.room(meeting.session).seq();
  const auto field_of = [&](const Json& sent) {
    const Reply reply = house.put(meeting.path("/agenda"), meeting.fay.token, sent);
    INFO(reply.body);
    CHECK(reply.status == 400);
    CHECK(reply.reason() == "invalid_params");
    CHECK(reply.json().at("detail").get<std::string>().starts_with(reply.field() + ": "));
    return reply.field();
  };
  const auto with = [](const Json::json_pointer& at, const Json& value) {
    Json agenda = longer_agenda();
    agenda[at] = value;
    return body(agenda);
  };
  const auto stages = [](std::size_t count) {
    Json agenda = longer_agenda();
    const Json stage = agenda["stages"][0];
    for (std::size_t i = 1; i < count; ++i) {
      agenda["stages"].push_back(stage);
      agenda["stages"][i]["id"] = "s" + std::to_string(i);
    }
    return agenda;
  };
  CHECK(field_of(Json::object()) == "agenda");
  CHECK(field_of(body(7)) == "agenda");
  CHECK(field_of(body("no-such-agenda")) == "agenda");
  CHECK(field_of({{"agenda", longer_agenda()}, {"session", "s1"}}) == "session");
  CHECK(field_of(with("/turn_s"_json_pointer, 0)) == "agenda.turn_s");
  CHECK(field_of(with("/check_in_s"_json_pointer, -60)) == "agenda.check_in_s");
  CHECK(field_of(with("/for_members"_json_pointer, 9)) == "agenda.for_members");
  CHECK(field_of(with("/total_s"_json_pointer, 100)) == "agenda.total_s");
  CHECK(field_of(with("/title"_json_pointer, "Ours\u202e")) == "agenda.title");
  CHECK(field_of(with("/stages/0/title"_json_pointer, "\u2066Act")) == "agenda.stages[0].title");
  CHECK(field_of(with("/stages/0/share"_json_pointer, 90)) == "agenda.stages");
  CHECK(field_of(with("/stages/0/ends_by"_json_pointer, Json::array())) ==
        "agenda.stages[0].ends_by");
  CHECK(field_of(with("/stages/0/needs"_json_pointer, "challenge")) == "agenda.stages[0].needs");
  CHECK(field_of(body(stages(13))) == "agenda.stages");
  CHECK(field_of(body(stages(100))) == "agenda.stages");

  CHECK(agenda_of(house, meeting.circle) == short_agenda());
  CHECK(house.queries.records(meeting.circle.circle).size() == events);
  CHECK(house.room(meeting.session).seq() == seq);
}

TEST_CASE("an agenda longer than a body may be is refused with the limit", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  Json agenda = longer_agenda();
  for (int i = 1; i < 1'000; ++i) agenda["stages"].push_back(agenda["stages"][0]);
  const Reply reply =
      house.put("/v1/circles/" + circle.circle + "/agenda", circle.facilitator, body(agenda));
  CHECK(reply.status == 413);
  CHECK(reply.reason() == "body_too_large");
  CHECK(reply.json().at("limit") == 65'536);
}

TEST_CASE("an agenda that never came to the lobby comes there when it is sent again", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const core::CircleId circle{meeting.circle.circle};
  CircleDraft draft{circle, [&] { return load_circle(house.queries, circle); }, house.clock.now()};
  draft.decide(core::SetAgenda{*turnkeeper::protocol::shipped_agenda("quick-15")});
  bool written = false;
  house.writer->append(draft.appends(), [&](auto) { written = true; });
  house.pump.run_until([&] { return written; });
  REQUIRE(agenda_of(house, meeting.circle).at("name") == "quick-15");
  REQUIRE(agenda_in_room(house, meeting.session) == short_agenda());

  house.put(meeting.path("/agenda"), meeting.fay.token, body("quick-15"));
  CHECK(agenda_in_room(house, meeting.session).at("name") == "quick-15");
}

TEST_CASE("while the lobby cannot be read an agenda is not said to be there, and a seat is",
          "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const std::string path = "/v1/circles/" + circle.circle;
  house.archive.unreadable = true;
  const Reply refused = house.put(path + "/agenda", circle.facilitator, body(longer_agenda()));
  CHECK(refused.reason() == "storage_unavailable");
  const Seat ana = house.take_place(circle, "Ana");

  house.archive.unreadable = false;
  CHECK(house.put(path + "/agenda", circle.facilitator, body(longer_agenda())).status == 200);
  CHECK(agenda_in_room(house, circle.session) == longer_agenda());
  CHECK(house.admit(circle.session, ana.token));
}
