// Rooms opened, kept, and closed.

#include <catch2/catch.hpp>

#include "tests/rooms/house.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

const core::SessionId kOther{"s2"};
const std::string kTriedAgain =
    "Session s1 cannot be opened, and is tried again. Event 2 cannot be read.";

}  // namespace

TEST_CASE("a room is opened when it is first asked for, and once", "[rooms]") {
  House house;
  CHECK(house.registry->rooms().empty());
  auto& room = house.room();
  CHECK(&room == &house.room());
  CHECK(house.registry->rooms().size() == 1);
  CHECK(house.outboxes.opened[kSession] == 1);
  CHECK(house.find(core::SessionId{"none"}) == nullptr);
}

TEST_CASE("after a restart what ran is paused since the last mark of life", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  const auto mark = house.down_for(5min);
  house.recover(mark);
  house.journal.pump();
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->cause == core::PauseCause::outage);
  CHECK(house.session().pause->left == 5s);
  CHECK_FALSE(house.session().participants.at(kAna).present);
  house.join(kBo);
  CHECK(house.session().pause);
  house.join(kAna);
  CHECK_FALSE(house.session().pause);
  CHECK(house.left() == 5s);
}

TEST_CASE("the clock ran at least until the last event", "[rooms]") {
  House house;
  house.start();
  house.live(12s);
  REQUIRE(house.do_it(kBo, core::SayCheckIn{"hello"}).succeeded());
  house.down_for(1min);
  SECTION("in an earlier stage") { house.recover(ManualClock::kStart + 5s); }
  SECTION("in this one") { house.recover(ManualClock::kStart + 11s); }
  house.journal.pump();
  CHECK(house.session().pause->left == 8s);
  CHECK(house.session().stage->holder == kBo);
}

TEST_CASE("a mark of life that lies ahead, for the clock was set back, is one of now", "[rooms]") {
  House house;
  house.start();
  house.live(4s);
  house.restart();
  house.recover(house.clock.now() + 1h);
  house.journal.pump();
  CHECK(house.session().pause->left == 6s);
}

TEST_CASE("a server that is killed before its first mark of life charges nobody", "[rooms]") {
  House house;
  house.start();
  house.live(2s);
  house.down_for(5s);
  house.recover(std::nullopt);
  house.journal.pump();
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->left == 10s);
}

TEST_CASE("after a restart nobody is here in a lobby, and it does not run", "[rooms]") {
  House house;
  house.join(kAna);
  house.restart();
  house.recover(house.clock.now());
  house.journal.pump();
  CHECK_FALSE(house.session().participants.at(kAna).present);
  CHECK_FALSE(house.session().pause);
  CHECK_FALSE(house.registry->tick());
}

TEST_CASE("a disk that refuses at the start charges nobody for what was before", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  const auto mark = house.down_for(5min);
  house.journal.refuse(true);
  house.recover(mark);
  house.journal.pump();
  house.live(1min);
  house.journal.refuse(false);
  house.live(10s);
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->left == 5s);
  CHECK_FALSE(house.session().participants.at(kAna).present);
}

TEST_CASE("a session whose end is final is not recovered", "[rooms]") {
  House house;
  house.do_it(kEve, core::EndSession{});
  house.restart();
  house.recover(house.clock.now());
  CHECK(house.registry->rooms().size() == 1);  // it can still be reopened
  house.live(11min);
  house.restart();
  house.recover(house.clock.now());
  CHECK(house.registry->rooms().empty());
}

TEST_CASE("an ended room stays open while it can be reopened", "[rooms]") {
  House house;
  house.do_it(kEve, core::EndSession{});
  house.live(10min);
  CHECK(house.registry->rooms().size() == 1);
  house.live(5s);
  CHECK(house.registry->rooms().empty());
}

TEST_CASE("a session that is reopened learns who is here, and lives on", "[rooms]") {
  House house;
  house.start();
  house.do_it(kEve, core::EndSession{house.session().stage->id});
  house.live(5s);
  REQUIRE(house.session().phase == core::Phase::ended);
  house.drop(kEve, true);
  house.live(1min);
  CHECK(house.session().participants.at(kEve).present);  // nobody wrote it down any more
  REQUIRE(house.do_it(kBo, core::ReopenSession{}).succeeded());
  house.journal.pump();
  CHECK(house.session().phase == core::Phase::check_in);
  CHECK_FALSE(house.session().participants.at(kEve).present);
  CHECK(house.session().participants.at(kAna).present);
  house.live(11min);
  CHECK(house.session().pause->by == kBo);
  CHECK(house.registry->rooms().size() == 1);
}

