#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <future>
#include <map>
#include <regex>
#include <set>

#include "api/desk.h"
#include "api/handlers.h"
#include "api/router.h"
#include "api_house.h"

using namespace turnkeeper::api;
using namespace std::chrono_literals;

namespace {

/// One call of the HTTP table, and whom it answers. Everyone else gets 403.
struct TableRow {
  std::string method;
  std::string path;  ///< {c} is the circle, {s} its session, {a} an action of m1
  std::set<std::string> allowed;
};

const std::vector<TableRow> kTable{
    {"GET",
     "/v1/circles/{c}",
     {"invite", "display", "facilitator", "coordinator", "member", "observer", "keeper"}},
    {"PUT", "/v1/circles/{c}/agenda", {"facilitator", "coordinator", "keeper"}},
    {"POST", "/v1/circles/{c}/members", {"invite", "facilitator", "keeper"}},
    {"POST", "/v1/circles/{c}/links/invite", {"facilitator", "coordinator", "keeper"}},
    {"POST", "/v1/circles/{c}/links/display", {"facilitator", "coordinator", "keeper"}},
    {"POST", "/v1/circles/{c}/sessions", {"facilitator", "coordinator", "member", "keeper"}},
    {"GET",
     "/v1/circles/{c}/sessions",
     {"facilitator", "coordinator", "member", "observer", "keeper"}},
    {"GET",
     "/v1/circles/{c}/sessions/{s}",
     {"facilitator", "coordinator", "member", "observer", "keeper"}},
    {"GET", "/v1/circles/{c}/sessions/{s}/journal", {"facilitator", "coordinator", "keeper"}},
    {"GET",
     "/v1/circles/{c}/actions",
     {"facilitator", "coordinator", "member", "observer", "keeper"}},
    {"GET",
     "/v1/circles/{c}/actions.csv",
     {"facilitator", "coordinator", "member", "observer", "keeper"}},
    {"GET",
     "/v1/circles/{c}/actions.md",
     {"facilitator", "coordinator", "member", "observer", "keeper"}},
    {"PATCH", "/v1/actions/{a}", {"facilitator", "member", "keeper"}},
};

std::string filled(std::string path, const Founded& circle) {
  for (const auto& [hole, value] :
       {std::pair{std::string{"{c}"}, circle.circle}, std::pair{std::string{"{s}"}, circle.session},
        std::pair{std::string{"{a}"}, std::string{"no-such-action"}}}) {
    const auto at = path.find(hole);
    if (at != std::string::npos) path.replace(at, hole.size(), value);
  }
  return path;
}

/// Every kind of link of one circle. The keeper is a facilitator's own.
std::map<std::string, std::string> links_of(ApiHouse& house, const Founded& circle) {
  return {{"invite", circle.invite},
          {"facilitator", circle.facilitator},
          {"coordinator", circle.coordinator},
          {"display", circle.display},
          {"member", house.take_place(circle, "Ana").token},
          {"observer", house.take_place(circle, "Oz", "observer").token},
          {"keeper", house.take_place(circle, "Fay", "facilitator").token}};
}

std::vector<std::string> documented_calls() {
  std::ifstream file{TURNKEEPER_SOURCE_DIR "/protocol/PROTOCOL.md"};
  std::vector<std::string> calls;
  const std::regex row{"^\\| `([A-Z]+) (/[^`]*)` \\|.*"};
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (std::regex_match(line, match, row))
      calls.push_back(match.str(1) + " /api/v1" + match.str(2));
  }
  std::sort(calls.begin(), calls.end());
  return calls;
}

}  // namespace

TEST_CASE("every call answers those links that the contract names, and no other", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  auto links = links_of(house, circle);
  for (const TableRow& row : kTable) {
    for (const auto& [kind, token] : links) {
      const std::string path = filled(row.path, circle);
      INFO(row.method << ' ' << row.path << " with " << kind);
      const Reply reply = house.send(house.request(row.method, path, token));
      if (row.allowed.contains(kind)) {
        CHECK(reply.status != 401);
        CHECK(reply.status != 403);
      } else {
        CHECK(reply.status == 403);
        CHECK(reply.reason() == "not_allowed");
      }
      // The call replaced a link: the next one who brings it brings the new one.
      if (reply.status == 201 && reply.json().contains("role")) {
        links.at(reply.json().at("role")) = reply.json().at("token");
      }
    }
  }
}

