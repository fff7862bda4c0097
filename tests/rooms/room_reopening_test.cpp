// The end of a session, for the ten minutes in which it is not final, on a disk that does not
// always do its work.

#include <catch2/catch.hpp>

#include "tests/rooms/house.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

/// A session that ran for four seconds, and was ended by hand.
struct EndedHouse : House {
  EndedHouse() {
    start();
    live(4s);
    do_it(kEve, core::EndSession{session().stage->id});
    live(3s);
    REQUIRE(session().phase == core::Phase::ended);
  }
};

}  // namespace

TEST_CASE("a settling that the disk refuses has not happened", "[rooms]") {
  EndedHouse house;
  house.journal.refuse(true);
  CHECK(house.do_it({}, core::SettleSession{}).failed(rooms::Failure::storage_unavailable));
  house.journal.refuse(false);
  CHECK(house.do_it(kBo, core::ReopenSession{}).succeeded());
  CHECK(house.session().phase == core::Phase::check_in);
}

TEST_CASE("a settling that the disk refused can be asked for again", "[rooms]") {
  EndedHouse house;
  house.journal.refuse(true);
  house.do_it({}, core::SettleSession{});
  house.journal.refuse(false);
  CHECK(house.do_it({}, core::SettleSession{}).succeeded());
  CHECK(house.do_it(kBo, core::ReopenSession{}).refused(core::Reason::session_settled));
}

TEST_CASE("whoever reopens while the settling is on its way to the disk waits for its outcome",
          "[rooms]") {
  EndedHouse house;
  house.ask({}, core::SettleSession{});
  const auto reopened = house.ask(kBo, core::ReopenSession{});
  CHECK_FALSE(reopened.anything());
  SECTION("it is on disk: too late") {
    house.journal.pump();
    CHECK(reopened.refused(core::Reason::session_settled));
  }
  SECTION("the disk refuses it: the session is open again as soon as the disk is well") {
    house.journal.refuse(true);
    house.journal.pump_one();
    house.journal.refuse(false);
    house.journal.pump();
    CHECK(reopened.succeeded());
    CHECK(house.session().phase == core::Phase::check_in);
  }
}

TEST_CASE("a settling behind a reopening finds nothing to settle", "[rooms]") {
  EndedHouse house;
  const auto reopened = house.ask(kBo, core::ReopenSession{});
  const auto settled = house.ask({}, core::SettleSession{});
  house.journal.pump();
  CHECK(reopened.succeeded());
  CHECK(settled.succeeded());
  CHECK(house.outbox().count<core::SessionSettled>() == 0);
  CHECK(house.session().phase == core::Phase::check_in);
}

TEST_CASE("a restart finds a reopened session paused, with the time that it has waited",
          "[rooms]") {
  EndedHouse house;
  REQUIRE(house.do_it(kBo, core::ReopenSession{}).succeeded());
  house.live(5min);
  const auto until = house.session().pause->until.value();
  const auto mark = house.down_for(20min);
  house.recover(mark);
  house.journal.pump();
  REQUIRE(house.session().pause);
  CHECK(house.session().pause->cause == core::PauseCause::called);
  CHECK(house.session().pause->by == kBo);
  CHECK(house.session().pause->until == until + 20min);
  house.join(kBo);
  house.join(kAna);
  CHECK(house.do_it(kBo, core::ResumeSession{}).succeeded());
  CHECK(house.left() == 3s);
}
