#include <catch2/catch.hpp>
#include <future>
#include <map>
#include <optional>

#include "meeting.h"
#include "support/full_disk.h"

namespace rooms = turnkeeper::rooms;
namespace store = turnkeeper::store;
using namespace turnkeeper::api;
using namespace std::chrono_literals;

TEST_CASE("there is one session at a time", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const Reply planned = house.post(meeting.path("/sessions"), meeting.ana.token);
  CHECK(planned.status == 200);
  CHECK(planned.json() == Json{{"id", meeting.session}, {"number", 1}, {"phase", "lobby"}});
  meeting.start();
  const Reply live = house.post(meeting.path("/sessions"), meeting.ana.token);
  CHECK(live.status == 200);
  CHECK(live.json().at("phase") == "check_in");
}

TEST_CASE("a session that is damaged before it was held is not handed out, and actions go on",
          "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string action = meeting.meet_once();
  const Reply planned = house.post(meeting.path("/sessions"), meeting.ana.token);
  REQUIRE(planned.status == 201);
  house.spoil(planned.json().at("id"), store::StreamKind::session, "hand.raised");

  const Reply again = house.post(meeting.path("/sessions"), meeting.ana.token);
  CHECK(again.status == 500);
  CHECK(again.reason() == "data_damaged");
  const Reply done = house.patch("/v1/actions/" + action, meeting.ana.token, {{"status", "done"}});
  CHECK(done.status == 200);
  CHECK(done.json().at("status") == "done");
}

TEST_CASE("when a session is over the next can be planned, with the open actions in review",
          "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string action = meeting.meet_once();
  const Reply planned = house.post(meeting.path("/sessions"), meeting.ana.token);
  REQUIRE(planned.status == 201);
  CHECK(planned.json().at("number") == 2);
  CHECK(planned.json().at("phase") == "lobby");
  const auto& next = house.room(planned.json().at("id")).session();
  CHECK(next.number == 2);
  REQUIRE(next.review.contains(core::ActionId{action}));
  CHECK(next.participants.size() == 3);
}

TEST_CASE("who has received least is first in the next rotation", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();  // Ana had the floor, Bo had not
  meeting.meet_again();
  CHECK(house.room(meeting.session).session().rotation ==
        std::vector{core::MemberId{meeting.bo.member}, core::MemberId{meeting.ana.member}});
}

TEST_CASE("a session that has just ended can be reopened, and the circle says until when",
          "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  const Json circle = house.get(meeting.path(""), meeting.ana.token).json();
  CHECK_FALSE(circle.contains("session"));
  CHECK(circle.at("reopen") ==
        Json{{"id", meeting.session}, {"number", 1}, {"until", "2026-03-01T18:10:23.000Z"}});
  CHECK_FALSE(house.get(meeting.path(""), meeting.circle.invite).json().contains("reopen"));
  const auto answer = house.in_room(meeting.session, meeting.ana.member, core::ReopenSession{});
  REQUIRE(std::holds_alternative<rooms::ChangeResult>(answer));
  const Json again = house.get(meeting.path(""), meeting.ana.token).json();
  CHECK(again.at("session").at("id") == meeting.session);
  CHECK(again.at("session").at("phase") == "turn");
  CHECK_FALSE(again.contains("reopen"));
  const Reply planned = house.post(meeting.path("/sessions"), meeting.ana.token);
  CHECK(planned.status == 200);
  CHECK(planned.json().at("id") == meeting.session);
}

TEST_CASE("once the next session is planned the last one stays as it is", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  REQUIRE(house.post(meeting.path("/sessions"), meeting.ana.token).status == 201);
  const auto answer = house.in_room(meeting.session, meeting.ana.member, core::ReopenSession{});
  REQUIRE(std::holds_alternative<core::Rejection>(answer));
  CHECK(std::get<core::Rejection>(answer).reason == core::Reason::session_settled);
  CHECK_FALSE(house.get(meeting.path(""), meeting.ana.token).json().contains("reopen"));
}

TEST_CASE("whoever reopens a session while the next is being planned has one of the two, not both",
          "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  std::optional<rooms::Answer> reopened;
  house.room(meeting.session)
      .handle({core::MemberId{meeting.ana.member}, core::ReopenSession{}}, "",
              [&](const rooms::Answer& answer) { reopened = answer; });
  const Reply planned = house.post(meeting.path("/sessions"), meeting.bo.token);
  CHECK(planned.status == 200);
  CHECK(planned.json().at("id") == meeting.session);
  house.pump.run_until([&] { return reopened.has_value(); });
  CHECK(std::holds_alternative<rooms::ChangeResult>(*reopened));
}

