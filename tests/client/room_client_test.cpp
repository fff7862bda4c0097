#include "client/room_client.h"

#include <catch2/catch.hpp>

#include "client/fake_room.h"
#include "protocol/time_text.h"

using namespace turnkeeper;
using namespace std::chrono_literals;
using client::Answer;
using client::Millis;
using client::RoomClient;
using protocol::Json;
using test::FakeRoom;

namespace {

/// A client and the room that it talks to.
struct Story {
  client::Loop loop;
  FakeRoom room{loop};
  std::vector<std::string> heard;  ///< the events, in order
  client::Instant local_time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
  std::unique_ptr<RoomClient> me;

  Story() {
    RoomClient::Options options;
    options.address = room.address();
    options.session = "s1";
    options.token = "a-token";
    options.first_backoff = 1ms;
    options.clock = [this] { return local_time; };
    me = std::make_unique<RoomClient>(
        loop, options,
        RoomClient::Listener{
            [this](const Json& event) { heard.push_back(event.at("event")); }, {}, {}, {}});
  }

  bool until(const std::function<bool()>& condition) { return loop.run_until(condition, 5s); }

  static Json whole_state(std::uint64_t seq, const Json& state) {
    return {{"epoch", "e1"},  {"run", "r1"},
            {"seq", seq},     {"server_now", "2026-03-01T00:00:00.000Z"},
            {"member", "m1"}, {"role", "member"},
            {"state", state}};
  }

  static Json missed(std::uint64_t seq, const Json& events) {
    return {{"epoch", "e1"},   {"run", "r1"},
            {"seq", seq},      {"server_now", "2026-03-01T00:00:00.000Z"},
            {"member", "m1"},  {"role", "member"},
            {"events", events}};
  }

  static Json event(std::uint64_t seq, const std::string& name, const Json& patch) {
    return {{"seq", seq}, {"at", "2026-03-01T00:00:00.000Z"}, {"event", name}, {"patch", patch}};
  }

  /// Answers requests until one of `method` comes, which is returned; samples of the clock are
  /// answered on the way.
  Json expect(const std::string& method) {
    for (;;) {
      Json request = room.next_request();
      if (request.value("method", "") != "clock.sync" || method == "clock.sync") {
        CHECK(request.value("method", "nothing") == method);
        return request;
      }
      room.answer(request, {{"server_now", "2026-03-01T00:00:00.000Z"}});
    }
  }

  void join(std::uint64_t seq = 1, const Json& state = {{"phase", "lobby"}}) {
    me->connect();
    room.answer(expect("room.join"), whole_state(seq, state));
    REQUIRE(until([&] { return me->joined(); }));
  }
};

}  // namespace

TEST_CASE_METHOD(Story, "the first request joins with the token and without a position",
                 "[client]") {
  me->connect();
  const Json join = expect("room.join");
  CHECK(join.at("params") == Json{{"token", "a-token"}});
  CHECK_FALSE(me->joined());

  room.answer(join, whole_state(7, {{"phase", "lobby"}}));
  REQUIRE(until([&] { return me->joined(); }));
  CHECK(me->state() == Json{{"phase", "lobby"}});
  CHECK(me->seq() == 7);
  CHECK(me->member() == "m1");
}

TEST_CASE_METHOD(Story, "patches merge, remove by null and replace arrays whole", "[client]") {
  join(1, {{"stage", {{"id", "s1"}, {"deadline", "x"}}}, {"rotation", {"a", "b"}}});
  room.notify("room.event", event(2, "one", {{"stage", {{"deadline", nullptr}, {"name", "n"}}}}));
  room.notify("room.event", event(3, "two", {{"rotation", {"b"}}}));
  REQUIRE(until([&] { return me->seq() == 3; }));
  CHECK(me->state() == Json{{"stage", {{"id", "s1"}, {"name", "n"}}}, {"rotation", {"b"}}});
  CHECK(heard == std::vector<std::string>{"one", "two"});
}

TEST_CASE_METHOD(Story, "after a drop it asks for what it missed, and applies it in order",
                 "[client]") {
  join(1, {{"n", 1}});
  room.notify("room.event", event(2, "two", {{"n", 2}}));
  REQUIRE(until([&] { return me->seq() == 2; }));
  room.cut();

  const Json join_again = expect("room.join");
  CHECK(join_again.at("params").at("resume") == Json{{"epoch", "e1"}, {"run", "r1"}, {"seq", 2}});
  room.answer(join_again, missed(4, {event(3, "three", {{"n", 3}}), event(4, "four", {{"n", 4}})}));
  REQUIRE(until([&] { return me->joined(); }));
  CHECK(me->state() == Json{{"n", 4}});
  CHECK(heard == std::vector<std::string>{"two", "three", "four"});
  CHECK(me->tally().resumed == 1);
  CHECK(me->tally().gaps == 0);
}

