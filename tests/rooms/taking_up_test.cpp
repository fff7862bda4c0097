// Rooms opened one after the other, from an archive that takes its time.

#include <catch2/catch.hpp>

#include "tests/rooms/house.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

const core::SessionId kOther{"s2"};

/// The server of two rooms that ran, each with five seconds left, dies for a minute. When.
core::Instant die_with_two_rooms(House& house) {
  house.start();
  house.live(5s);
  house.copy_session(kOther);
  return house.down_for(1min);
}

}  // namespace

TEST_CASE("a room that somebody asks for is opened before its place in the row, and once",
          "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  const auto mark = house.down_for(1min);
  house.expect(mark);
  CHECK(house.registry->rooms().empty());
  house.clock.advance(1min);
  house.join(kBo);
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->left == 5s);
  const auto seq = house.room().seq();
  house.registry->take_up();  // in its place in the row: there is nothing to do
  house.journal.pump();
  CHECK(house.room().seq() == seq);
  CHECK(house.room().connections(kBo) == 1);
}

TEST_CASE("no mark of life is worth writing before each room is open", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  house.copy_session(kOther);
  const auto mark = house.down_for(5min);
  house.archive.take_time();
  house.recover(mark);
  CHECK_FALSE(house.registry->tick());
  house.archive.answer_next();
  REQUIRE(house.registry->if_open(kSession) != nullptr);
  house.journal.pump();
  CHECK_FALSE(house.registry->tick());
  house.archive.answer_next();
  REQUIRE(house.registry->if_open(kOther) != nullptr);
  house.journal.pump();
  CHECK(house.registry->tick());
  CHECK(house.archive.waiting() == 0);
}

TEST_CASE("each room is taken up when the one before is there, or cannot be", "[rooms]") {
  House house;
  const auto mark = die_with_two_rooms(house);
  house.archive.take_time();
  house.archive.spoil(kSession);
  house.recover(mark);
  house.registry->take_up();
  CHECK(house.archive.waiting() == 1);
  house.archive.answer_next();
  CHECK(house.registry->rooms().empty());
  REQUIRE(house.archive.waiting() == 1);
  house.archive.answer_next();
  CHECK(house.registry->if_open(kOther) != nullptr);
  CHECK(house.archive.waiting() == 0);

  house.archive.mend(kSession);
  house.registry->tick();
  CHECK(house.archive.waiting() == 1);
  house.registry->tick();  // it is being read already
  REQUIRE(house.archive.waiting() == 1);
  house.archive.answer_next();
  CHECK(house.registry->if_open(kSession) != nullptr);
}

TEST_CASE("a room is read once, whoever asks for it meanwhile, and all of them get it", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  const auto mark = house.down_for(1min);
  house.archive.take_time();
  house.recover(mark);
  std::vector<rooms::Room*> found;
  const auto ask = [&] {
    house.registry->find(kSession,
                         [&](rooms::Registry::Found came) { found.push_back(came.get()); });
  };
  ask();
  ask();
  CHECK(found.empty());
  REQUIRE(house.archive.waiting() == 1);
  house.archive.answer_next();
  auto* const room = house.registry->if_open(kSession);
  REQUIRE(room != nullptr);
  CHECK(found == std::vector{room, room});
  house.journal.pump();
  CHECK(room->session().pause->left == 5s);
  CHECK(house.outboxes.opened[kSession] == 2);  // once before it died
}

TEST_CASE("a room that is read while the server goes down stands, and no other is taken up",
          "[rooms]") {
  House house;
  const auto mark = die_with_two_rooms(house);
  house.archive.take_time();
  house.recover(mark);
  house.registry->stop();
  const auto durable = house.durable();
  house.archive.answer_next();
  REQUIRE(house.registry->if_open(kSession) != nullptr);
  house.journal.pump();
  CHECK(house.durable() == durable);
  CHECK(house.archive.waiting() == 0);
}

TEST_CASE("a room that could not even be asked for is asked for again", "[rooms]") {
  House house;
  const auto mark = die_with_two_rooms(house);
  house.archive.forget_next();
  house.recover(mark);
  CHECK(house.registry->if_open(kSession) == nullptr);
  CHECK(house.registry->if_open(kOther) != nullptr);
  house.archive.forget_next();
  CHECK_THROWS_AS(house.find(kSession), std::bad_alloc);
  CHECK(house.find(kSession) != nullptr);
}

TEST_CASE("a room that is being read when its time comes to be tried again is read once",
          "[rooms]") {
  House house;
  house.start();
  const auto mark = house.down_for(1min);
  house.archive.take_time();
  const bool is_damaged = GENERATE(true, false);
  is_damaged ? house.archive.damage(kSession) : house.archive.spoil(kSession);
  house.recover(mark);
  house.registry->tick();
  house.archive.answer_next();
  CHECK(house.archive.waiting() == 0);
  CHECK(house.reports.size() == 1);
  house.registry->tick();
  CHECK(house.archive.waiting() == (is_damaged ? 0 : 1));
}

TEST_CASE("a disk that does not answer for minutes gives up no room, nor is a mark of life written",
          "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  const auto mark = house.down_for(1min);
  house.archive.hang(true);
  house.recover(mark);
  for (int tries = 0; tries < 3 * rooms::Registry::kTries; ++tries) {
    CHECK_FALSE(house.registry->tick());
  }
  CHECK(house.reports.empty());
  house.archive.hang(false);
  CHECK_FALSE(house.registry->tick());
  REQUIRE(house.registry->if_open(kSession) != nullptr);
  house.journal.pump();
  CHECK(house.session().pause->left == 5s);
  CHECK(house.registry->tick());
}
