#include <catch2/catch.hpp>
#include <future>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/circle_writer.h"
#include "api_house.h"

using namespace turnkeeper::api;
namespace store = turnkeeper::store;

TEST_CASE("a new circle has four links, and a first session", "[api]") {
  ApiHouse house;
  const Reply reply = house.post("/v1/circles", "", {{"name", "Harbour"}});
  REQUIRE(reply.status == 201);
  const Json created = reply.json();
  const std::string circle = created.at("circle");
  std::set<std::string> tokens;
  for (const auto& [kind, page] :
       {std::pair{"invite", "join"}, std::pair{"facilitator", "keep"},
        std::pair{"coordinator", "look-after"}, std::pair{"display", "display"}}) {
    const Json link = created.at("links").at(kind);
    const std::string token = link.at("token");
    CHECK(link.at("url") ==
          "https://circles.example.org/#/" + std::string{page} + "/" + circle + "/" + token);
    tokens.insert(token);
  }
  CHECK(tokens.size() == 4);
  CHECK_FALSE(created.at("links").contains("personal"));

  const Json seen =
      house.get("/v1/circles/" + circle, created["links"]["coordinator"]["token"]).json();
  CHECK(seen.at("name") == "Harbour");
  CHECK(seen.at("agenda").at("name") == "group-75");
  CHECK(seen.at("members") == Json::array());
  CHECK(seen.at("session") ==
        Json{{"id", created.at("session")}, {"number", 1}, {"phase", "lobby"}});
}

TEST_CASE("names given at the start have a seat and a link each, in their order", "[api]") {
  ApiHouse house;
  const Json created =
      house.post("/v1/circles", "", {{"name", "Harbour"}, {"members", {"Ana", "Bo"}}}).json();
  const Json personal = created.at("links").at("personal");
  REQUIRE(personal.size() == 2);
  CHECK(personal[0].at("name") == "Ana");
  CHECK(personal[1].at("name") == "Bo");
  const Json seen =
      house.get("/v1/circles/" + created["circle"].get<std::string>(), personal[1].at("token"))
          .json();
  const auto seated = [](const char* id, const char* name) {
    return Json{{"id", id},       {"name", name},     {"role", "member"},
                {"seated", true}, {"received_ms", 0}, {"given_ms", 0}};
  };
  CHECK(seen.at("members") == Json::array({seated("m1", "Ana"), seated("m2", "Bo")}));
}

TEST_CASE("members given at the start are in the first session's rotation", "[api]") {
  ApiHouse house;
  const Founded circle = house.found({{"name", "Harbour"}, {"members", {"Ana", "Bo"}}});
  CHECK(house.room(circle.session).session().rotation.size() == 2);
}

TEST_CASE("a ninth name makes no circle", "[api]") {
  ApiHouse house;
  const Json nine = {"A", "B", "C", "D", "E", "F", "G", "H", "I"};
  const Reply reply = house.post("/v1/circles", "", {{"name", "Harbour"}, {"members", nine}});
  CHECK(reply.status == 409);
  CHECK(reply.reason() == "circle_full");
  CHECK(reply.json().at("limit") == 8);
  CHECK(house.queries.unsettled_sessions().empty());
}

TEST_CASE("a circle may bring its own agenda", "[api]") {
  ApiHouse house;
  const Founded circle = house.found({{"name", "Harbour"}, {"agenda", short_agenda()}});
  const Json seen = house.get("/v1/circles/" + circle.circle, circle.coordinator).json();
  CHECK(seen.at("agenda") == short_agenda());
}

TEST_CASE("a faulty agenda is refused with the path of its field", "[api]") {
  ApiHouse house;
  const auto field_of = [&](const Json& agenda) {
    const Reply reply = house.post("/v1/circles", "", {{"name", "Harbour"}, {"agenda", agenda}});
    CHECK(reply.status == 400);
    CHECK(reply.reason() == "invalid_params");
    return reply.field();
  };
  CHECK(field_of("no-such-agenda") == "agenda");
  CHECK(field_of(7) == "agenda");
  Json agenda = short_agenda();
  agenda["shortest_s"] = 61;
  CHECK(field_of(agenda) == "agenda.shortest_s");
  agenda = short_agenda();
  agenda["turn_s"] = 6.5;
  CHECK(field_of(agenda) == "agenda.turn_s");
  agenda = short_agenda();
  agenda["stages"][0]["colour"] = "red";
  CHECK(field_of(agenda) == "agenda.stages[0].colour");
}

