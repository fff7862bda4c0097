// First the journal, then everybody else.

#include <catch2/catch.hpp>

#include "tests/rooms/house.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

TEST_CASE("nobody is told of an event before it is durable", "[rooms]") {
  House house;
  house.start();
  const auto told = house.outbox().told.size();
  const auto heard = house.ask(kEve, core::PauseSession{});
  CHECK(house.journal.waiting() == 1);
  CHECK(house.outbox().told.size() == told);
  CHECK_FALSE(heard.anything());
  CHECK_FALSE(house.session().pause);

  house.outbox().on_publish = [&] { CHECK(house.durable() >= house.outbox().told.back().seq); };
  house.journal.pump();
  CHECK(house.session().pause);
  REQUIRE(house.outbox().told.size() == told + 1);
  CHECK(house.outbox().told.back().seq == house.durable());
  CHECK(heard.result().seq == house.durable());
}

TEST_CASE("each event is told once, in order, with the state that it leads to", "[rooms]") {
  House house;
  house.start();
  house.live(5min);
  CHECK(house.session().phase == core::Phase::ended);
  core::Session replayed;
  core::apply(replayed, house.journal.stream(kSession).events.front());
  for (std::size_t i = 0; i < house.outbox().told.size(); ++i) {
    const auto& told = house.outbox().told[i];
    CHECK(told.seq == i + 2);
    core::apply(replayed, told.event);
    CHECK(told.after == replayed);
  }
}

TEST_CASE("commands that come while the disk works are decided together, each after the last",
          "[rooms]") {
  House house;
  house.start();
  house.live(35s);
  const auto first = house.ask(kAna, core::StateChallenge{"I cannot say no.", std::nullopt});
  const auto second = house.ask(kEve, core::PauseSession{});
  const auto third = house.ask(kAna, core::PauseSession{});
  const auto fourth = house.ask(kEve, core::ResumeSession{});
  CHECK(house.journal.waiting() == 1);
  house.journal.pump_one();
  CHECK(first.succeeded());
  CHECK_FALSE(second.anything());
  CHECK(house.journal.waiting() == 1);
  house.journal.pump_one();
  CHECK(third.refused(core::Reason::paused));
  CHECK(second.result().seq + 1 == fourth.result().seq);
  CHECK(house.room().idle());
}

TEST_CASE("the sixty-fifth that waits for the disk is told that it is busy", "[rooms]") {
  House house;
  house.start();
  house.ask(kEve, core::PauseSession{});
  std::vector<Heard> waiting;
  for (int i = 0; i < 64; ++i) waiting.push_back(house.ask(kAna, core::RaiseHand{}));
  CHECK(house.ask(kAna, core::RaiseHand{}).failed(rooms::Failure::busy));
  const Heard seated;
  house.room().seat({core::MemberId{"cy"}, core::Role::member, true}, {}, seated.reply());
  CHECK(seated.failed(rooms::Failure::busy));
  const auto by_the_house = house.ask({}, core::Arrive{kAna});
  CHECK_FALSE(by_the_house.anything());
  house.room().disconnected(kBo, true,
                            house.clock.now());  // what the house knows is never turned away
  house.journal.pump();
  for (const auto& heard : waiting) CHECK(heard.refused(core::Reason::wrong_phase));
  CHECK_FALSE(house.session().participants.at(kBo).present);
  CHECK(house.do_it(kEve, core::ResumeSession{}).succeeded());
}

TEST_CASE("a disk that refuses changes nothing, and everybody hears of it", "[rooms]") {
  House house;
  house.start();
  const auto before = house.session();
  const auto told = house.outbox().told.size();
  house.journal.refuse(true);
  const auto heard = house.ask(kEve, core::PauseSession{});
  const auto refused = house.ask(kEve, core::ResumeSession{});
  house.journal.pump();
  CHECK(heard.failed(rooms::Failure::storage_unavailable));
  CHECK(refused.refused(core::Reason::not_paused));
  CHECK(house.session() == before);
  CHECK(house.outbox().told.size() == told);
  CHECK(house.outbox().notices == std::vector{rooms::Notice::storage_unavailable});
  CHECK(house.do_it(kEve, core::PauseSession{}).failed(rooms::Failure::storage_unavailable));
  CHECK(house.outbox().notices.size() == 1);
}

