// Deadlines at their time, and the clock that stood while nobody could look at it.

#include <catch2/catch.hpp>

#include "tests/rooms/house.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

/// The machine sleeps: the clock goes on, and no alarm rings until it wakes.
void sleep(House& house, core::Millis length) {
  house.clock.advance(length);
  house.alarm.ring_due([&] { house.journal.pump(); });
}

}  // namespace

TEST_CASE("an alarm that is a little late changes nothing: the stage ends at its deadline",
          "[rooms]") {
  House house;
  house.start();
  house.live(9s);
  const auto deadline = house.session().stage->deadline;
  sleep(house, 2400ms);
  CHECK(house.outbox().count<core::SessionPaused>() == 0);
  CHECK(house.session().stage->holder == kBo);
  CHECK(house.session().stage->started_at == deadline);
}

TEST_CASE("an alarm three seconds late is an outage, charged to nobody", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  house.live(4s);
  house.room().alive();
  sleep(house, 4s);
  CHECK(house.outbox().count<core::SessionPaused>() == 1);
  CHECK(house.session().stage->holder == kAna);
  CHECK(house.left() == 1s);
}

TEST_CASE("a deadline goes before the command that comes after it", "[rooms]") {
  House house;
  house.start();
  const auto stage = house.session().stage->id;
  house.live(9s);
  house.clock.advance(1500ms);
  const auto heard = house.do_it(kEve, core::AdvanceStage{stage});
  CHECK(heard.refused(core::Reason::stage_moved_on));
  CHECK(house.session().stage->started_at == ManualClock::kStart + 10s);
}

TEST_CASE("a machine that slept for long is noticed once, whoever notices first", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  SECTION("the alarm") {
    sleep(house, 10min);
    house.registry->tick();
  }
  SECTION("the tick") {
    house.clock.advance(10min);
    house.registry->tick();
  }
  SECTION("somebody's command") {
    house.clock.advance(10min);
    house.do_it(kEve, core::PauseSession{});
    house.do_it(kEve, core::ResumeSession{});
    house.registry->tick();
  }
  house.journal.pump();
  CHECK(house.session().stage->holder == kAna);
  CHECK(house.left() == 5s);
  house.live(5s);
  CHECK(house.session().budget.used == 10s);
}

TEST_CASE("after a sleep no more than half a second is heard again", "[rooms]") {
  static_assert(rooms::Registry::kPulse == 500ms);
  House house;
  house.start();
  house.live(5s);
  house.clock.advance(400ms);  // and then it sleeps
  sleep(house, 10s);
  house.registry->pulse();
  house.journal.pump();
  CHECK(house.left() == 5s);
}

TEST_CASE("when the server goes down time stands in all rooms, and nobody changes anything",
          "[rooms]") {
  House house;
  house.start();
  house.live(9s);
  const auto on_its_way = house.ask(kAna, core::SayCheckIn{"Tired."});
  const auto waiting = house.ask(kEve, core::PauseSession{});
  house.registry->stop();
  house.journal.pump();
  CHECK(on_its_way.succeeded());
  CHECK(waiting.failed(rooms::Failure::storage_unavailable));
  CHECK(house.ask(kEve, core::PauseSession{}).failed(rooms::Failure::storage_unavailable));
  const auto durable = house.durable();
  house.live(5s);
  CHECK(house.durable() == durable);

  house.open_registry();
  house.recover(house.clock.now() - 5s);
  house.journal.pump();
  CHECK(house.session().stage->holder == kAna);
  CHECK(house.session().pause->left == 1s);
}

TEST_CASE("a room that is opened while the server goes down stands too", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  const core::SessionId other{"s2"};
  house.copy_session(other);
  const auto mark = house.down_for(1min);
  house.expect(mark);
  house.registry->stop();
  house.registry->take_up();
  CHECK(house.registry->rooms().empty());
  const auto durable = house.durable();
  CHECK(house.ask(kEve, core::PauseSession{}).failed(rooms::Failure::storage_unavailable));
  CHECK_FALSE(house.registry->tick());
  house.clock.advance(1min);
  CHECK_FALSE(house.registry->tick());
  house.journal.pump();
  CHECK(house.durable() == durable);
}

TEST_CASE("a room that stands because the server goes down is worth no mark of life", "[rooms]") {
  House house;
  house.start();
  CHECK(house.registry->tick());
  house.registry->stop();
  CHECK_FALSE(house.registry->tick());
}

