// The machine's clock is set while a session goes on: no minute is eaten, and none is given twice.
//
// The program sees the clock that libfaketime shows it: wall time as a file says, and the steady
// clocks as they are.
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "app/temporary_folder.h"
#include "integration/serving.h"
#include "tests/store/foreign_eyes.h"

using namespace turnkeeper;
using namespace turnkeeper::test;

namespace {

/// The wall clock of a program.
class WallClock {
 public:
  /// `shown` as libfaketime has it: "+1d" from the true time on, or "@" and a date at which it
  /// begins.
  explicit WallClock(const std::string& shown) {
    INFO("libfaketime is missing; scripts/setup --tests installs it");
    REQUIRE(std::filesystem::exists(TURNKEEPER_FAKETIME));
    show(shown);
  }

  void show(const std::string& shown) const {
    std::ofstream(folder_.path() / "next") << shown << '\n';
    std::filesystem::rename(folder_.path() / "next", file());
  }

  std::map<std::string, std::string> variables(const std::string& time_zone = "UTC") const {
    return {{"LD_PRELOAD", TURNKEEPER_STEADY_TIMERS ":" TURNKEEPER_FAKETIME},
            {"FAKETIME_TIMESTAMP_FILE", file().string()},
            {"FAKETIME_NO_CACHE", "1"},
            {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
            {"NO_FAKE_STAT", "1"},
            {"TZ", time_zone},
            // The sanitizers want to be first, and do not need to be.
            {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
  }

 private:
  std::filesystem::path file() const { return folder_.path() / "shown"; }

  app::TemporaryFolder folder_;
};

/// Two people in a session, one stage after the other by time alone.
struct Meeting {
  Serving& serving;
  Circle ours = serving.circle();
  Seat ana_seat = serving.seat(ours, "Ana");
  Seat bo_seat = serving.seat(ours, "Bo");
  std::unique_ptr<RoomClient> ana = serving.join(ours, ana_seat);
  std::unique_ptr<RoomClient> bo = serving.join(ours, bo_seat);

  explicit Meeting(Serving& a_serving) : serving(a_serving) {
    REQUIRE(serving.until([&] { return view(*ana).seated_present() == 2; }));
    REQUIRE(serving.change(*ana, "session.start").ok());
  }

  bool reach(const std::string& phase) {
    if (serving.until([&] { return view(*ana).phase() == phase; })) return true;
    UNSCOPED_INFO("It stands at " << ana->server_now().time_since_epoch().count() << " ms in "
                                  << ana->state().dump());
    UNSCOPED_INFO("The server said: " << serving.program.error());
    return false;
  }
};

/// Every stage lasted as long as it was to, one after the other; the clock never stood.
void check_undisturbed(const Json& journal) {
  INFO(journal.dump(1));
  std::optional<client::Instant> before;
  std::optional<client::Instant> stage_began;
  int stages = 0;
  for (const Json& event : journal) {
    const std::string name = event.at("event");
    const auto at = instant(event.at("at"));
    if (before) CHECK(at >= *before);
    before = at;
    CHECK(name != "session.paused");
    if (name == "stage.started") stage_began = at;
    if (name == "stage.ended") {
      REQUIRE(stage_began);
      CHECK((at - *stage_began).count() == event.at("data").at("used_ms").get<std::int64_t>());
      ++stages;
    }
  }
  CHECK(stages == 2 + 2 * 3 + 1);
}

}  // namespace

TEST_CASE("a wall clock that is set a day ahead and two days back moves no deadline",
          "[integration]") {
  const WallClock wall("+0");
  const app::TemporaryFolder folder;
  Serving serving(folder.path(), wall.variables());
  Meeting meeting(serving);
  const auto told = meeting.ana->server_now();
  const auto here = std::chrono::steady_clock::now();

  wall.show("+1d");
  REQUIRE(meeting.reach("turn"));
  wall.show("-1d");
  REQUIRE(meeting.reach("ended"));

  check_undisturbed(serving.journal(meeting.ours));
  const auto passed = std::chrono::steady_clock::now() - here;
  const auto told_to_have_passed = meeting.ana->server_now() - told;
  CHECK(std::chrono::abs(told_to_have_passed - passed) < 1s);
}

TEST_CASE("a session goes through the summer time's hour and the year 2038 like any other",
          "[integration]") {
  // Three seconds before the clocks of Berlin go forward, and before 32 bits of seconds are full.
  const std::string starts = GENERATE("@2026-03-29 00:59:57", "@2038-01-19 03:14:04");
  const WallClock wall(starts);
  const app::TemporaryFolder folder;
  Serving serving(folder.path(), wall.variables("Europe/Berlin"));
  Meeting meeting(serving);
  REQUIRE(meeting.reach("ended"));
  const Json journal = serving.journal(meeting.ours);
  check_undisturbed(journal);
  INFO(journal.back().at("at"));
  CHECK(journal.back().at("at").get<std::string>().substr(0, 4) == starts.substr(1, 4));
}

TEST_CASE(
    "a server that comes back with a clock set by a day charges nobody, and gives nothing twice",
    "[integration]") {
  const std::string set = GENERATE("+1d", "-1d");
  const WallClock wall("+0");
  const app::TemporaryFolder folder;
  auto serving = std::make_unique<Serving>(folder.path(), wall.variables());
  const Circle ours = serving->circle(slow_agenda());
  const Seat ana_seat = serving->seat(ours, "Ana");
  const Seat bo_seat = serving->seat(ours, "Bo");
  auto ana = serving->join(ours, ana_seat);
  auto bo = serving->join(ours, bo_seat);
  REQUIRE(serving->until([&] { return view(*ana).seated_present() == 2; }));
  REQUIRE(serving->change(*ana, "session.start").ok());
  REQUIRE(serving->until([&] { return view(*ana).running(); }));
  const Json stage = ana->state().at("stage");
  const auto seq = ana->seq();
  // Nobody does anything, and still it is written down how far the clock has come.
  const auto began = instant(stage.at("deadline")) - 10min;
  std::optional<client::Instant> mark;
  std::function<void()> look = [&] {
    mark = store::mark_of_life_in(folder.path() / "turnkeeper.db");
    if (!mark || *mark < began + 3s) serving->loop.after(50ms, look);
  };
  look();
  REQUIRE(serving->until([&] { return mark && *mark >= began + 3s; }));

  ana.reset();
  bo.reset();
  serving->program.signal(SIGKILL);
  serving->program.wait();
  wall.show(set);
  serving = std::make_unique<Serving>(folder.path(), wall.variables());
  ana = serving->join(ours, ana_seat);
  bo = serving->join(ours, bo_seat);
  REQUIRE(serving->until([&] { return view(*ana).running() && ana->seq() > seq; }));

  CHECK(ana->state().at("stage").at("id") == stage.at("id"));
  const auto left = instant(ana->state().at("stage").at("deadline")) - ana->server_now();
  INFO(ana->state().dump());
  CHECK(left > 10min - kPatience);
  CHECK(left <= 10min - (*mark - began));
  std::optional<client::Instant> before;
  for (const Json& event : serving->journal(ours)) {
    if (before) CHECK(instant(event.at("at")) >= *before);
    before = instant(event.at("at"));
  }
}
