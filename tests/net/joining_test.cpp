// A door that takes its time: what happens between a join and its answer.
#include <catch2/catch.hpp>

#include "net/not_joined.h"
#include "tests/net/visitor.h"

namespace turnkeeper::testing {
namespace {

/// A door and an archive that answer when a test lets them.
struct Porch : House {
  Porch() {
    gatekeeper.take_time();
    archive.take_time();
  }

  void open_room() {
    rooms.find(kSession, [](const auto&) {});
    archive.answer_next();
  }
};

/// The results and refusals, in order.
std::vector<Json> answers(const Visitor& visitor) { return visitor.socket.all(""); }

TEST_CASE("a join is answered when the door has looked, the room is open, and it has looked again",
          "[dispatch]") {
  Porch house;
  Visitor ana{house};
  ana.join("m1");
  REQUIRE(house.gatekeeper.waiting() == 1);
  CHECK(house.archive.waiting() == 0);  // no room is opened for who may not enter it
  house.gatekeeper.answer_next();
  REQUIRE(house.archive.waiting() == 1);
  house.archive.answer_next();
  CHECK(answers(ana).empty());
  REQUIRE(house.gatekeeper.waiting() == 1);
  house.gatekeeper.answer_next();
  REQUIRE(answers(ana).size() == 1);
  CHECK(answers(ana)[0]["result"]["member"] == "m1");

  Visitor bo{house};
  bo.join("m2");
  house.gatekeeper.answer_next();  // the room is open: once is enough
  CHECK(answers(bo).at(0)["result"]["member"] == "m2");
  CHECK(house.gatekeeper.waiting() + house.archive.waiting() == 0);
}

TEST_CASE("what is said behind a join is heard after it, in order", "[dispatch]") {
  Porch house;
  house.open_room();
  Visitor ana{house};
  ana.join("m1");
  ana.call("session.start", {{"change", "c1"}});
  ana.call("clock.sync");
  ana.call("room.join", {{"token", "m1"}});
  CHECK(answers(ana).empty());
  house.gatekeeper.answer_next();
  house.journal.pump();
  const auto heard = answers(ana);
  REQUIRE(heard.size() == 4);
  CHECK(heard[0]["result"]["member"] == "m1");
  CHECK(heard[0]["id"] == 1);
  CHECK(heard[1]["id"] == 3);  // told at once; the change when it is on disk
  CHECK(ana.reason(heard[2]) == "already_joined");
  CHECK(heard[3]["id"] == 2);
  CHECK(ana.reason(heard[3]) == "not_enough_members");
}

TEST_CASE("nothing is heard any more of who was turned away", "[dispatch][hostile]") {
  Porch house;
  Visitor stranger{house};
  stranger.join("guess");
  stranger.join("m1");
  stranger.call("clock.sync");
  house.gatekeeper.answer_next();
  REQUIRE(answers(stranger).size() == 1);
  CHECK(stranger.reason(answers(stranger)[0]) == "credential_invalid");
  CHECK(stranger.socket.closed == CloseCode::credential_invalid);
  CHECK(house.gatekeeper.waiting() == 0);
}

TEST_CASE("nothing is heard any more of who has left, though it was said before they were let in",
          "[dispatch]") {
  Porch house;
  house.open_room();
  Visitor fay{house};
  fay.join("f");
  fay.call("room.leave");
  fay.call("session.end", {{"change", "c1"}});
  house.gatekeeper.answer_next();
  house.journal.pump();
  CHECK(fay.socket.closed == CloseCode::normal);
  CHECK(house.rooms.if_open(House::kSession)->session().phase == core::Phase::lobby);
}

TEST_CASE("who was closed for a flood is not let in after it", "[dispatch][hostile]") {
  Porch house;
  house.open_room();
  Visitor flood{house};
  flood.join("m1");
  for (std::size_t i = 0; i < 3 * limits::kCommandBurst; ++i) flood.say("{}");
  REQUIRE(flood.socket.closed == CloseCode::flood);
  house.gatekeeper.answer_next();
  house.journal.pump();
  CHECK(answers(flood).empty());
  CHECK(house.rooms.if_open(House::kSession)->connections({"m1"}) == 0);
}

TEST_CASE("who says too much before they are let in is closed, in large pieces or in small",
          "[dispatch][hostile]") {
  Porch house;
  Visitor flood{house};
  flood.join("m1");
  std::size_t said = 0;
  SECTION("large") {
    flood.say(std::string(limits::kMessageBytes, ' '));
    CHECK_FALSE(flood.socket.closed);
    flood.say(std::string(limits::kMessageBytes, ' '));
  }
  SECTION("small") {
    for (; !flood.socket.closed && said < limits::kHeldBytes; ++said) flood.say("");
    CHECK(said < 2'000);
  }
  CHECK(flood.socket.closed == CloseCode::flood);
}

TEST_CASE("a link that is revoked while its room is opened opens nothing", "[dispatch]") {
  Porch house;
  Visitor ana{house};
  ana.join("m1");
  house.gatekeeper.answer_next();
  house.gatekeeper.take("m1");
  house.archive.answer_next();
  house.gatekeeper.answer_next();
  CHECK(ana.reason(answers(ana).at(0)) == "credential_invalid");
  CHECK(ana.socket.closed == CloseCode::credential_invalid);
}

TEST_CASE("who goes before they are let in was never there", "[dispatch]") {
  Porch house;
  {
    Visitor ana{house};
    ana.join("m1");
    Visitor bo{house};
    bo.join("m2");
    house.gatekeeper.answer_next();
    ana.go();
    bo.go();
  }
  house.gatekeeper.answer_next();
  house.archive.answer_next();
  house.journal.pump();
  CHECK(house.gatekeeper.waiting() == 0);
  rooms::Room* const room = house.rooms.if_open(House::kSession);
  REQUIRE(room != nullptr);
  CHECK(room->connections({"m1"}) == 0);
  CHECK(room->connections({"m2"}) == 0);
}

TEST_CASE("who waits for a door that cannot look is told to come back", "[dispatch]") {
  Porch house;
  Visitor ana{house};
  ana.join("m1");
  SECTION("at the first look") {
    house.gatekeeper.fail_next();
    house.gatekeeper.answer_next();
  }
  SECTION("at the room") {
    house.gatekeeper.answer_next();
    house.archive.spoil(House::kSession);
    house.archive.answer_next();
  }
  SECTION("at the second look") {
    house.gatekeeper.answer_next();
    house.archive.answer_next();
    house.gatekeeper.fail_next();
    house.gatekeeper.answer_next();
  }
  CHECK(ana.reason(answers(ana).at(0)) == "storage_unavailable");
  CHECK(ana.socket.closed == CloseCode::restart);
  CHECK(house.gatekeeper.waiting() + house.archive.waiting() == 0);
}

TEST_CASE("who waits for a room that is damaged is told so, and not to come back", "[dispatch]") {
  Porch house;
  Visitor ana{house};
  ana.join("m1");
  house.gatekeeper.answer_next();
  house.archive.damage(House::kSession);
  house.archive.answer_next();
  CHECK(ana.reason(answers(ana).at(0)) == "data_damaged");
  CHECK(ana.socket.closed == CloseCode::data_damaged);
}

TEST_CASE("who waits at the door for ten seconds is let go like who says nothing", "[dispatch]") {
  Porch house;
  Visitor ana{house};
  ana.join("m1");
  house.alarm.advance(10s);
  CHECK(ana.socket.closed == CloseCode::silent);
}

TEST_CASE("many who come at once wait for one opening of their room", "[dispatch]") {
  Porch house;
  std::vector<std::unique_ptr<Visitor>> visitors;
  for (const char* const token : {"m1", "m2", "m3"}) {
    visitors.push_back(std::make_unique<Visitor>(house));
    visitors.back()->join(token);
  }
  for (int i = 0; i < 3; ++i) house.gatekeeper.answer_next();
  REQUIRE(house.archive.waiting() == 1);
  house.archive.answer_next();
  REQUIRE(house.gatekeeper.waiting() == 3);
  for (int i = 0; i < 3; ++i) house.gatekeeper.answer_next();
  for (const auto& visitor : visitors) CHECK(answers(*visitor).at(0).contains("result"));
}

/// A session of which nobody can use the last minute, for the machine slept.
struct Slept : House {
  Slept() {
    ana.join("m1");
    bo.join("m2");
    REQUIRE(ana.call("session.start", {{"change", "c1"}}).contains("result"));
    left = time_left();
    clock.advance(1min);
  }

  core::Millis time_left() {
    const core::Session& session = find_room()->session();
    return session.pause ? session.pause->left : session.stage->deadline - clock.now();
  }
  /// Somebody comes, and the disk has not answered yet.
  void come(Visitor& visitor) {
    visitor.talk->hear(
        Json{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "room.join"}, {"params", {{"token", "m3"}}}}
            .dump());
  }

  Visitor ana{*this};
  Visitor bo{*this};
  core::Millis left{};
};

TEST_CASE("who comes before a gap is written down waits for that, and sees nobody charged for it",
          "[dispatch]") {
  Slept house;
  Visitor late{house};
  house.come(late);
  house.alarm.ring_due();
  CHECK(answers(late).empty());
  late.talk->hear(R"({"jsonrpc": "2.0", "id": 2, "method": "clock.sync"})");
  house.journal.pump();
  house.alarm.ring_due();
  REQUIRE(answers(late).size() == 2);
  const Json welcome = answers(late)[0]["result"];
  CHECK(welcome["seq"] == house.find_room()->seq());
  CHECK(house.time_left() == house.left);
  CHECK(merged(late.socket, welcome["state"]) == welcome["state"]);
  CHECK(answers(late)[1]["id"] == 2);
}

TEST_CASE("while a gap cannot be written down who comes is let in, and told", "[dispatch]") {
  Slept house;
  Visitor late{house};
  house.come(late);
  SECTION("the disk refuses") {
    house.journal.refuse(true);
    house.journal.pump();
  }
  SECTION("the disk hangs, as somebody else finds out") { house.rooms.storage_hangs(); }
  SECTION("the disk hangs") {
    for (int i = 0; i < 12; ++i) {
      house.clock.advance(rooms::Registry::kPulse);
      house.rooms.pulse();
    }
  }
  house.alarm.ring_due();
  REQUIRE(answers(late).size() == 1);
  CHECK(answers(late)[0].contains("result"));
  REQUIRE(late.socket.all("room.notice").size() == 1);
  CHECK(late.socket.all("room.notice")[0]["params"]["notice"] == "storage_unavailable");
}

TEST_CASE("who waits for a room that breaks down meanwhile gets the next one", "[dispatch]") {
  Slept house;
  Visitor late{house};
  house.come(late);
  house.journal.write_behind(House::kSession, {house.clock.now(), core::MemberId{"m1"},
                                               core::MemberAway{core::MemberId{"m1"}}});
  house.journal.pump();
  house.alarm.ring_due();
  house.journal.pump();
  house.alarm.ring_due();
  REQUIRE(answers(late).size() == 1);
  CHECK(answers(late)[0]["result"]["seq"] == house.find_room()->seq());
}

TEST_CASE(
    "a room that is thrown away by whoever is told that it is lost forgets nobody at its door",
    "[dispatch]") {
  Slept house;
  Visitor late{house};
  house.come(late);
  house.find_room()->handle({{}, core::SettleSession{}}, "",
                            [&](const auto&) { house.find_room(); });
  house.journal.write_behind(House::kSession, {house.clock.now(), core::MemberId{"m1"},
                                               core::MemberAway{core::MemberId{"m1"}}});
  house.journal.pump();
  for (int i = 0; i < 3; ++i) {
    house.alarm.ring_due();
    house.journal.pump();
  }
  REQUIRE(answers(late).size() == 1);
  CHECK(answers(late)[0].contains("result"));
}

TEST_CASE("who waits for a gap when there is no memory to ask who they are is told so",
          "[dispatch]") {
  Slept house;
  Visitor late{house};
  Visitor other{house};
  house.come(late);
  house.come(other);
  house.journal.pump();
  house.gatekeeper.forget_next();
  house.alarm.ring_due();
  REQUIRE(answers(late).size() == 1);
  CHECK(answers(late)[0]["id"] == 1);
  CHECK(late.reason(answers(late)[0]) == "storage_unavailable");
  CHECK(late.socket.closed == CloseCode::restart);
  REQUIRE(answers(other).size() == 1);
  CHECK(answers(other)[0].contains("result"));
}

TEST_CASE("who goes while they wait for a gap to be written down is not let in", "[dispatch]") {
  Slept house;
  {
    Visitor late{house};
    house.come(late);
  }
  house.journal.pump();
  house.alarm.ring_due();
  CHECK(house.find_room()->connections({"m3"}) == 0);
}

TEST_CASE("a session that is nowhere any more is over for who asks for it", "[dispatch]") {
  House house;
  const core::SessionId gone{"s0"};
  house.gatekeeper.know(gone);
  Visitor ana{house, gone};
  CHECK(ana.reason(ana.call("room.join", {{"token", "m1"}})) == "session_ended");
  CHECK(ana.socket.closed == CloseCode::room_ended);
}

TEST_CASE("nobody is answered whose connection has gone", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  ana.talk->hear(
      R"({"jsonrpc": "2.0", "id": 9, "method": "session.start", "params": {"change": "c1"}})");
  const auto heard = ana.socket.messages.size();
  ana.go();
  CHECK(ana.socket.messages.size() == heard);
  CHECK(house.find_room()->session().phase == core::Phase::check_in);
}

TEST_CASE("whoever was not counted as quiet is not counted when they are heard again",
          "[dispatch]") {
  House house;
  Visitor screen{house};
  screen.join("d");
  Visitor ana{house};
  for (Visitor* const visitor : {&screen, &ana}) {
    visitor->talk->quiet(house.clock.now());
    visitor->talk->heard_again();
  }
  ana.join("m1");
  ana.talk->heard_again();
  CHECK(house.find_room()->connections({"m1"}) == 1);
}

TEST_CASE("of an address that holds no place nothing is kept", "[limits]") {
  net::NotJoined places{2};
  {
    const auto one = places.enter("192.0.2.1");
    const auto two = places.enter("192.0.2.1");
    CHECK(places.enter("192.0.2.1") == nullptr);
    CHECK(places.enter("192.0.2.2") != nullptr);
    CHECK(places.addresses() == 1);
  }
  CHECK(places.addresses() == 0);
  CHECK(places.enter("192.0.2.1") != nullptr);
}

}  // namespace
}  // namespace turnkeeper::testing
