// What a client says to a room and what it is answered, without a wire in between.
#include <catch2/catch.hpp>

#include "tests/net/visitor.h"

namespace turnkeeper::testing {
namespace {

TEST_CASE("the role comes from the connection and not from what it says", "[dispatch][hostile]") {
  House house;
  Visitor observer{house};
  Visitor screen{house};
  observer.join("o");
  screen.join("d");
  for (const protocol::Method& method : protocol::methods()) {
    const bool anyone = method.allows(protocol::Caller::display);
    if (anyone) continue;
    INFO(method.name);
    Visitor* const both[] = {&observer, &screen};
    for (Visitor* const each : both) {
      house.alarm.advance(100ms, [&] { house.journal.pump(); });
      // Refused before the params are looked at.
      CHECK(each->reason(each->call(std::string{method.name}, {{"rubbish", 1}})) == "not_allowed");
      each->call("clock.sync");
    }
  }
  CHECK(observer.socket.all("seat.state").back()["params"]["calls"] ==
        Json{"room.join", "room.leave", "clock.sync"});
}

TEST_CASE("twenty forbidden calls in a row end the connection", "[dispatch][hostile]") {
  House house;
  Visitor observer{house};
  observer.join("o");
  for (int i = 0; i < 19; ++i) observer.call("hand.raise", {{"change", std::to_string(i)}});
  CHECK_FALSE(observer.socket.closed);
  observer.call("hand.raise", {{"change", "x"}});
  CHECK(observer.socket.closed == CloseCode::policy);
}

TEST_CASE("bad messages are answered, harm nothing, and ten in a row are too many",
          "[dispatch][hostile]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  const auto events = ana.socket.all("room.event").size();
  std::string deep(17, '[');
  deep += std::string(17, ']');
  const std::vector<std::pair<std::string, int>> bad = {
      {"", protocol::kParseError},
      {"{", protocol::kParseError},
      {deep, protocol::kParseError},
      {R"({"id":1,"id":1})", protocol::kParseError},
      {R"({"jsonrpc":"2.0","id":1e999,"method":"clock.sync"})", protocol::kParseError},
      {"[]", protocol::kInvalidRequest},
      {R"({"jsonrpc":"2.0","method":"clock.sync"})", protocol::kInvalidRequest},
      {R"({"jsonrpc":"2.0","id":1,"method":"no.such"})", protocol::kUnknownMethod},
      {R"({"jsonrpc":"2.0","id":1,"method":"clock.sync","params":{"a":1}})",
       protocol::kInvalidParams},
  };
  for (const auto& [text, code] : bad) {
    INFO(text);
    CHECK(ana.say(text)["error"]["code"] == code);
  }
  CHECK_FALSE(ana.socket.closed);
  CHECK(ana.call("clock.sync").contains("result"));
  for (int i = 0; i < 9; ++i) ana.say("{");
  CHECK_FALSE(ana.socket.closed);
  ana.say("{");
  CHECK(ana.socket.closed == CloseCode::bad_messages);
  CHECK(ana.socket.all("room.event").size() == events);
}

TEST_CASE("a flood is warned and then cut off, pings included", "[dispatch][hostile]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  for (int i = 0; i < 39; ++i) REQUIRE(ana.call("clock.sync").contains("result"));
  const Json warning = ana.call("session.start", {{"change", "c"}});
  CHECK(ana.reason(warning) == "rate_limited");
  CHECK(warning["error"]["data"]["retry_after_ms"] == 50);
  for (int i = 0; i < 39; ++i) ana.talk->hear_control();
  CHECK_FALSE(ana.socket.closed);
  ana.talk->hear_control();
  CHECK(ana.socket.closed == CloseCode::flood);
}

TEST_CASE("a change sent again has the same answer and no second effect", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  const Json first = ana.call("session.start", {{"change", "c1"}})["result"];
  const auto events = bo.socket.all("room.event").size();
  ana.go();
  Visitor again{house};
  again.join("m1");
  CHECK(again.call("session.start", {{"change", "c1"}})["result"] == first);
  CHECK(bo.socket.all("room.event").size() == events);
}

TEST_CASE("a rejection carries its reason and what would have worked", "[dispatch]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  const Json answer = ana.call("session.start", {{"change", "c1"}});
  CHECK(answer["error"]["code"] == protocol::kRejected);
  CHECK(ana.reason(answer) == "not_enough_members");
  CHECK(answer["error"]["data"]["present"] == 1);
  CHECK(ana.reason(ana.call("room.join", {{"token", "m1"}})) == "already_joined");
}

TEST_CASE("nobody is told of a change that the disk refused", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  const auto events = bo.socket.all("room.event").size();
  house.journal.refuse(true);
  CHECK(ana.reason(ana.call("session.start", {{"change", "c1"}})) == "storage_unavailable");
  CHECK(bo.socket.all("room.event").size() == events);
}

TEST_CASE("an answer finds nobody when its asker has gone", "[dispatch]") {
  House house;
  auto ana = std::make_unique<Visitor>(house);
  Visitor bo{house};
  ana->join("m1");
  bo.join("m2");
  ana->talk->hear(R"({"jsonrpc":"2.0","id":9,"method":"session.start","params":{"change":"c"}})");
  ana->gone = true;
  ana->talk->ended(house.clock.now());
  ana.reset();
  house.journal.pump();
  CHECK(bo.socket.all("room.event").back()["params"]["event"] != "member.arrived");
}

TEST_CASE("a room that cannot be read is an error of ours and not of the token", "[dispatch]") {
  House house;
  house.gatekeeper.fail_next();
  Visitor ana{house};
  CHECK(ana.reason(ana.call("room.join", {{"token", "m1"}})) == "storage_unavailable");
  CHECK(ana.socket.closed == CloseCode::restart);
  CHECK(house.log.size() == 1);
}

TEST_CASE("a session whose journal is damaged says so, and that coming back does not help",
          "[dispatch]") {
  House house;
  house.archive.damage(House::kSession);
  Visitor ana{house};
  CHECK(ana.reason(ana.call("room.join", {{"token", "m1"}})) == "data_damaged");
  CHECK(ana.socket.closed == CloseCode::data_damaged);
  CHECK(house.log == std::vector<std::string>{"Event 2 is damaged."});
}

TEST_CASE("a session whose journal cannot be read at present is worth coming back for",
          "[dispatch]") {
  House house;
  house.archive.spoil(House::kSession);
  Visitor ana{house};
  CHECK(ana.reason(ana.call("room.join", {{"token", "m1"}})) == "storage_unavailable");
  CHECK(ana.socket.closed == CloseCode::restart);

  house.archive.mend(House::kSession);
  Visitor bo{house};
  CHECK(bo.join("m2").contains("state"));
}

TEST_CASE("who goes from a room that is lost opens nothing", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  house.journal.write_behind(House::kSession, {house.clock.now(), core::MemberId{"m1"},
                                               core::MemberAway{core::MemberId{"m1"}}});
  ana.call("session.start", {{"change", "c1"}});
  house.archive.spoil(House::kSession);
  CHECK_NOTHROW(bo.go());
  house.rooms.tick();
  CHECK(ana.socket.closed == CloseCode::restart);
}

TEST_CASE("a room that is gone tells its guests whether to come back", "[dispatch]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  house.channels.close(House::kSession);
  CHECK(ana.socket.closed == CloseCode::restart);

  House other;
  Visitor bo{other};
  Visitor fay{other};
  bo.join("m2");
  fay.join("f");
  REQUIRE(fay.call("session.end", {{"change", "c"}}).contains("result"));
  other.channels.close(House::kSession);
  CHECK(bo.socket.closed == CloseCode::room_ended);
}

TEST_CASE("revoked links lose their connections, and others keep theirs", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  Visitor screen{house};
  ana.join("m1");
  bo.join("m2");
  screen.join("d");
  house.channels.close_displays(House::kSession);
  CHECK(screen.socket.closed == CloseCode::credential_invalid);
  CHECK_FALSE(ana.socket.closed);
  CHECK_FALSE(bo.socket.closed);
}

TEST_CASE("everyone is told another moment to come back at", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  Visitor screen{house};
  ana.join("m1");
  bo.join("m2");
  screen.join("d");
  house.channels.announce_closing();
  std::set<int> delays;
  for (Visitor* const each : {&ana, &bo, &screen}) {
    const Json& last = each->socket.last();
    CHECK(last["method"] == "room.closing");
    delays.insert(last["params"]["reconnect_after_ms"].get<int>());
  }
  CHECK(delays == std::set<int>{500, 2'000, 3'500});
}

TEST_CASE("a picture of the room is the state and the seat, as of now", "[dispatch]") {
  House house;
  Visitor ana{house};
  const Json before = ana.join("m1")["state"];
  const auto frames = ana.talk->catch_up();
  REQUIRE(frames.size() == 2);
  const Json picture = Json::parse(*frames[0]);
  CHECK(picture["method"] == "room.state");
  CHECK(picture["params"]["epoch"] == "epoch-1");
  CHECK(picture["params"]["run"] == "server-1.1");
  CHECK(picture["params"]["seq"] == 2);
  CHECK(picture["params"]["state"] == merged(ana.socket, before));
  CHECK(Json::parse(*frames[1])["method"] == "seat.state");
}

TEST_CASE("there is no picture of a room that was opened again without its guest", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  house.journal.write_behind(House::kSession, {house.clock.now(), std::nullopt,
                                               core::CheckInSaid{{"m1"}, core::WordsId{"w"}}});
  ana.call("session.start", {{"change", "c1"}});
  REQUIRE(house.find_room(House::kSession));
  REQUIRE(house.channels.find(House::kSession));
  CHECK(ana.socket.closed == CloseCode::restart);
  CHECK(ana.talk->catch_up().empty());
}

TEST_CASE("a picture of the room says again what the disk does, for a notice may be lost in it",
          "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  house.journal.refuse(true);
  ana.call("session.start", {{"change", "c1"}});
  const auto noticed = [&] {
    const Json last = Json::parse(*ana.talk->catch_up().back());
    return last["method"] == "room.notice" ? last["params"]["notice"].get<std::string>() : "";
  };
  CHECK(noticed() == "storage_unavailable");
  house.journal.refuse(false);
  ana.call("session.start", {{"change", "c1"}});
  CHECK(noticed() == "storage_back");
}

TEST_CASE("metrics count calls and hold no content", "[dispatch]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  ana.call("checkin.say", {{"change", "c1"}, {"text", "canary"}});
  ana.call("canary.method");
  ana.say(R"({"jsonrpc":"2.0","id":"canary","method":"clock.sync"})");
  const std::string text = house.metrics.render();
  CHECK_THAT(text, Catch::Contains(R"(turnkeeper_calls_total{method="room.join",outcome="ok"} 1)"));
  CHECK_THAT(text, Catch::Contains("turnkeeper_rooms 1\n"));
  CHECK_THAT(text, Catch::Contains("turnkeeper_guests 1\n"));
  CHECK_THAT(text, !Catch::Contains("canary"));
  CHECK_THAT(text, !Catch::Contains("m1"));
}

}  // namespace
}  // namespace turnkeeper::testing