TEST_CASE_METHOD(Story, "a resume that is answered with a whole state replaces everything",
                 "[client]") {
  join(5, {{"old", true}});
  room.cut();
  Json other = whole_state(2, {{"restored", true}});
  other["epoch"] = "e2";
  other["run"] = "r2";
  room.answer(expect("room.join"), other);
  REQUIRE(until([&] { return me->joined(); }));
  CHECK(me->state() == Json{{"restored", true}});
  CHECK(me->seq() == 2);
  CHECK(me->epoch() == "e2");
  room.cut();
  CHECK(expect("room.join").at("params").at("resume") ==
        Json{{"epoch", "e2"}, {"run", "r2"}, {"seq", 2}});
}

TEST_CASE_METHOD(Story, "a hole between two events makes it ask for the whole state", "[client]") {
  join(1, {{"n", 1}});
  room.notify("room.event", event(3, "three", {{"n", 3}}));

  const Json join_again = expect("room.join");
  CHECK_FALSE(join_again.at("params").contains("resume"));
  CHECK(me->state() == Json{{"n", 1}});
  CHECK(me->tally().gaps == 1);
  CHECK(heard.empty());
}

TEST_CASE_METHOD(Story, "an event heard twice is a broken order too", "[client]") {
  join(2, {{"n", 2}});
  room.notify("room.event", event(2, "two", {{"n", 9}}));
  CHECK_FALSE(expect("room.join").at("params").contains("resume"));
  CHECK(me->state() == Json{{"n", 2}});
}

TEST_CASE_METHOD(Story, "missed events that stop short of the answer's seq are not believed",
                 "[client]") {
  join(1, {{"n", 1}});
  room.cut();
  room.answer(expect("room.join"), missed(3, Json::array({event(2, "two", {{"n", 2}})})));
  CHECK_FALSE(expect("room.join").at("params").contains("resume"));
}

TEST_CASE_METHOD(Story, "room.state in place of a backlog replaces state and position",
                 "[client]") {
  join(1, {{"n", 1}});
  room.notify("room.state",
              {{"epoch", "e1"}, {"run", "r1"}, {"seq", 900}, {"state", {{"n", 900}}}});
  room.notify("room.event", event(901, "next", {{"m", 1}}));
  REQUIRE(until([&] { return me->seq() == 901; }));
  CHECK(me->state() == Json{{"n", 900}, {"m", 1}});
}

TEST_CASE_METHOD(Story, "a change carries an id of its own and hears its answer", "[client]") {
  join();
  Answer answer;
  const std::string id =
      me->change("hand.raise", Json::object(), [&](const Answer& a) { answer = a; });
  const Json request = expect("hand.raise");
  CHECK(request.at("params").at("change") == id);
  CHECK(me->change("hand.raise", Json::object()) != id);
  room.answer(request, {{"seq", 2}, {"entry", "e1"}});
  REQUIRE(until([&] { return answer.result.is_object(); }));
  CHECK(answer.result.at("entry") == "e1");
}

TEST_CASE_METHOD(Story, "a change that was not answered is sent again with the same id",
                 "[client]") {
  join();
  int answers = 0;
  const std::string id =
      me->change("checkin.say", {{"text", "well"}}, [&](const Answer& a) { answers += a.ok(); });
  CHECK(expect("checkin.say").at("params").at("change") == id);
  room.cut();

  room.answer(expect("room.join"), missed(1, Json::array()));
  const Json again = expect("checkin.say");
  CHECK(again.at("params") == Json{{"text", "well"}, {"change", id}});
  room.answer(again, {{"seq", 2}});
  REQUIRE(until([&] { return answers == 1; }));
  CHECK(me->tally().resent == 1);

  // Answered is answered: the next drop sends nothing again.
  room.cut();
  room.answer(expect("room.join"), missed(1, Json::array()));
  REQUIRE(until([&] { return me->joined(); }));
  me->request("room.leave", Json::object(), {});
  CHECK(expect("room.leave").contains("id"));
  CHECK(me->tally().resent == 1);
  CHECK(answers == 1);
}

TEST_CASE_METHOD(Story, "changes made while away are sent once it is back, oldest first",
                 "[client]") {
  me->change("challenge.state", {{"text", "a"}});
  me->change("question.ask", {{"text", "b"}});
  join();
  CHECK(expect("challenge.state").at("params").at("text") == "a");
  CHECK(expect("question.ask").at("params").at("text") == "b");
  CHECK(me->tally().resent == 0);
}