TEST_CASE("a link of another circle, and any that is none, get one and the same answer", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const Founded other = house.found({{"name", "Elsewhere"}});
  const std::string revoked = circle.invite;
  REQUIRE(house.post("/v1/circles/" + circle.circle + "/links/invite", circle.coordinator).status ==
          201);
  const std::vector<std::string> bad{"",
                                     "x",
                                     std::string(32, 'A'),
                                     std::string(31, 'A') + "/",
                                     revoked,
                                     other.facilitator,
                                     other.coordinator};
  for (const TableRow& row : kTable) {
    if (row.path.starts_with("/v1/actions")) continue;  // its circle follows from the link
    std::set<std::string> bodies;
    for (const std::string& token : bad) {
      auto request = house.request(row.method, filled(row.path, circle), token);
      request.peer = row.method + row.path + token;  // so that nobody is refused as a flood
      const Reply reply = house.send(request);
      INFO(row.method << ' ' << row.path);
      CHECK(reply.status == 401);
      CHECK(reply.header("WWW-Authenticate") == "Bearer");
      bodies.insert(reply.body);
    }
    CHECK(bodies.size() == 1);
  }
}

TEST_CASE("a circle that does not exist is answered like a bad link", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  CHECK(house.get("/v1/circles/nowhere", circle.coordinator).body ==
        house.get("/v1/circles/" + circle.circle, std::string(32, 'A')).body);
}

TEST_CASE("an action of another circle is answered like one that does not exist", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const Reply reply = house.patch("/v1/actions/nowhere", circle.facilitator, {{"status", "done"}});
  CHECK(reply.status == 404);
}

TEST_CASE("after ten bad links in a minute an address waits with bad ones, not with good ones",
          "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const std::string path = "/v1/circles/" + circle.circle;
  const std::string bad(32, 'A');
  for (int i = 0; i < 10; ++i) CHECK(house.get(path, bad).status == 401);
  const Reply refused = house.get(path, bad);
  CHECK(refused.status == 429);
  CHECK(refused.reason() == "rate_limited");
  CHECK(refused.header("Retry-After") == "60");
  CHECK(house.get(path, circle.coordinator).status == 200);
  CHECK(house.get(path).status == 401);

  auto neighbour = house.request("GET", path, bad);
  neighbour.peer = "192.0.2.2";
  CHECK(house.send(neighbour).status == 401);
  house.clock.advance(60s);
  CHECK(house.get(path, bad).status == 401);
}

TEST_CASE("a create token, which a person chose, is not even looked at after ten bad ones",
          "[api]") {
  const std::string chosen = "only-for-our-house";
  ApiHouse house(chosen);
  const Json body{{"name", "Harbour"}};
  for (int i = 0; i < 10; ++i) CHECK(house.post("/v1/circles", "a guess", body).status == 401);
  CHECK(house.post("/v1/circles", chosen, body).status == 429);
  house.clock.advance(60s);
  CHECK(house.post("/v1/circles", chosen, body).status == 201);
}

TEST_CASE("whoever brings no link has guessed nothing", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  for (int i = 0; i < 11; ++i) house.get("/v1/circles/" + circle.circle);
  CHECK(house.get("/v1/circles/" + circle.circle, circle.coordinator).status == 200);
}

TEST_CASE("a new link kills the one before it, and no other", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const std::string path = "/v1/circles/" + circle.circle;
  const Reply reply = house.post(path + "/links/coordinator", circle.facilitator);
  REQUIRE(reply.status == 201);
  CHECK(reply.json().at("role") == "coordinator");
  const std::string token = reply.json().at("token");
  CHECK(reply.json().at("url") ==
        "https://circles.example.org/#/look-after/" + circle.circle + "/" + token);
  CHECK(house.get(path, token).status == 200);
  CHECK(house.get(path, circle.coordinator).status == 401);
  CHECK(house.get(path, circle.invite).status == 200);
  CHECK(house.post(path + "/links/personal", circle.facilitator).status == 404);
}

