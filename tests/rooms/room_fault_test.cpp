// A room that breaks down: something threw that must not.

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>

#include "tests/rooms/house.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

const std::string kReport =
    "Session s1 broke down, and its journal is read again. This journal is broken.";

}  // namespace

TEST_CASE("a room that breaks down answers all who wait, and is read again from its journal",
          "[rooms]") {
  House house;
  house.start();
  house.journal.breaks(true);
  const auto asked = house.ask(kEve, core::PauseSession{});
  CHECK(asked.failed(rooms::Failure::storage_unavailable));
  CHECK(house.registry->if_open(kSession) == nullptr);

  house.journal.breaks(false);
  house.clock.advance(1s);
  house.registry->tick();
  house.journal.pump();
  CHECK(house.reports == std::vector{kReport});
  CHECK(house.outboxes.closed[kSession] == 1);
  REQUIRE(house.registry->if_open(kSession) != nullptr);
  CHECK(house.session().pause->cause == core::PauseCause::outage);
  CHECK(house.do_it(kEve, core::ResumeSession{}).succeeded());
}

TEST_CASE("what a room had not written down of a gap when it broke down is charged to nobody",
          "[rooms]") {
  House house;
  house.start();
  house.live(35s);
  const auto left = house.left();
  house.clock.advance(2min);  // nothing rings: the machine sleeps
  house.journal.breaks(true);
  house.registry->tick();
  REQUIRE(house.registry->if_open(kSession) == nullptr);
  house.journal.breaks(false);
  house.registry->tick();
  house.journal.pump();
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->left == left);
}

TEST_CASE("who is told that a room has broken down may ask for it at once", "[rooms]") {
  House house;
  house.start();
  house.ask(kEve, core::PauseSession{});
  const rooms::Room* opened = nullptr;
  house.room().handle({kEve, core::ResumeSession{}}, "", [&](const rooms::Answer&) {
    house.outbox().on_publish = {};
    opened = &house.room();
  });
  const auto other = house.ask(kBo, core::RaiseHand{});
  house.outbox().on_publish = [] { throw std::runtime_error("This journal is broken."); };
  house.journal.pump();
  CHECK(opened == &house.room());
  CHECK(other.failed(rooms::Failure::storage_unavailable));
}

TEST_CASE("a room that breaks down while it tells is read again with what was written", "[rooms]") {
  House house;
  house.start();
  house.outbox().on_publish = [] { throw std::runtime_error("This journal is broken."); };
  const auto asked = house.do_it(kEve, core::PauseSession{});
  CHECK_FALSE(asked.anything());
  house.outbox().on_publish = {};
  house.registry->tick();
  house.journal.pump();
  CHECK(house.reports == std::vector{kReport});
  CHECK(house.session().pause->cause == core::PauseCause::called);
}

TEST_CASE("a room that breaks down now and then is read again each time", "[rooms]") {
  House house;
  house.start();
  house.drop(kAna, true);
  for (int i = 0; i < 2 * rooms::Registry::kTries; ++i) {
    REQUIRE(house.registry->if_open(kSession));
    house.journal.breaks(true);
    house.room().connected(kAna);
    REQUIRE_FALSE(house.registry->if_open(kSession));
    house.journal.breaks(false);
    house.registry->tick();
    house.live(5s);
  }
  CHECK(house.registry->if_open(kSession));
}

TEST_CASE("a room that breaks down whenever it is read is given up after some tries", "[rooms]") {
  House house;
  house.start();
  house.journal.breaks(true);
  house.ask(kEve, core::PauseSession{});
  for (int i = 0; i < 2 * rooms::Registry::kTries; ++i) {
    house.clock.advance(1s);
    house.registry->tick();
  }
  CHECK(house.reports.size() == rooms::Registry::kTries + 1);
  CHECK(house.registry->rooms().empty());

  house.journal.breaks(false);
  CHECK(house.do_it(kEve, core::ResumeSession{}).succeeded());
}

TEST_CASE("who waits for a room to catch up is told when it breaks down", "[rooms]") {
  House house;
  house.start();
  house.clock.advance(1min);
  house.registry->pulse();
  REQUIRE(house.room().catches_up());
  bool told = false;
  house.room().once_caught_up([&] { told = true; });
  house.outbox().on_publish = [] { throw std::runtime_error("This journal is broken."); };
  house.journal.pump();
  house.outbox().on_publish = {};
  CHECK_FALSE(told);  // not from inside
  house.alarm.ring_due();
  CHECK(told);
}
