#include <catch2/catch.hpp>
#include <future>
#include <optional>

#include "api/action_list.h"
#include "meeting.h"

using namespace turnkeeper::api;
using namespace std::chrono_literals;

TEST_CASE("a session's actions are on the circle's list", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string action = meeting.meet_once();
  const Json actions = house.get(meeting.path("/actions"), meeting.bo.token).json().at("actions");
  CHECK(actions == Json{{{"id", action},
                         {"session", meeting.session},
                         {"number", 1},
                         {"owner", "m1"},
                         {"turn", "m1"},
                         {"what", "Talk to my manager"},
                         {"measure", "She answered"},
                         {"due", "2026-03-08"},
                         {"status", "open"}}});
}

TEST_CASE("the list is filtered by what the query says", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  const auto count = [&](const std::string& name, const std::string& value) {
    auto request = house.request("GET", meeting.path("/actions"), meeting.bo.token);
    request.query = {{name, value}};
    return house.send(request).json().at("actions").size();
  };
  CHECK(count("status", "open") == 1);
  CHECK(count("status", "done") == 0);
  CHECK(count("owner", "m1") == 1);
  CHECK(count("owner", "m2") == 0);
  CHECK(count("session", meeting.session) == 1);
  CHECK(count("session", "another") == 0);
  CHECK(count("due_before", "2026-03-09") == 1);
  CHECK(count("due_before", "2026-03-08") == 0);
}

TEST_CASE("a filter that cannot be is refused by its name", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const auto field_of = [&](std::vector<std::pair<std::string, std::string>> query) {
    auto request = house.request("GET", meeting.path("/actions"), meeting.bo.token);
    request.query = std::move(query);
    const Reply reply = house.send(request);
    CHECK(reply.status == 400);
    return reply.field();
  };
  CHECK(field_of({{"status", "late"}}) == "status");
  CHECK(field_of({{"due_before", "tomorrow"}}) == "due_before");
  CHECK(field_of({{"colour", "red"}}) == "colour");
  CHECK(field_of({{"owner", "m1"}, {"owner", "m2"}}) == "owner");
}

TEST_CASE("the list is taken away as CSV or Markdown, by suffix or by Accept", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  const Reply csv = house.get(meeting.path("/actions.csv"), meeting.bo.token);
  CHECK(csv.content_type == "text/csv; charset=utf-8");
  CHECK(csv.header("Content-Disposition") == "attachment; filename=\"actions.csv\"");
  CHECK(csv.body ==
        "session,owner,what,measure,due,supporter,status,note\r\n"
        "1,Ana,Talk to my manager,She answered,2026-03-08,,open,\r\n");
  const Reply markdown = house.get(meeting.path("/actions.md"), meeting.bo.token);
  CHECK(markdown.content_type == "text/markdown; charset=utf-8");
  CHECK(markdown.body.starts_with("# Actions of Harbour\n\n## Ana\n"));

  auto request = house.request("GET", meeting.path("/actions"), meeting.bo.token);
  request.accept = "text/csv";
  CHECK(house.send(request).body == csv.body);
}

TEST_CASE("the form that a browser likes best is taken", "[api]") {
  CHECK(accepted_form("") == ListForm::json);
  CHECK(accepted_form("*/*") == ListForm::json);
  CHECK(accepted_form("text/html, image/png") == ListForm::json);
  CHECK(accepted_form("text/csv") == ListForm::csv);
  CHECK(accepted_form("text/markdown, */*;q=0.1") == ListForm::markdown);
  CHECK(accepted_form("text/csv;q=0.5, application/json") == ListForm::json);
  CHECK(accepted_form("text/csv; q=0.8 , text/markdown ;q=0.85") == ListForm::markdown);
  CHECK(accepted_form("text/csv;q=0") == ListForm::json);
  CHECK(accepted_form(";;,,q=;=") == ListForm::json);
}

TEST_CASE("an owner says between sessions what became of an action", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string action = meeting.meet_once();
  const Reply reply = house.patch(
      "/v1/actions/" + action, meeting.ana.token,
      {{"status", "carried_on"}, {"note", "Ask for ten minutes"}, {"due", "2026-03-20"}});
  REQUIRE(reply.status == 200);
  CHECK(reply.json().at("status") == "carried_on");
  CHECK(reply.json().at("note") == "Ask for ten minutes");
  CHECK(reply.json().at("due") == "2026-03-20");
  const Json listed = house.get(meeting.path("/actions"), meeting.bo.token).json().at("actions");
  CHECK(listed[0] == reply.json());
}

TEST_CASE("only its owner and a facilitator change an action", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string path = "/v1/actions/" + meeting.meet_once();
  const Json done{{"status", "done"}};
  const Reply others = house.patch(path, meeting.bo.token, done);
  CHECK(others.status == 403);
  CHECK(others.reason() == "not_allowed");
  CHECK(house.patch(path, meeting.fay.token, done).status == 200);
  CHECK(house.patch(path, meeting.circle.facilitator, {{"status", "open"}}).status == 200);
}

