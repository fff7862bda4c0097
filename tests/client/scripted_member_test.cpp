#include "client/scripted_member.h"

#include <catch2/catch.hpp>

#include "client/fake_room.h"
#include "client/rules.h"

using namespace turnkeeper;
using namespace std::chrono_literals;
using client::Pace;
using client::Rule;
using client::ScriptedMember;
using protocol::Json;
using test::FakeRoom;

namespace {

/// A state in which m1 holds the stage of that name.
Json holding(const std::string& stage, const std::string& name, const std::string& ability) {
  return {{"session", {{"phase", "turn"}}},
          {"agenda", {{"stages", {{{"id", name}, {"allows", {ability}}}}}}},
          {"members", {{"m1", {{"seated", true}, {"present", true}, {"role", "member"}}}}},
          {"stage", {{"id", stage}, {"kind", "turn"}, {"name", name}, {"holder", "m1"}}}};
}

std::vector<std::string> one_question(const client::RoomView&) { return {"What matters most?"}; }

struct Stage {
  client::Loop loop;
  FakeRoom room{loop};
  std::unique_ptr<ScriptedMember> member;
  std::uint64_t seq = 1;

  void enter(std::vector<Rule> rules, const Json& state, double speed = 1.0) {
    member = std::make_unique<ScriptedMember>(
        loop, ScriptedMember::Options{"Ana", room.address(), "a-token", speed, 7, 1ms},
        std::move(rules));
    member->enter("s1");
    room.answer(next(), {{"epoch", "e1"},
                         {"run", "r1"},
                         {"seq", seq},
                         {"server_now", "2026-03-01T12:00:00.000Z"},
                         {"member", "m1"},
                         {"role", "member"},
                         {"state", state}});
    REQUIRE(loop.run_until([&] { return member->room().joined(); }, 5s));
  }

  void patch(const Json& patch) {
    room.notify("room.event", {{"seq", ++seq}, {"at", ""}, {"event", "x"}, {"patch", patch}});
    REQUIRE(loop.run_until([&] { return member->room().seq() == seq; }, 5s));
  }

  /// The next request that is no sample of the clock.
  Json next() {
    for (;;) {
      Json request = room.next_request();
      if (request.value("method", "") != "clock.sync") return request;
      room.answer(request, {{"server_now", "2026-03-01T12:00:00.000Z"}});
    }
  }

  std::string next_method() { return next().value("method", "nothing"); }

  /// Something that the member says, behind everything that its rules have said.
  void mark() { member->change("mark"); }
};

}  // namespace

TEST_CASE_METHOD(Stage, "a holder states their challenge, once", "[client]") {
  enter({client::rules::states("stuck", "unstuck", {})}, holding("s1", "challenge", "state"));
  const Json said = next();
  CHECK(said.at("method") == "challenge.state");
  CHECK(said.at("params").at("text") == "stuck");
  CHECK(said.at("params").at("outcome") == "unstuck");

  // The stage is the same and the challenge still not written: it was said all the same.
  patch({{"budget", 1}});
  patch({{"budget", 2}});
  mark();
  CHECK(next_method() == "mark");
}

TEST_CASE_METHOD(Stage, "the next stage is another occasion", "[client]") {
  enter({client::rules::gives_back("action", 5s, {})}, holding("s1", "action", "commit"));
  CHECK(next_method() == "time.give_back");
  patch({{"stage", {{"id", "s2"}}}});
  CHECK(next_method() == "time.give_back");
}

TEST_CASE_METHOD(Stage, "an occasion that passes while one thinks is left alone", "[client]") {
  enter({client::rules::states("stuck", "", {50ms, 50ms})}, holding("s1", "challenge", "state"));
  patch({{"stage", {{"holder", "m2"}}}});
  // Another rule's worth of time, so that the first has certainly rung.
  bool rung = false;
  loop.after(100ms, [&] { rung = true; });
  REQUIRE(loop.run_until([&] { return rung; }, 5s));
  mark();
  CHECK(next_method() == "mark");
}

TEST_CASE_METHOD(Stage, "speed divides the time that people take", "[client]") {
  enter({client::rules::states("stuck", "", {200s, 200s})}, holding("s1", "challenge", "state"),
        10'000.0);
  CHECK(next_method() == "challenge.state");
}

TEST_CASE_METHOD(Stage, "a commitment has a date so many days after the server's", "[client]") {
  enter({client::rules::commits({"write", "it is sent", 3}, {})},
        holding("s1", "action", "commit"));
  const Json request = next();
  CHECK(request.at("method") == "action.add");
  CHECK(request.at("params").at("due") == "2026-03-04");
}

TEST_CASE_METHOD(Stage, "one moves on with the stage that one sees, once there is an action",
                 "[client]") {
  enter({client::rules::moves_on_when_committed({})}, holding("s1", "action", "commit"));
  patch({{"actions", {{"a1", {{"turn", "m1"}, {"owner", "m1"}}}}}});
  const Json request = next();
  CHECK(request.at("method") == "stage.advance");
  CHECK(request.at("params").at("expect").at("stage") == "s1");
}

TEST_CASE_METHOD(Stage, "in others' turns one asks, and not more than one's measure", "[client]") {
  Json state = holding("s1", "exploration", "ask");
  state["stage"]["holder"] = "m2";
  enter({client::rules::asks(one_question, 2, 1.0, {})}, state);
  CHECK(next_method() == "question.ask");
  patch({{"entries", {{"e1", {{"by", "m1"}, {"kind", "question"}, {"status", "waiting"}}}}}});
  CHECK(next_method() == "question.ask");
  patch({{"entries", {{"e2", {{"by", "m1"}, {"kind", "question"}, {"status", "waiting"}}}}}});
  mark();
  CHECK(next_method() == "mark");
}

TEST_CASE_METHOD(Stage, "who never takes a chance asks nothing", "[client]") {
  Json state = holding("s1", "exploration", "ask");
  state["stage"]["holder"] = "m2";
  enter({client::rules::asks(one_question, 2, 0.0, {})}, state);
  mark();
  CHECK(next_method() == "mark");
}

TEST_CASE_METHOD(Stage, "a rule can lose the network, and the member is back by itself",
                 "[client]") {
  enter({client::rules::drops("challenge", 1ms, {})}, holding("s1", "challenge", "state"));
  const Json join = next();
  CHECK(join.at("method") == "room.join");
  CHECK(join.at("params").at("resume").at("seq") == 1);
  CHECK(room.connections() == 2);
}

TEST_CASE_METHOD(Stage, "with a facilitator here, nobody else starts", "[client]") {
  Json state = holding("s1", "challenge", "state");
  state["session"]["phase"] = "lobby";
  state["members"]["m2"] = {{"seated", false}, {"present", true}, {"role", "facilitator"}};
  enter({client::rules::starts(1, {})}, state);
  mark();
  CHECK(next_method() == "mark");
  patch({{"members", {{"m2", {{"present", false}}}}}});
  CHECK(next_method() == "session.start");
}