TEST_CASE(
    "a session that is reopened and ended again while the next is being planned is settled, too",
    "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  std::promise<void> looked;
  int looks = 0;
  house.before_answer = [&] {
    if (++looks == 1) looked.set_value();
  };
  std::optional<Reply> planned;
  house.api.handler()(
      house.request("POST", meeting.path("/sessions"), meeting.bo.token),
      [&](const turnkeeper::net::HttpResponse& response) { planned = reply_of(response); });
  looked.get_future().wait();
  std::promise<void> gate;  // the plan's next look waits
  house.reader->ask(
      [until = gate.get_future().share()](turnkeeper::store::Queries&) {
        until.wait();
        return true;
      },
      [](const auto&) {});
  house.in_room(meeting.session, meeting.ana.member, core::ReopenSession{});
  house.in_room(meeting.session, meeting.fay.member, core::EndSession{});
  gate.set_value();
  house.pump.run_until([&] { return planned.has_value(); });
  CHECK(planned->status == 201);
  const auto again = house.in_room(meeting.session, meeting.ana.member, core::ReopenSession{});
  REQUIRE(std::holds_alternative<core::Rejection>(again));
  CHECK(std::get<core::Rejection>(again).reason == core::Reason::session_settled);
}

TEST_CASE("the next session is planned although the last one is damaged, which nobody can reopen",
          "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  house.spoil(meeting.session, turnkeeper::store::StreamKind::session, "hand.raised");
  // Its room finds out only now that it is not alone with its journal.
  CHECK(house.post(meeting.path("/sessions"), meeting.ana.token).reason() == "storage_unavailable");
  const Reply planned = house.post(meeting.path("/sessions"), meeting.ana.token);
  CHECK(planned.status == 201);
  CHECK(planned.json().at("number") == 2);
}

TEST_CASE("a plan that the disk refuses when the last session is settled is made by the next try",
          "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  std::optional<turnkeeper::testing::FullDisk> full;
  auto& settles = house.outboxes.boxes[core::SessionId{meeting.session}];
  settles.on_publish = [&] { full.emplace(0); };
  const Reply refused = house.post(meeting.path("/sessions"), meeting.ana.token);
  settles.on_publish = {};
  REQUIRE(full);
  full.reset();
  CHECK(refused.reason() == "storage_unavailable");

  const Json circle = house.get(meeting.path(""), meeting.ana.token).json();
  CHECK_FALSE(circle.contains("reopen"));
  CHECK_FALSE(circle.contains("session"));
  const Reply planned = house.post(meeting.path("/sessions"), meeting.ana.token);
  CHECK(planned.status == 201);
  CHECK(planned.json().at("number") == 2);
}

