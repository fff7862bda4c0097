#include "timekeeper/agenda.h"

#include <catch2/catch.hpp>
#include <functional>
#include <numeric>

#include "tests/support/agendas.h"

using namespace turnkeeper::timekeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

struct Spoiled {
  const char* field;  ///< that the fault names
  std::function<void(Agenda&)> spoil;
};

const std::vector<Spoiled> kSpoiled{
    {"name", [](Agenda& a) { a.name = ""; }},
    {"name", [](Agenda& a) { a.name = "Quick 15"; }},
    {"name", [](Agenda& a) { a.name = std::string(41, 'a'); }},
    {"for_members", [](Agenda& a) { a.for_members = 1; }},
    {"for_members", [](Agenda& a) { a.for_members = 9; }},
    {"total_s", [](Agenda& a) { a.total = 8h + 1s; }},
    {"total_s", [](Agenda& a) { a.total -= a.reserve() + 1s; }},
    {"check_in_s", [](Agenda& a) { a.check_in = 0s; }},
    {"turn_s", [](Agenda& a) { a.turn = 0s; }},
    {"handover_s", [](Agenda& a) { a.handover = -1s; }},
    {"closing_s", [](Agenda& a) { a.closing = 0s; }},
    {"shortest_s", [](Agenda& a) { a.shortest = 0s; }},
    {"shortest_s", [](Agenda& a) { a.shortest = a.turn + 1s; }},
    {"overtime_block_s", [](Agenda& a) { a.overtime_block = -1s; }},
    {"move_delay_s", [](Agenda& a) { a.move_delay = -1s; }},
    {"return_wait_s", [](Agenda& a) { a.return_wait = 0s; }},
    {"pause_limit_s", [](Agenda& a) { a.pause_limit = 0s; }},
    {"empty_after_s", [](Agenda& a) { a.empty_after = 0s; }},
    {"empty_limit_s", [](Agenda& a) { a.empty_limit = 9h; }},
    {"floor_percent", [](Agenda& a) { a.floor_percent = 101; }},
    {"closing_floor_percent", [](Agenda& a) { a.closing_floor_percent = -1; }},
    {"growth_percent", [](Agenda& a) { a.growth_percent = 99; }},
    {"growth_percent", [](Agenda& a) { a.growth_percent = 401; }},
    {"stages", [](Agenda& a) { a.stages.clear(); }},
    {"stages", [](Agenda& a) { a.stages.resize(13, a.stages.front()); }},
    {"stages", [](Agenda& a) { a.stages[2].share_percent = 24; }},
    {"stages[1].id", [](Agenda& a) { a.stages[1].id = "Exploration"; }},
    {"stages[2].id", [](Agenda& a) { a.stages[2].id = a.stages[0].id; }},
    {"stages[0].share", [](Agenda& a) { a.stages[0].share_percent = 0; }},
    {"stages[0].needs", [](Agenda& a) { a.stages[0].needs = Needs::action; }},
    {"stages[1].prompts", [](Agenda& a) { a.stages[1].prompts.resize(13, "And then?"); }},
};

Millis sum(const std::vector<Millis>& lengths) {
  return std::accumulate(lengths.begin(), lengths.end(), Millis{0});
}

}  // namespace

TEST_CASE("the agendas that ship can be used", "[timekeeper][agenda]") {
  CHECK_FALSE(fault_of(shipped_agenda("group-75")));
  CHECK_FALSE(fault_of(shipped_agenda("quick-15")));
  CHECK_FALSE(fault_of(short_agenda()));
  CHECK(shipped_agenda("group-75").reserve() == 5min + 30s);
}

TEST_CASE("a fault names the field", "[timekeeper][agenda]") {
  for (const auto& spoiled : kSpoiled) {
    auto agenda = short_agenda();
    spoiled.spoil(agenda);
    const auto fault = fault_of(agenda);
    INFO("spoiled: " << spoiled.field);
    REQUIRE(fault);
    CHECK(fault->field == spoiled.field);
    CHECK_FALSE(fault->why.empty());
  }
}

TEST_CASE("lengths of one second are legal, and handovers, blocks and delays of none",
          "[timekeeper][agenda]") {
  auto agenda = short_agenda();
  agenda.check_in = agenda.turn = agenda.closing = agenda.shortest = 1s;
  agenda.handover = agenda.overtime_block = agenda.move_delay = 0s;
  agenda.total = 9s;
  CHECK_FALSE(fault_of(agenda));
  CHECK(agenda.reserve() == 0s);
}

TEST_CASE("check-ins and handovers are as many as people, and the turns share the rest",
          "[timekeeper][agenda]") {
  const auto agenda = shipped_agenda("group-75");
  for (std::size_t members = 2; members <= 8; ++members) {
    const auto dealt = deal(agenda, members);
    const auto count = static_cast<Millis::rep>(members);
    REQUIRE(dealt.turns.size() == members);
    CHECK(dealt.closing == 6min);
    CHECK(dealt.reserve == 5min + 30s);
    CHECK(count * (dealt.check_in + dealt.handover) + sum(dealt.turns) + dealt.closing +
              dealt.reserve ==
          agenda.total);
  }
  CHECK(deal(agenda, 6).turns == std::vector<Millis>(6, 9min));
}

TEST_CASE("odd milliseconds go to the earliest", "[timekeeper][agenda]") {
  const auto dealt = deal(shipped_agenda("group-75"), 7);
  CHECK(dealt.turns == std::vector<Millis>{449'286ms, 449'286ms, 449'286ms, 449'286ms, 449'286ms,
                                           449'285ms, 449'285ms});
}

TEST_CASE("where nothing is left a turn is nothing, and never less", "[timekeeper][agenda]") {
  auto agenda = short_agenda();
  agenda.for_members = 2;
  agenda.turn = agenda.shortest = 1s;
  agenda.total = 2 * (agenda.check_in + agenda.turn + agenda.handover) + agenda.closing;
  CHECK(deal(agenda, 8).turns == std::vector<Millis>(1, 0ms));
}

TEST_CASE(
    "a turn is guaranteed the larger of its floor and the shortest useful one, and no more "
    "than it has",
    "[timekeeper][agenda]") {
  auto agenda = short_agenda();
  agenda.floor_percent = 60;
  agenda.shortest = 30s;
  CHECK(guarantee_of(agenda, 100s) == 60s);
  CHECK(guarantee_of(agenda, 40s) == 30s);
  CHECK(guarantee_of(agenda, 20s) == 20s);
  CHECK(guarantee_of(agenda, 50'001ms) == 30'000ms);
  CHECK(guarantee_of(agenda, 60'001ms) == 36'000ms);
}
