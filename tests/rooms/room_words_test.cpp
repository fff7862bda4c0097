// What people wrote is kept for as long as anybody can come to see it, and no longer.

#include <catch2/catch.hpp>

#include "tests/rooms/house.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

/// Ana's turn is at the stage that runs after so many seconds. What is written is looked for on the
/// disk.
struct TurnHouse : House {
  TurnHouse(const std::string& stage, core::Millis after, core::Agenda agenda = short_agenda())
      : House(std::move(agenda)) {
    start();
    live(after);
    REQUIRE(session().stage->name == stage);
    REQUIRE(session().stage->holder == kAna);
  }

  bool keeps(const std::string& text) {
    const auto& words = journal.stream(kSession).words;
    return std::any_of(words.begin(), words.end(),
                       [&](const core::Words& each) { return each.text == text; });
  }
  core::EntryId ask_question(const std::string& text) {
    return *do_it(kBo, core::AskQuestion{text}).result().entry;
  }
  core::ActionId add_action(const std::string& what) {
    const core::Date due{std::chrono::year{2026} / 3 / 8};
    return *do_it(kAna, core::AddAction{what, "Somebody saw it", due, {}, {}}).result().action;
  }
};

}  // namespace

TEST_CASE("a question that was withdrawn is kept no longer", "[rooms]") {
  TurnHouse house("exploration", 50s);
  const auto question = house.ask_question("What if?");
  REQUIRE(house.keeps("What if?"));
  house.do_it(kBo, core::WithdrawQuestion{question});
  CHECK_FALSE(house.keeps("What if?"));
  CHECK(house.room().wordbook().words.empty());
}

TEST_CASE("a question that was asked and withdrawn while the disk worked was never kept",
          "[rooms]") {
  TurnHouse house("exploration", 50s);
  house.ask(kEve, core::PauseSession{});
  house.ask(kEve, core::ResumeSession{});
  const auto asked = house.ask(kBo, core::AskQuestion{"What if?"});
  const auto next = core::EntryId{"s1-e" + std::to_string(house.session().ids_issued + 1)};
  const auto withdrawn = house.ask(kBo, core::WithdrawQuestion{next});
  house.journal.pump();
  CHECK(asked.result().entry == next);
  CHECK(withdrawn.succeeded());
  CHECK_FALSE(house.keeps("What if?"));
  CHECK(house.room().wordbook().words.empty());
}

TEST_CASE("questions are kept while their turn can be taken back, and no longer", "[rooms]") {
  TurnHouse house("exploration", 50s);
  house.ask_question("What if?");
  house.live(20s);
  house.add_action("walk");
  house.do_it(kAna, core::AdvanceStage{house.session().stage->id});
  house.live(5s);
  REQUIRE(house.session().stage->kind == core::StageKind::handover);
  REQUIRE(house.session().entries.empty());
  SECTION("taken back, they are there again") {
    REQUIRE(house.session().last_move);
    CHECK(house.keeps("What if?"));
    REQUIRE(house.do_it(kEve, core::TakeBack{house.session().stage->id}).succeeded());
    REQUIRE(house.session().entries.size() == 1);
    CHECK(house.room().wordbook().text(*house.session().entries[0].text) == "What if?");
  }
  SECTION("else they go with the next thing that happens") {
    house.live(60s);
    REQUIRE_FALSE(house.session().last_move);
    CHECK_FALSE(house.keeps("What if?"));
  }
}

TEST_CASE("questions of a turn that an end cut off are kept until the session is settled",
          "[rooms]") {
  TurnHouse house("exploration", 50s);
  house.ask_question("What if?");
  house.do_it(kEve, core::EndSession{house.session().stage->id});
  house.live(5s);
  REQUIRE(house.session().phase == core::Phase::ended);
  CHECK(house.keeps("What if?"));
  SECTION("reopened, they are there again") {
    REQUIRE(house.do_it(kEve, core::ReopenSession{}).succeeded());
    REQUIRE(house.session().entries.size() == 1);
    CHECK(house.room().wordbook().text(*house.session().entries[0].text) == "What if?");
  }
  SECTION("settled, they are gone") {
    REQUIRE(house.do_it({}, core::SettleSession{}).succeeded());
    CHECK_FALSE(house.keeps("What if?"));
  }
  SECTION("time settles it, if nobody does") {
    house.live(11min);
    CHECK_FALSE(house.keeps("What if?"));
    CHECK(house.registry->rooms().empty());
  }
  SECTION("time settles it, also while the server was down") {
    house.down_for(1h);
    house.recover(std::nullopt);
    house.journal.pump();
    CHECK_FALSE(house.keeps("What if?"));
  }
}

TEST_CASE("questions of a turn whose end is final at once are not kept after it", "[rooms]") {
  auto agenda = short_agenda();
  agenda.reopen = 0s;
  TurnHouse house("exploration", 50s, agenda);
  house.ask_question("What if?");
  house.do_it(kEve, core::EndSession{house.session().stage->id});
  house.live(5s);
  REQUIRE(house.session().phase == core::Phase::ended);
  CHECK_FALSE(house.keeps("What if?"));
}

TEST_CASE(
    "why somebody is passed over is kept from the moment it is proposed, unless it is stopped",
    "[rooms]") {
  TurnHouse house("exploration", 50s);
  const auto stage = house.session().stage->id;
  REQUIRE(house.do_it(kEve, core::PassTurn{kAna, "She had to go.", stage}).succeeded());
  REQUIRE(house.session().pending);
  CHECK(house.keeps("She had to go."));
  SECTION("stopped") {
    house.do_it(kEve, core::CancelMove{stage});
    CHECK_FALSE(house.keeps("She had to go."));
  }
  SECTION("carried out") {
    house.live(5s);
    REQUIRE(house.session().waivers.contains(kAna));
    CHECK(house.room().wordbook().text(*house.session().waivers.at(kAna).reason) ==
          "She had to go.");
    CHECK(house.keeps("She had to go."));
  }
}

TEST_CASE("what was said better, promised otherwise or promised no longer is not kept as it was",
          "[rooms]") {
  TurnHouse house("action", 70s);
  const auto action = house.add_action("walk");
  house.do_it(kAna, core::EditAction{action, "walk home", {}, {}, {}});
  CHECK_FALSE(house.keeps("walk"));
  CHECK(house.keeps("walk home"));
  CHECK(house.keeps("Somebody saw it"));
  house.do_it(kAna, core::RemoveAction{action});
  CHECK_FALSE(house.keeps("walk home"));
  CHECK_FALSE(house.keeps("Somebody saw it"));
}

TEST_CASE("what the disk could not erase is erased when it is well again", "[rooms]") {
  TurnHouse house("action", 70s);
  const auto action = house.add_action("walk");
  house.journal.refuse(true);
  CHECK(house.do_it(kAna, core::RemoveAction{action}).failed(rooms::Failure::storage_unavailable));
  CHECK(house.keeps("walk"));
  CHECK(house.room().wordbook().text(house.session().actions.at(action).what) == "walk");
  house.journal.refuse(false);
  CHECK(house.do_it(kAna, core::RemoveAction{action}).succeeded());
  CHECK_FALSE(house.keeps("walk"));
}

TEST_CASE("a room that is read again knows the texts that it knew", "[rooms]") {
  TurnHouse house("action", 70s);
  house.add_action("walk");
  house.do_it(kAna, core::EditAction{house.add_action("run"), "swim", {}, {}, {}});
  const auto before = house.room().wordbook().words;
  house.restart();
  CHECK(house.room().wordbook().words == before);
}