TEST_CASE("a session is reopened after a restart", "[rooms]") {
  House house;
  house.start();
  house.live(4s);
  house.do_it(kEve, core::EndSession{house.session().stage->id});
  house.live(3s);
  REQUIRE(house.session().phase == core::Phase::ended);
  house.restart();
  house.recover(house.clock.now());
  house.join(kAna);
  REQUIRE(house.do_it(kAna, core::ReopenSession{}).succeeded());
  house.journal.pump();
  CHECK(house.session().pause->left == 3s);
  CHECK_FALSE(house.session().participants.at(kBo).present);
}

TEST_CASE("an ended room is closed after a minute, if it cannot be reopened", "[rooms]") {
  House house;
  house.do_it(kEve, core::EndSession{});
  house.do_it({}, core::SettleSession{});
  CHECK(house.do_it(kEve, core::ReopenSession{}).refused(core::Reason::session_settled));
  house.live(55s);
  CHECK(house.registry->rooms().size() == 1);
  house.live(5s);
  CHECK(house.registry->rooms().empty());
  CHECK(house.outboxes.closed[kSession] == 1);
}

TEST_CASE("an ended room that somebody opens again stays for a minute", "[rooms]") {
  House house;
  house.do_it(kEve, core::EndSession{});
  house.live(11min);
  house.room();
  house.live(55s);
  CHECK(house.registry->rooms().size() == 1);
  house.live(10s);
  CHECK(house.registry->rooms().empty());
}

TEST_CASE("a mark of life is worth writing while time does something somewhere", "[rooms]") {
  House house;
  house.room();
  CHECK_FALSE(house.registry->tick());
  house.start();
  CHECK(house.registry->tick());
  house.do_it(kEve, core::PauseSession{});
  CHECK(house.registry->tick());  // a pause has an end
  house.do_it(kEve, core::EndSession{});
  house.live(5s);
  CHECK_FALSE(house.registry->tick());
}

TEST_CASE("no mark of life is worth writing before each room has written its outage down",
          "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  const auto mark = house.down_for(5min);
  house.journal.refuse(true);
  house.recover(mark);
  CHECK_FALSE(house.registry->tick());  // on its way to the disk
  house.journal.pump();
  CHECK_FALSE(house.registry->tick());  // refused, and to be tried again
  house.journal.refuse(false);
  house.live(10s);
  REQUIRE(house.session().pause);
  CHECK(house.registry->tick());
}

TEST_CASE("a restart leaves a pause the time that it has waited", "[rooms]") {
  House house;
  house.start();
  house.do_it(kEve, core::PauseSession{});
  const auto until = house.session().pause->until.value();
  auto mark = house.clock.now();
  for (int minute = 0; minute < 10; ++minute) {
    house.live(1min);
    if (house.registry->tick()) mark = house.clock.now();
  }
  house.down_for(3min);
  house.recover(mark);
  house.journal.pump();
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->until == until + 3min);
}

TEST_CASE("a room that is not alone with its journal is lost, and opened again", "[rooms]") {
  House house;
  house.start();
  house.somebody_else_writes();
  const auto first = house.ask(kEve, core::PauseSession{});
  const auto second = house.ask(kEve, core::PauseSession{});
  auto& room = house.room();
  house.journal.pump();
  CHECK(room.lost());
  CHECK(first.failed(rooms::Failure::storage_unavailable));
  CHECK(second.failed(rooms::Failure::storage_unavailable));
  Heard third;
  room.handle({kEve, core::PauseSession{}}, "", third.reply());
  CHECK(third.failed(rooms::Failure::storage_unavailable));

  house.room();
  house.journal.pump();
  CHECK(house.outboxes.closed[kSession] == 1);
  CHECK(house.outboxes.opened[kSession] == 2);
  CHECK(house.session().check_ins.at(kAna).text == core::WordsId{"w"});
  CHECK_FALSE(house.session().participants.at(kAna).present);  // their connections are closed
  CHECK(house.session().pause);
}

TEST_CASE("a room that is lost goes on by itself", "[rooms]") {
  House house;
  house.start();
  house.somebody_else_writes();
  house.live(5min);
  CHECK(house.outboxes.opened[kSession] == 2);
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->cause == core::PauseCause::room_empty);
}