TEST_CASE("a link of another circle finds no action", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string path = "/v1/actions/" + meeting.meet_once();
  const Founded other = house.found({{"name", "Elsewhere"}});
  CHECK(house.patch(path, other.facilitator, {{"status", "done"}}).body ==
        house.patch("/v1/actions/nowhere", other.facilitator, {{"status", "done"}}).body);
  CHECK(house.get(meeting.path("/actions"), meeting.bo.token).json()["actions"][0]["status"] ==
        "open");
}

TEST_CASE("what cannot be said of an action is refused with its field", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string path = "/v1/actions/" + meeting.meet_once();
  const auto field_of = [&](const Json& body, int status) {
    const Reply reply = house.patch(path, meeting.ana.token, body);
    CHECK(reply.status == status);
    return reply.field();
  };
  CHECK(field_of({{"status", "late"}}, 400) == "status");
  CHECK(field_of({{"note", ""}}, 400) == "note");
  CHECK(field_of({{"note", std::string(2001, 'x')}}, 400) == "note");
  CHECK(field_of({{"due", "2026-02-30"}}, 400) == "due");
  CHECK(field_of({{"what", "Something else"}}, 400) == "what");
  CHECK(field_of({{"due", "2026-02-28"}}, 409) == "due");
  CHECK(house.patch(path, meeting.ana.token, Json::object()).status == 200);
  CHECK(house.get(meeting.path("/actions"), meeting.ana.token).json()["actions"][0]["due"] ==
        "2026-03-08");
}

TEST_CASE("an action is not changed behind the back of a session that is planned meanwhile",
          "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string action = meeting.meet_once();
  bool settled = false;
  house.room(meeting.session)
      .handle({{}, core::SettleSession{}}, "",
              [&](const turnkeeper::rooms::Answer&) { settled = true; });
  house.pump.run_until([&] { return settled; });

  std::promise<void> both_looked;
  int looks = 0;
  house.before_answer = [&] {
    if (++looks == 2) both_looked.set_value();
  };
  std::optional<Json> planned;
  house.api.handler()(
      house.request("POST", meeting.path("/sessions"), meeting.bo.token, "{}"),
      [&](const turnkeeper::net::HttpResponse& response) { planned = Json::parse(response.body); });
  std::optional<Reply> changed;
  house.api.handler()(
      house.request("PATCH", "/v1/actions/" + action, meeting.ana.token, R"({"status": "done"})"),
      [&](const turnkeeper::net::HttpResponse& response) { changed = reply_of(response); });
  both_looked.get_future().wait();
  house.pump.run_until([&] { return planned && changed; });
  CHECK(changed->reason() == "busy");
  const auto& next = house.room(planned->at("id")).session();
  CHECK(next.review.at(core::ActionId{action}).status == core::ActionStatus::open);
  CHECK(house.patch("/v1/actions/" + action, meeting.ana.token, {{"status", "done"}}).status ==
        200);
  CHECK(next.review.at(core::ActionId{action}).status == core::ActionStatus::done);
}

TEST_CASE("an action of the live session is changed in its room", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.come_to_the_first_turn();
  const std::string action = meeting.commit("Talk to my manager");
  const Reply reply = house.patch("/v1/actions/" + action, meeting.ana.token, {{"status", "done"}});
  CHECK(reply.status == 409);
  CHECK(reply.reason() == "wrong_phase");
  CHECK(reply.json().at("detail") ==
        "This action belongs to the session that is live. Change it in the room.");
}

TEST_CASE("while a session looks at an action, its room sees what becomes of it", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string action = meeting.meet_once();
  meeting.meet_again();
  const Reply reply = house.patch("/v1/actions/" + action, meeting.ana.token,
                                  {{"status", "done"}, {"note", "It went well"}});
  CHECK(reply.status == 200);
  CHECK(reply.json().at("status") == "done");
  CHECK(reply.json().at("note") == "It went well");
  const auto& told = house.outboxes.boxes.at(core::SessionId{meeting.session});
  CHECK(told.count<core::ActionReviewed>() == 1);
  CHECK(house.room(meeting.session).session().review.at(core::ActionId{action}).status ==
        core::ActionStatus::done);
}

TEST_CASE("a note alone leaves the status as it is, in the room too", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string action = meeting.meet_once();
  meeting.meet_again();
  const Reply reply = house.patch("/v1/actions/" + action, meeting.ana.token, {{"note", "Soon"}});
  CHECK(reply.status == 200);
  CHECK(reply.json().at("status") == "open");
}

TEST_CASE("a facilitator link is nobody in a room, and changes nothing that the room reviews",
          "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string action = meeting.meet_once();
  const std::string path = "/v1/actions/" + action;
  CHECK(house.patch(path, meeting.circle.facilitator, {{"note", "Soon"}}).status == 200);
  meeting.meet_again();
  const auto refused = [&] {
    const Reply reply = house.patch(path, meeting.circle.facilitator, {{"status", "learned"}});
    return reply.status == 409 && reply.reason() == "wrong_phase";
  };
  const auto in_room = [&] {
    return house.room(meeting.session).session().review.at(core::ActionId{action}).status;
  };
  const auto listed = [&] { return house.queries.action(core::ActionId{action})->status; };
  CHECK(refused());
  CHECK(in_room() == listed());
  meeting.start();
  CHECK(refused());
  CHECK(in_room() == listed());
}