TEST_CASE("a number of an agenda is refused with the numbers that would do", "[api]") {
  ApiHouse house;
  const auto sentence = [&](const Json& turn) {
    Json agenda = short_agenda();
    agenda["turn_s"] = turn;
    return house.post("/v1/circles", "", {{"name", "Harbour"}, {"agenda", agenda}})
        .json()
        .at("detail")
        .get<std::string>();
  };
  CHECK(sentence(6.5) == "agenda.turn_s: must be a whole number, without a point");
  CHECK(sentence("6") == "agenda.turn_s: must be a whole number, without a point");
  for (const Json& wide :
       {Json(0), Json(-1), Json(28'801), Json(1'000'001), Json(INT64_MIN), Json(UINT64_MAX)}) {
    INFO(wide);
    CHECK(sentence(wide).starts_with("agenda.turn_s: must be 1 to 28800"));
  }
}

TEST_CASE("a faulty name is refused with its place in the list", "[api]") {
  ApiHouse house;
  const Reply reply =
      house.post("/v1/circles", "", {{"name", "Harbour"}, {"members", {"Ana", "  "}}});
  CHECK(reply.status == 400);
  CHECK(reply.reason() == "text_empty");
  CHECK(reply.field() == "members[1]");
}

TEST_CASE("with a create token nobody else starts a circle", "[api]") {
  ApiHouse house{"a secret of the house"};
  const Json body{{"name", "Harbour"}};
  CHECK(house.post("/v1/circles", "", body).status == 401);
  CHECK(house.post("/v1/circles", "another secret", body).status == 401);
  CHECK(house.post("/v1/circles", "a secret of the house", body).status == 201);
}

TEST_CASE("an invite and a display show the names of members and nothing else of them", "[api]") {
  ApiHouse house;
  const Founded circle = house.found({{"name", "Harbour"}, {"members", {"Ana"}}});
  for (const std::string& link : {circle.invite, circle.display}) {
    const Json seen = house.get("/v1/circles/" + circle.circle, link).json();
    CHECK(seen.at("members") == Json{{{"name", "Ana"}}});
    CHECK(seen.at("session").at("id") == circle.session);
  }
}

TEST_CASE(
    "a circle whose journal is damaged says so to those who would change it, and to nobody else",
    "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  house.spoil(circle.circle, store::StreamKind::circle, "circle.link_issued");
  const std::string path = "/v1/circles/" + circle.circle;
  const Json ana{{"name", "Ana"}, {"agreement", "norms-1"}};
  const Reply refused = house.post(path + "/members", circle.invite, ana);
  CHECK(refused.status == 500);
  CHECK(refused.reason() == "data_damaged");
  const auto lines = house.logged.size();
  const std::string guess(32, 'A');
  for (int tries = 0; tries < 5; ++tries) {
    CHECK(house.post(path + "/members", guess, ana).status == 401);
    CHECK(house.put(path + "/agenda", guess, {{"agenda", "quick-15"}}).status == 401);
  }
  CHECK(house.logged.size() == lines);
  CHECK(house.post(path + "/members", guess, ana).status == 429);
  CHECK(house.post(path + "/members", circle.invite, ana).status == 500);
}

TEST_CASE("many who change a circle in the same moment all do", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  std::set<std::string> members;
  int answers = 0;
  int looks = 0;
  house.before_answer = [&] { ++looks; };
  constexpr int kSeats = 8;
  constexpr int kLinks = 24;
  const auto ask = [&](const std::string& call, const std::string& token, const Json& body) {
    house.api.handler()(
        house.request("POST", "/v1/circles/" + circle.circle + call, token, body.dump()),
        [&](const turnkeeper::net::HttpResponse& response) {
          ++answers;
          CHECK(response.status == 201);
          members.insert(Json::parse(response.body).value("member", ""));
        });
  };
  for (int i = 0; i < kSeats; ++i) {
    ask("/members", circle.invite,
        {{"name", "Member " + std::to_string(i)}, {"agreement", "norms-1"}});
  }
  for (int i = 0; i < kLinks; ++i) ask("/links/coordinator", circle.facilitator, Json::object());
  house.pump.run_until([&] { return answers == kSeats + kLinks; });
  members.erase("");
  CHECK(members.size() == kSeats);
  CHECK(looks < 3 * (kSeats + kLinks));  // and nobody tried over and over
}

TEST_CASE(
    "whoever waits behind others is refused if their link dies meanwhile, one after the other",
    "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const std::string path = "/v1/circles/" + circle.circle;
  std::map<std::string, std::vector<int>> statuses;
  int answers = 0;
  const auto ask = [&](const std::string& call, const std::string& token, const Json& body) {
    house.api.handler()(house.request("POST", path + call, token, body.dump()),
                        [&, call](const turnkeeper::net::HttpResponse& response) {
                          statuses[call].push_back(response.status);
                          ++answers;
                        });
  };
  ask("/links/invite", circle.facilitator, Json::object());
  for (int i = 0; i < 3; ++i) {
    ask("/members", circle.invite, {{"name", "Ana"}, {"agreement", "norms-1"}});
  }
  ask("/links/display", circle.facilitator, Json::object());
  house.pump.run_until([&] { return answers == 5; });
  CHECK(statuses["/links/invite"] == std::vector{201});
  CHECK(statuses["/members"] == std::vector{401, 401, 401});
  CHECK(statuses["/links/display"] == std::vector{201});
}

TEST_CASE("what is decided on a circle is decided on one moment of it", "[api]") {
  ApiHouse house;
  const Founded founded = house.found();
  const core::CircleId circle{founded.circle};
  Access access{house.attempts};
  CircleWriter circles{*house.reader, *house.writer, house.clock, access,
                       [](auto, std::string_view) {}};
  std::promise<void> looked;
  std::promise<void> changed;
  std::vector<std::size_t> members;  // as each attempt saw them
  bool written = false;
  circles.write(
      circle,
      [&](const Reading& reading, CircleDraft& draft) {
        members.push_back(reading.queries.members(circle).size());
        if (members.size() == 1) {
          looked.set_value();
          changed.get_future().wait();
        }
        draft.decide(core::IssueLink{core::LinkKind::invite});
        return [&] { written = true; };
      },
      [](const turnkeeper::net::HttpResponse&) { FAIL("it is refused"); });
  looked.get_future().wait();
  CircleDraft draft{circle, [&] { return load_circle(house.queries, circle); }, house.clock.now()};
  core::TakePlace place;
  place.name = "Ana";
  draft.decide(place);
  bool is_changed = false;
  house.writer->append(draft.appends(), [&](auto) { is_changed = true; });
  house.pump.run_until([&] { return is_changed; });
  changed.set_value();
  house.pump.run_until([&] { return written; });
  CHECK(members == std::vector<std::size_t>{0, 1});
}