TEST_CASE_METHOD(Story, "a refused change is over, with its reason", "[client]") {
  join();
  std::string reason;
  me->change("hand.raise", Json::object(), [&](const Answer& a) { reason = a.refusal->reason; });
  room.refuse(expect("hand.raise"), "already_raised");
  REQUIRE(until([&] { return !reason.empty(); }));
  CHECK(reason == "already_raised");
  CHECK(me->unanswered() == 0);
}

TEST_CASE_METHOD(Story, "a request that changes nothing is lost with its connection", "[client]") {
  join();
  std::string reason;
  me->request("clock.sync", Json::object(), [&](const Answer& a) { reason = a.refusal->reason; });
  room.cut();
  REQUIRE(until([&] { return !reason.empty(); }));
  CHECK(reason == "connection_lost");
}

TEST_CASE_METHOD(Story, "codes from 4500 and a goodbye are for good, the others are not",
                 "[client]") {
  const auto [code, back] = GENERATE(table<int, bool>({{1000, false},
                                                       {1001, true},
                                                       {1012, true},
                                                       {1008, false},
                                                       {1009, false},
                                                       {4408, true},
                                                       {4429, true},
                                                       {4490, true},
                                                       {4500, false},
                                                       {4501, false},
                                                       {4510, false},
                                                       {4511, false}}));
  CAPTURE(code);
  join();
  bool told_of_loss = false;
  me->change("hand.raise", Json::object(), [&](const Answer& a) { told_of_loss = !a.ok(); });
  expect("hand.raise");
  room.close(static_cast<std::uint16_t>(code), "a sentence");
  REQUIRE(until([&] { return me->last_close().has_value(); }));
  CHECK(me->last_close()->code == code);
  CHECK(me->last_close()->reason == "a sentence");
  if (back) {
    CHECK(expect("room.join").at("params").contains("resume"));
    CHECK_FALSE(told_of_loss);
  } else {
    CHECK(me->standing() == RoomClient::Standing::gone);
    CHECK(told_of_loss);
  }
}

TEST_CASE_METHOD(Story, "an upgrade refused for now is tried again, one refused for good is not",
                 "[client]") {
  room.refuse_upgrades_with(429);
  me->connect();
  REQUIRE(until([&] { return room.connections() >= 3; }));
  CHECK(me->last_close()->http_status == 429);
  room.refuse_upgrades_with(403);
  REQUIRE(until([&] { return me->standing() == RoomClient::Standing::gone; }));
  CHECK(me->last_close()->http_status == 403);
}

TEST_CASE_METHOD(Story, "room.closing says when to come back", "[client]") {
  join();
  room.notify("room.closing", {{"reason", "A new version."}, {"reconnect_after_ms", 120}});
  room.close(1012);
  REQUIRE(until([&] { return me->last_close().has_value(); }));
  const auto closed_at = std::chrono::steady_clock::now();
  expect("room.join");
  // Its own backoff would be a millisecond.
  CHECK(std::chrono::steady_clock::now() - closed_at >= 120ms);
}

TEST_CASE_METHOD(Story, "it comes back by itself after the time away that a script asks for",
                 "[client]") {
  join();
  me->drop(1ms);
  CHECK_FALSE(me->joined());
  CHECK(expect("room.join").at("params").contains("resume"));
}

TEST_CASE_METHOD(Story, "who vanishes is not back before they connect", "[client]") {
  join();
  me->vanish();
  REQUIRE(room.wait_for_end());
  CHECK(me->standing() == RoomClient::Standing::away);
  CHECK(room.connections() == 1);
  me->connect();
  CHECK(expect("room.join").at("params").contains("resume"));
}

TEST_CASE_METHOD(Story, "the offset is that of the shortest round trip", "[client]") {
  // Half of each round trip is not how long the way here took, so only the shortest is nearly
  // right.
  const auto answer_after = [this](const Json& request, Millis round_trip, Json result) {
    const auto server_time = local_time + 1h;
    local_time += round_trip;
    result["server_now"] = protocol::to_text(server_time);
    room.answer(request, result);
  };
  me->connect();
  answer_after(expect("room.join"), 900ms, whole_state(1, Json::object()));
  for (const auto round_trip : {400ms, 20ms, 300ms, 90ms, 200ms}) {
    answer_after(expect("clock.sync"), round_trip, Json::object());
  }
  REQUIRE(until([&] { return me->offset().round_trip() == 20ms; }));
  CHECK(me->offset().value() == 1h - 10ms);
  CHECK(me->server_now() == local_time + 1h - 10ms);
}