TEST_CASE("a link that is replaced while it is used to replace itself does nothing any more",
          "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const std::string path = "/v1/circles/" + circle.circle + "/links/facilitator";
  std::vector<Reply> replies;
  for (const std::string& token : {circle.coordinator, circle.facilitator}) {
    house.api.handler()(house.request("POST", path, token),
                        [&](const turnkeeper::net::HttpResponse& response) {
                          replies.push_back(reply_of(response));
                        });
  }
  house.pump.run_until([&] { return replies.size() == 2; });
  REQUIRE(replies[0].status == 201);
  CHECK(replies[1].status == 401);
  CHECK(house.get("/v1/circles/" + circle.circle, replies[0].json()["token"]).status == 200);
}

TEST_CASE("screens go when their link is replaced", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  REQUIRE(house.admit(circle.session, circle.display));
  house.post("/v1/circles/" + circle.circle + "/links/display", circle.facilitator);
  CHECK(house.closed_displays == std::vector{circle.session});
  CHECK_FALSE(house.admit(circle.session, circle.display));
}

TEST_CASE("a screen that is being let in while its link is replaced goes with the others",
          "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  std::promise<void> gate;
  std::promise<void> looked_up;
  int answers = 0;
  house.before_answer = [&, until = gate.get_future().share()] {
    if (++answers != 2) return;
    looked_up.set_value();
    until.wait();
  };
  bool replaced = false;
  house.api.handler()(
      house.request("POST", "/v1/circles/" + circle.circle + "/links/display", circle.facilitator),
      [&](const turnkeeper::net::HttpResponse& response) {
        CHECK(response.status == 201);
        replaced = true;
      });
  bool let_in = false;
  house.api.gatekeeper().admit(core::SessionId{circle.session}, circle.display, [&](auto came) {
    CHECK(came.get().has_value());
    CHECK(house.closed_displays.empty());
    let_in = true;
  });
  looked_up.get_future().wait();
  house.pump.run_next();  // what is to be written
  house.pump.run_next();  // it is
  CHECK_FALSE(let_in);
  gate.set_value();
  house.pump.run_until([&] { return replaced; });
  CHECK(let_in);
  CHECK(house.closed_displays == std::vector{circle.session});
}

TEST_CASE("a room opens to personal links and displays of its own circle alone", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const Founded other = house.found({{"name", "Elsewhere"}});
  const auto admit = [&](const std::string& session, const std::string& token) {
    return house.admit(session, token);
  };
  for (const auto& [kind, token] : links_of(house, circle)) {
    INFO(kind);
    const bool opens =
        kind == "member" || kind == "observer" || kind == "keeper" || kind == "display";
    CHECK(admit(circle.session, token).has_value() == opens);
    CHECK_FALSE(admit(other.session, token));
    CHECK_FALSE(admit("no-such-session", token));
  }
  CHECK_FALSE(admit(circle.session, ""));
  CHECK_FALSE(admit(circle.session, std::string(32, 'A')));
  const auto display = admit(circle.session, circle.display);
  CHECK(display->caller == turnkeeper::protocol::Caller::display);
  CHECK_FALSE(display->member);
}

TEST_CASE("the routes are those of the document", "[api]") {
  ApiHouse house;
  Desk desk{{.reader = *house.reader,
             .writer = *house.writer,
             .rooms = house.rooms,
             .clock = house.clock,
             .alarm = house.alarm,
             .attempts = house.attempts,
             .metrics = house.metrics,
             .log = [](turnkeeper::net::LogLevel, std::string_view) {},
             .public_url = [] { return std::string{}; },
             .create_token = std::nullopt}};
  Router router;
  add_circle_calls(router, desk);
  add_agenda_calls(router, desk);
  add_member_calls(router, desk);
  add_link_calls(router, desk);
  add_session_calls(router, desk);
  add_action_calls(router, desk);
  add_template_calls(router, desk);
  std::vector<std::string> routes;
  for (const RouteName& route : router.routes()) {
    // The document names the two suffixes in the row of the call itself.
    if (route.pattern.ends_with(".csv") || route.pattern.ends_with(".md")) continue;
    routes.push_back(route.method + " " + route.pattern);
  }
  std::sort(routes.begin(), routes.end());
  CHECK(routes == documented_calls());
}
