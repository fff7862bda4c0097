// Change things once.

#include <catch2/catch.hpp>

#include "tests/rooms/house.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

const core::AddAction kWalk{"walk", "I have walked", core::Date{std::chrono::year{2026} / 3 / 8},
                            std::nullopt, std::nullopt};

}  // namespace

TEST_CASE("the same change again has no second effect, and the same answer", "[rooms]") {
  House house;
  house.start();
  house.live(68s);
  REQUIRE(house.session().stage->name == "action");
  const auto first = house.do_it(kAna, kWalk, "c1");
  house.do_it(kEve, core::PauseSession{}, "c2");
  const auto again = house.do_it(kAna, kWalk, "c1");
  CHECK(first.result() == again.result());
  CHECK(first.result().action);
  CHECK(house.session().actions.size() == 1);
}

TEST_CASE("the same change in the same batch is one change", "[rooms]") {
  House house;
  house.start();
  house.live(68s);
  house.ask(kEve, core::PauseSession{}, "p");
  const auto first = house.ask(kAna, kWalk, "c1");
  const auto again = house.ask(kAna, kWalk, "c1");
  house.journal.pump();
  CHECK(first.result() == again.result());
  CHECK(house.session().actions.size() == 1);
}

TEST_CASE("a change is known again after a restart", "[rooms]") {
  House house;
  house.start();
  house.live(68s);
  const auto first = house.do_it(kAna, kWalk, "c1");
  house.restart();
  const auto again = house.do_it(kAna, kWalk, "c1");
  CHECK(first.result() == again.result());
  CHECK(house.session().actions.size() == 1);
}

TEST_CASE("a change that was done is answered as it was while the disk refuses", "[rooms]") {
  House house;
  house.start();
  const auto first = house.do_it(kAna, core::SayCheckIn{"Tired."}, "c1");
  house.journal.refuse(true);
  CHECK(house.do_it(kAna, core::SayCheckIn{"Awake."}, "c2")
            .failed(rooms::Failure::storage_unavailable));
  CHECK(house.ask(kAna, core::SayCheckIn{"Tired."}, "c1").result() == first.result());
}

TEST_CASE("a change that was done is answered as it was when too many wait, and at the end",
          "[rooms]") {
  House house;
  house.start();
  const auto first = house.do_it(kAna, core::SayCheckIn{"Tired."}, "c1");
  SECTION("too many wait") {
    for (std::size_t i = 0; i <= rooms::Room::kMostWaiting; ++i) {
      house.ask(kEve, core::PauseSession{});
    }
    CHECK(house.ask(kAna, core::PauseSession{}).failed(rooms::Failure::busy));
  }
  SECTION("the server goes down") { house.registry->stop(); }
  CHECK(house.ask(kAna, core::SayCheckIn{"Tired."}, "c1").result() == first.result());
}

TEST_CASE("a change that is on disk by now is no part of what fails next", "[rooms]") {
  House house;
  house.start();
  house.room().handle({kAna, core::SayCheckIn{"Tired."}}, "c1",
                      [&](const auto&) { house.journal.refuse(true); });
  const auto again = house.ask(kAna, core::SayCheckIn{"Tired."}, "c1");
  const auto other = house.ask(kEve, core::PauseSession{}, "p");
  house.journal.pump();
  CHECK(again.succeeded());
  CHECK(other.failed(rooms::Failure::storage_unavailable));
}

TEST_CASE("the ids of two seats are their own", "[rooms]") {
  House house;
  house.start();
  CHECK(house.do_it(kAna, core::SayCheckIn{"Tired."}, "c1").succeeded());
  CHECK(house.do_it(kBo, core::SayCheckIn{"Awake."}, "c1").succeeded());
  CHECK(house.outbox().count<core::CheckInSaid>() == 2);
}

TEST_CASE("of one person three thousand changes are taken, and known again, and no more",
          "[rooms]") {
  House house;
  house.start();
  const auto never = std::optional<core::Instant>{};
  const auto change = [&](const core::MemberId& by, std::size_t number) {
    return house.do_it(by, core::SetHardEnd{by == kAna ? std::optional{kAna} : std::nullopt, never},
                       "change " + std::to_string(number));
  };
  // That there was nothing to do is remembered, so it counts.
  for (std::size_t i = 0; i < rooms::Room::kMostChanges; ++i) change(kAna, i);
  CHECK(change(kAna, rooms::Room::kMostChanges).failed(rooms::Failure::too_many_changes));
  CHECK(change(kAna, 0).succeeded());
  CHECK(change(kEve, 0).succeeded());
  house.restart();
  CHECK(change(kAna, rooms::Room::kMostChanges).failed(rooms::Failure::too_many_changes));
}

TEST_CASE("what was rejected, or failed, is decided afresh", "[rooms]") {
  House house;
  house.start();
  CHECK(house.do_it(kAna, core::PauseSession{}, "c1").succeeded());
  CHECK(house.do_it(kEve, core::PauseSession{}, "c2").refused(core::Reason::paused));
  CHECK(house.do_it(kAna, core::ResumeSession{}, "c3").succeeded());
  CHECK(house.do_it(kEve, core::PauseSession{}, "c2").succeeded());
  house.journal.refuse(true);
  CHECK(house.do_it(kEve, core::ResumeSession{}, "c4").failed(rooms::Failure::storage_unavailable));
  house.journal.refuse(false);
  CHECK(house.do_it(kEve, core::ResumeSession{}, "c4").succeeded());
}

TEST_CASE("a change that found nothing to do is answered as it was, and does nothing later either",
          "[rooms]") {
  House house;
  house.start();
  const auto at_six = house.clock.now() + 1h;
  const auto at_seven = house.clock.now() + 2h;
  house.do_it(kEve, core::SetHardEnd{std::nullopt, at_six}, "c1");
  const auto events = house.durable();
  const auto idle = house.do_it(kEve, core::SetHardEnd{std::nullopt, at_six}, "c2");
  CHECK(idle.result().seq == events);
  CHECK(house.durable() == events);
  house.do_it(kEve, core::SetHardEnd{std::nullopt, at_seven}, "c3");
  SECTION("at once") {}
  SECTION("after a restart") { house.restart(); }
  const auto again = house.do_it(kEve, core::SetHardEnd{std::nullopt, at_six}, "c2");
  CHECK(again.result() == idle.result());
  CHECK(house.session().hard_end == at_seven);
}

TEST_CASE("a change is known again when its session is reopened", "[rooms]") {
  House house;
  house.start();
  const auto said = house.do_it(kAna, core::SayCheckIn{"Tired."}, "c1");
  const auto ended = house.do_it(kEve, core::EndSession{house.session().stage->id}, "c2");
  house.live(3s);
  REQUIRE(house.session().phase == core::Phase::ended);
  SECTION("at once") {}
  SECTION("after a restart") { house.restart(); }
  const auto reopened = house.do_it(kBo, core::ReopenSession{}, "c3");
  CHECK(house.do_it(kAna, core::SayCheckIn{"Tired."}, "c1").result() == said.result());
  CHECK(house.do_it(kEve, core::EndSession{}, "c2").result() == ended.result());
  CHECK(house.do_it(kBo, core::ReopenSession{}, "c3").result() == reopened.result());
  CHECK(house.session().phase == core::Phase::check_in);
  CHECK_FALSE(house.session().pending);
}
