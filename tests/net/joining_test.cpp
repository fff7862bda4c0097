// A door that takes its time: what happens between a join and its answer.
#include <catch2/catch.hpp>

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

}  // namespace
}  // namespace turnkeeper::testing