TEST_CASE("a turn's time is received by its holder and given by its coach", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.come_to_the_first_turn();
  const auto answer = house.in_room(meeting.session, meeting.ana.member,
                                    core::NameCoach{core::MemberId{meeting.bo.member}});
  REQUIRE(std::holds_alternative<rooms::ChangeResult>(answer));
  const auto hours = [&] {
    std::map<std::string, std::pair<int, int>> all;
    const Json circle = house.get(meeting.path(""), meeting.ana.token).json();
    for (const Json& member : circle.at("members")) {
      all[member.at("name")] = {member.at("received_ms"), member.at("given_ms")};
    }
    return all;
  };
  CHECK(hours().at("Ana") == std::pair(0, 0));  // it counts when the session has ended
  meeting.end();
  CHECK(hours().at("Ana") == std::pair(3'000, 0));
  CHECK(hours().at("Bo") == std::pair(0, 3'000));
  CHECK(hours().at("Fay") == std::pair(0, 0));
}

TEST_CASE("two who plan the next session at once get the same one", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  const auto request = house.request("POST", "/v1/circles/" + meeting.circle.circle + "/sessions",
                                     meeting.ana.token);
  std::vector<Json> answers;
  for (int i = 0; i < 2; ++i) {
    house.api.handler()(request, [&](turnkeeper::net::HttpResponse response) {
      answers.push_back(Json::parse(response.body));
    });
  }
  house.pump.run_until([&] { return answers.size() == 2; });
  CHECK(answers[0] == answers[1]);
  CHECK(house.queries.sessions(core::CircleId{meeting.circle.circle}).size() == 2);
}

TEST_CASE("a session is planned for an hour, and for one at which all have to go", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  const Reply planned = house.post(
      meeting.path("/sessions"), meeting.ana.token,
      {{"starts_at", "2026-03-08T18:00:00.000Z"}, {"hard_end", "2026-03-08T19:15:00.000Z"}});
  REQUIRE(planned.status == 201);
  const std::string session = planned.json().at("id");
  const Json events =
      house.get(meeting.path("/sessions/" + session + "/journal"), meeting.circle.coordinator)
          .json()
          .at("events");
  CHECK(events[0].at("data").at("starts_at") == "2026-03-08T18:00:00.000Z");
  CHECK(events[0].at("data").at("hard_end") == "2026-03-08T19:15:00.000Z");
}

TEST_CASE("an hour that is past, or no hour, plans nothing", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const auto refused = [&](const Json& body) {
    const Reply reply = house.post(meeting.path("/sessions"), meeting.ana.token, body);
    REQUIRE(reply.status == 400);
    CHECK(reply.json().at("type") == "/problems/invalid_params");
    return reply.json().at("field").get<std::string>();
  };
  CHECK(refused({{"starts_at", "2020-03-08T18:00:00.000Z"}}) == "starts_at");
  CHECK(refused({{"starts_at", "at six"}}) == "starts_at");
  CHECK(refused({{"hard_end", 6}}) == "hard_end");
  CHECK(refused({{"starts_at", "2026-03-08T18:00:00.000Z"},
                 {"hard_end", "2026-03-08T17:00:00.000Z"}}) == "hard_end");
  const Reply open = house.post(meeting.path("/sessions"), meeting.ana.token,
                                {{"starts_at", "2026-03-08T18:00:00.000Z"}});
  CHECK(open.status == 409);
  CHECK(open.json().at("type") == "/problems/session_open");
  CHECK(house.queries.sessions(core::CircleId{meeting.circle.circle}).size() == 1);
}

TEST_CASE("sessions are listed newest first", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  meeting.meet_again();
  const Json sessions =
      house.get(meeting.path("/sessions"), meeting.bo.token).json().at("sessions");
  REQUIRE(sessions.size() == 2);
  CHECK(sessions[0] == Json{{"id", meeting.session},
                            {"number", 2},
                            {"phase", "lobby"},
                            {"planned_at", "2026-03-01T18:00:23.000Z"}});
  CHECK(sessions[1] == Json{{"id", meeting.circle.session},
                            {"number", 1},
                            {"phase", "ended"},
                            {"planned_at", "2026-03-01T18:00:00.000Z"},
                            {"started_at", "2026-03-01T18:00:00.000Z"},
                            {"ended_at", "2026-03-01T18:00:23.000Z"},
                            {"end_cause", "ended_by_hand"}});
}

TEST_CASE("a session's summary says who had how long, and what it came to", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const std::string action = meeting.meet_once();
  const Json summary =
      house.get(meeting.path("/sessions/" + meeting.session), meeting.bo.token).json();
  CHECK(summary.at("id") == meeting.session);
  CHECK(summary.at("phase") == "ended");
  CHECK(summary.at("members").at("m1") ==
        Json{{"name", "Ana"}, {"role", "member"}, {"seated", true}});
  CHECK(summary.at("turns").at("m1").at("used_ms") == 3'000);
  CHECK(summary.at("actions").at(action).at("what") == "Talk to my manager");
  for (const char* part : {"rotation", "challenges", "waivers", "reflections"}) {
    CHECK(summary.contains(part));
  }
  for (const char* part : {"budget", "agenda", "review", "stage"}) {
    CHECK_FALSE(summary.contains(part));
  }
}

TEST_CASE("a session of another circle is not there", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const Founded other = house.found({{"name", "Elsewhere"}});
  for (const std::string& rest : {std::string{}, std::string{"/journal"}}) {
    const Reply reply =
        house.get(meeting.path("/sessions/" + other.session + rest), meeting.circle.coordinator);
    CHECK(reply.status == 404);
    CHECK(reply.reason() == "not_found");
  }
}

TEST_CASE("the journal is gapless, chained, and holds no words", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  meeting.meet_once();
  const Reply reply =
      house.get(meeting.path("/sessions/" + meeting.session + "/journal"), meeting.fay.token);
  const Json events = reply.json().at("events");
  REQUIRE(events.size() > 5);
  std::string before(64, '0');
  for (std::size_t i = 0; i < events.size(); ++i) {
    CHECK(events[i].at("seq") == i + 1);
    CHECK(events[i].at("prev_hash") == before);
    before = events[i].at("hash");
    CHECK(before.size() == 64);
  }
  CHECK(events[0].at("event") == "session.planned");
  CHECK(events.back().at("event") == "session.ended");
  CHECK(reply.body.find("manager") == std::string::npos);
  CHECK(reply.body.find("Ana") == std::string::npos);
}