TEST_CASE("a journal that cannot be read keeps one room closed, and no other", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  house.copy_session(kOther);
  house.archive.spoil(kSession);
  const auto mark = house.down_for(5min);
  house.recover(mark);
  CHECK(house.registry->rooms().size() == 1);
  CHECK(house.registry->if_open(kSession) == nullptr);
  CHECK(house.registry->if_open(kOther) != nullptr);
  CHECK_THROWS_WITH(house.room(), "Event 2 cannot be read.");

  // Once it can be read, the time in between was an outage.
  house.archive.mend(kSession);
  house.room();
  house.journal.pump();
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->left == 5s);
}

TEST_CASE("a journal that could not be read once is read soon, and no mark of life comes before",
          "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  house.copy_session(kOther);
  house.archive.spoil(kSession);
  const auto mark = house.down_for(5min);
  house.recover(mark);
  house.journal.pump();
  house.archive.mend(kSession);
  CHECK_FALSE(house.registry->tick());
  house.journal.pump();
  REQUIRE(house.registry->if_open(kSession) != nullptr);
  CHECK(house.registry->if_open(kSession)->session().pause->left == 5s);
  CHECK(house.registry->tick());
  CHECK(house.reports == std::vector{kTriedAgain});
}

TEST_CASE("a journal that can never be read is given up after some tries", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  house.copy_session(kOther);
  house.archive.spoil(kSession);
  const auto mark = house.down_for(5min);
  house.recover(mark);
  house.journal.pump();
  for (int tries = 2; tries < rooms::Registry::kTries; ++tries) {
    CHECK_FALSE(house.registry->tick());
  }
  CHECK(house.reports == std::vector{kTriedAgain});
  CHECK_FALSE(house.registry->tick());
  const std::vector<std::string> report{kTriedAgain,
                                        "Session s1 stays closed. Event 2 cannot be read."};
  CHECK(house.reports == report);
  CHECK(house.registry->tick());
  house.archive.mend(kSession);
  house.registry->tick();
  CHECK(house.registry->if_open(kSession) == nullptr);
  CHECK(house.reports == report);
}

TEST_CASE("a damaged journal is read once, and no other room's mark of life waits for it",
          "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  house.copy_session(kOther);
  house.archive.damage(kSession);
  const auto mark = house.down_for(5min);
  house.recover(mark);
  house.journal.pump();
  CHECK(house.reports == std::vector<std::string>{"Session s1 stays closed. Event 2 is damaged."});
  CHECK(house.registry->tick());
  CHECK(house.reports.size() == 1);
  CHECK_THROWS_AS(house.room(), rooms::DamagedJournal);
}

TEST_CASE("a room of which nothing can be written is given up, and no other's mark of life waits",
          "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  house.copy_session(kOther);
  house.find(kOther);
  house.journal.contradict(kSession);
  house.live(rooms::Registry::kTries * rooms::Registry::kTick + 2 * rooms::Registry::kTick);
  CHECK(house.registry->if_open(kSession) == nullptr);
  CHECK(house.registry->if_open(kOther) != nullptr);
  CHECK(house.registry->tick());
}

TEST_CASE("a room that is lost and cannot be read again is closed", "[rooms]") {
  House house;
  house.start();
  house.live(4s);
  house.somebody_else_writes();
  house.do_it(kEve, core::PauseSession{});
  house.archive.spoil(kSession);
  house.clock.advance(1s);
  house.registry->tick();
  CHECK(house.registry->rooms().empty());
  CHECK(house.outboxes.closed[kSession] == 1);

  house.archive.mend(kSession);
  house.clock.advance(1min);
  house.room();
  house.journal.pump();
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->left == 6s);
}

TEST_CASE("a room that is lost and could not be read when somebody asked for it goes on by itself",
          "[rooms]") {
  House house;
  house.start();
  house.live(4s);
  house.somebody_else_writes();
  house.do_it(kEve, core::PauseSession{});
  house.archive.spoil(kSession);
  CHECK_THROWS(house.room());
  house.archive.mend(kSession);
  house.registry->tick();
  CHECK(house.registry->if_open(kSession) != nullptr);
}

TEST_CASE("who is told that a room is lost may ask for it at once", "[rooms]") {
  House house;
  house.start();
  house.somebody_else_writes();
  const rooms::Room* opened = nullptr;
  house.room().handle({kEve, core::PauseSession{}}, "",
                      [&](const rooms::Answer&) { opened = &house.room(); });
  house.ask(kEve, core::PauseSession{});
  house.journal.pump();
  CHECK(opened == &house.room());
}