TEST_CASE("a machine that sleeps before a room's first mark of life charges nobody", "[rooms]") {
  House house;
  for (const auto& member : {kAna, kBo, kEve}) house.join(member);
  const auto heard = house.ask(kEve, core::StartSession{});  // on its way to the disk
  house.clock.advance(10min);
  house.registry->tick();
  house.journal.pump();
  house.journal.pump();
  REQUIRE(heard.succeeded());
  CHECK(house.session().stage->holder == kAna);
  CHECK(house.left() == 10s);
}

TEST_CASE("a sleep that is being written down is not noticed again", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  const auto before = house.room().seq();
  house.clock.advance(10min);
  house.registry->tick();  // its gap is on its way to the disk
  house.clock.advance(15ms);
  house.registry->tick();
  house.journal.pump();
  house.journal.pump();
  CHECK(house.room().seq() == before + 2);  // one pause, and its end
  CHECK(house.left() == 5s - 15ms);
}

TEST_CASE("a machine that slept in the middle of a stage charges nobody", "[rooms]") {
  House house(shipped_agenda("group-75"));
  house.start();
  house.live(10s);
  house.clock.advance(30s);  // the deadline is a minute away still
  house.registry->tick();
  house.journal.pump();
  CHECK(house.left() == 80s);
}

TEST_CASE("a pause that the machine slept through does not end the session", "[rooms]") {
  House house;
  house.start();
  house.live(5s);
  house.do_it(kEve, core::PauseSession{});
  house.live(5s);
  sleep(house, 1h);
  house.registry->tick();
  house.journal.pump();
  CHECK(house.session().phase == core::Phase::check_in);
  REQUIRE(house.session().pause);
  house.live(14min + 54s);
  CHECK(house.session().phase == core::Phase::check_in);
  house.live(10s);
  CHECK(house.session().phase == core::Phase::ended);
}

TEST_CASE("a disk that is slow keeps nobody's minutes", "[rooms]") {
  House house;
  house.start();
  house.live(9s);
  house.room().alive();
  house.ask(kAna, core::SayCheckIn{"Tired."});
  house.alarm.advance(6s);  // the check-in would have been over
  house.journal.pump();
  CHECK(house.session().stage->holder == kAna);
  CHECK(house.left() == 1s);
}

TEST_CASE("a move without delay is done with its proposal", "[rooms]") {
  auto agenda = short_agenda();
  agenda.move_delay = 0s;
  House house(agenda);
  house.start();
  const auto heard = house.do_it(kEve, core::AdvanceStage{house.session().stage->id});
  CHECK(house.session().stage->holder == kBo);
  CHECK(std::holds_alternative<core::MoveProposed>(
      house.outbox().told.at(heard.result().seq - 2).event.body));
}

TEST_CASE("a stage that comes back with nothing left is over before anybody acts in it",
          "[rooms]") {
  House house;
  house.start();
  const auto stage = house.session().stage->id;
  house.restart();
  house.clock.advance(1min);
  house.recover(ManualClock::kStart + 10s);  // the end of the stage was never saved
  house.journal.pump();
  REQUIRE(house.session().pause);
  REQUIRE(house.session().pause->left == 0s);
  house.room().connected(kEve);
  house.room().connected(kAna);  // whom the clock waits for, and who acts at once
  const auto heard = house.do_it(kAna, core::AdvanceStage{stage});
  CHECK(heard.refused(core::Reason::stage_moved_on));
  CHECK(house.session().stage->id != stage);
}

TEST_CASE("a machine that falls asleep again at once charges nobody either", "[rooms]") {
  auto agenda = short_agenda();
  agenda.total += agenda.for_members * (1min - agenda.check_in);
  agenda.check_in = 1min;
  House house(agenda);
  house.start();
  house.live(5s);
  for (const auto slept : {70s, 30s}) {  // beyond the deadline of the stage, and not
    house.clock.advance(slept);
    house.registry->tick();
    house.journal.pump();
    CHECK(house.left() == 55s);
  }
}

TEST_CASE("a room in which nothing is due sets no alarm", "[rooms]") {
  House house;
  CHECK(house.room().session().phase == core::Phase::lobby);
  CHECK(house.alarm.pending() == 0);
}