TEST_CASE("when the disk is back the gap is a pause, and nobody is charged", "[rooms]") {
  House house;
  house.start();
  house.live(4s);
  house.journal.refuse(true);
  house.do_it(kAna, core::SayCheckIn{"Tired."});
  house.live(2min);
  CHECK(house.session().stage->holder == kAna);
  house.journal.refuse(false);
  house.live(5s);
  CHECK(house.outbox().notices ==
        std::vector{rooms::Notice::storage_unavailable, rooms::Notice::storage_back});
  CHECK(house.outbox().count<core::SessionPaused>() == 1);
  CHECK(house.outbox().count<core::SessionResumed>() == 1);
  CHECK(house.session().stage->holder == kAna);
  house.live(10s);
  CHECK(house.session().budget.used == 10s);
}

TEST_CASE("a room with nothing to write holds, too, when the disk has refused another", "[rooms]") {
  House house;
  house.start();
  house.live(4s);
  house.journal.refuse(true);
  house.registry->doubt_storage();
  house.journal.pump();
  CHECK(house.outbox().notices == std::vector{rooms::Notice::storage_unavailable});
  house.registry->doubt_storage();  // it knows
  house.live(2min);
  CHECK(house.session().stage->holder == kAna);
  CHECK_FALSE(house.room().accounted());
  house.journal.refuse(false);
  house.live(5s);
  CHECK(house.outbox().notices ==
        std::vector{rooms::Notice::storage_unavailable, rooms::Notice::storage_back});
  CHECK(house.outbox().count<core::SessionPaused>() == 1);
  CHECK(house.session().stage->holder == kAna);
  house.live(10s);
  CHECK(house.session().budget.used == 10s);
}

TEST_CASE("a disk that keeps a change waiting for five seconds charges nobody for longer",
          "[rooms]") {
  House house;
  house.start();
  house.live(4s);
  const auto heard = house.ask(kAna, core::SayCheckIn{"Tired."});
  const auto wait = [&](core::Millis length) {
    for (core::Millis waited{}; waited < length; waited += rooms::Registry::kPulse) {
      house.alarm.advance(rooms::Registry::kPulse);
      house.registry->pulse();
    }
  };
  wait(5s);
  CHECK(house.outbox().notices.empty());
  wait(25s);
  CHECK(house.outbox().notices == std::vector{rooms::Notice::storage_unavailable});
  CHECK_FALSE(house.registry->tick());
  house.journal.pump();
  CHECK(heard.succeeded());
  CHECK(house.outbox().notices.size() == 2);
  CHECK(house.outbox().count<core::SessionPaused>() == 1);
  CHECK(house.left() == 6s);
}

TEST_CASE("while the disk keeps another waiting a room with nothing to write holds at once",
          "[rooms]") {
  House house;
  house.start();
  house.live(4s);
  house.registry->storage_hangs();
  CHECK(house.outbox().notices == std::vector{rooms::Notice::storage_unavailable});
  house.alarm.advance(1min);
  house.registry->storage_hangs();
  house.journal.pump();
  CHECK(house.outbox().notices.size() == 2);
  CHECK(house.outbox().count<core::SessionPaused>() == 1);
  CHECK(house.left() == 6s);
}

TEST_CASE("a doubt about the disk that is unfounded changes nothing", "[rooms]") {
  House house;
  house.start();
  const auto told = house.outbox().told.size();
  const auto before = house.session();
  house.registry->doubt_storage();
  house.journal.pump();
  CHECK(house.outbox().notices.empty());
  CHECK(house.outbox().told.size() == told);
  CHECK(house.session() == before);
  CHECK(house.room().idle());
}

TEST_CASE("who came and went while the disk refused is here or away when it is back", "[rooms]") {
  House house;
  house.start();
  house.journal.refuse(true);
  house.do_it(kEve, core::PauseSession{});
  house.drop(kBo, true);
  house.journal.refuse(false);
  house.live(20s);
  CHECK_FALSE(house.session().participants.at(kBo).present);
  CHECK(house.session().participants.at(kAna).present);
}

TEST_CASE("in a lobby too, who came while the disk refused is here when it is back", "[rooms]") {
  House house;
  house.journal.refuse(true);
  house.join(kAna);
  CHECK_FALSE(house.session().participants.at(kAna).present);
  house.journal.refuse(false);
  house.live(10s);
  CHECK(house.session().participants.at(kAna).present);
  CHECK(house.outbox().notices.back() == rooms::Notice::storage_back);
}

TEST_CASE("in a lobby where nobody does anything it is told that the disk is well again",
          "[rooms]") {
  House house;
  house.join(kAna);
  house.join(kBo);
  house.journal.refuse(true);
  CHECK(house.do_it(kEve, core::StartSession{}).failed(rooms::Failure::storage_unavailable));
  house.live(10s);
  CHECK(house.outbox().notices == std::vector{rooms::Notice::storage_unavailable});
  const auto durable = house.durable();
  house.journal.refuse(false);
  house.live(1s);
  CHECK(house.outbox().notices.back() == rooms::Notice::storage_back);
  CHECK(house.durable() == durable);
  CHECK(house.room().idle());
}

TEST_CASE("a room that goes away before the disk answers is not missed", "[rooms]") {
  House house;
  house.start();
  const auto heard = house.ask(kEve, core::PauseSession{});
  house.registry.reset();
  house.journal.pump();
  CHECK_FALSE(heard.anything());
  CHECK(house.alarm.pending() == 0);
}

TEST_CASE("what somebody does the moment they are told comes after all that they are told",
          "[rooms]") {
  House house;
  house.start();
  std::optional<Heard> heard;
  house.outbox().on_publish = [&] {
    if (!heard) heard = house.ask(kEve, core::PauseSession{});
  };
  house.live(10s);  // one check-in ends and the next begins, in one batch
  house.outbox().on_publish = {};
  REQUIRE(heard);
  CHECK(heard->succeeded());
  const auto& told = house.outbox().told;
  const auto seq = heard->result().seq;
  CHECK(std::holds_alternative<core::SessionPaused>(told.at(seq - 2).event.body));
  CHECK(told.at(seq - 3).after.stage->holder == kBo);
}

TEST_CASE("words are there with the event that refers to them", "[rooms]") {
  House house;
  house.start();
  house.do_it(kAna, core::SayCheckIn{"Tired."});
  const auto& said = std::get<core::CheckInSaid>(house.outbox().told.back().event.body);
  CHECK(house.outbox().wordbook.text(said.text) == "Tired.");
  CHECK(house.room().wordbook().text(said.text) == "Tired.");
}

TEST_CASE("a place taken while the room is open is shown with its name", "[rooms]") {
  House house;
  house.start();
  Heard heard;
  const core::MemberId cy{"cy"};
  house.room().seat({cy, core::Role::observer, false}, core::Person{"Cy", "they", ""},
                    heard.reply());
  CHECK(house.room().wordbook().people.count(cy) == 0);
  house.journal.pump();
  CHECK(heard.succeeded());
  CHECK(house.outbox().wordbook.people.at(cy).name == "Cy");
}

TEST_CASE("a place taken twice keeps its name, for nothing durable says another", "[rooms]") {
  House house;
  house.start();
  const core::SeatMember place{core::MemberId{"cy"}, core::Role::observer, false};
  for (const char* const name : {"Cy", "Cyrus"}) {
    house.ask(kAna, core::SayCheckIn{"Tired."});
    Heard heard;
    house.room().seat(place, core::Person{name, "", ""}, heard.reply());
    house.do_it(kAna, core::SayCheckIn{"Awake."});  // in one batch with the place
    CHECK(heard.succeeded());
  }
  CHECK(house.room().wordbook().people.at(place.member).name == "Cy");
}
