#include <catch2/catch.hpp>

#include "tests/bench/comparison.h"
#include "tests/support/agendas.h"

using namespace turnkeeper;
using namespace turnkeeper::bench;
using namespace std::chrono_literals;

TEST_CASE("Jain's index is 1 for equals, and 1/n if one has everything", "[bench]") {
  CHECK(jain({9min, 9min, 9min}) == Approx(1));
  CHECK(jain({9min, 0min, 0min}) == Approx(1.0 / 3));
  CHECK(jain({9min, 9min, 0min, 0min}) == Approx(0.5));
  CHECK(jain({0min, 0min}) == Approx(1));
}

TEST_CASE("the same seed gives the same table, another one another", "[bench]") {
  const auto agenda = testing::shipped_agenda("group-75");
  const auto table = [&](std::uint64_t seed) { return table_of(compare({}, agenda, 4, seed)); };
  CHECK(table(1) == table(1));
  CHECK(table(1) != table(2));
}

TEST_CASE("where nothing goes wrong nobody loses a minute, whoever keeps the time", "[bench]") {
  Model model;
  for (auto* chance : {&model.starts_late, &model.comes_late, &model.stays_away, &model.leaves,
                       &model.drops, &model.forgets_action}) {
    *chance = 0;
  }
  model.check_in = model.closing = {0.8, 0, 1};
  model.turn = {0.9, 0, 1};
  model.stage = {1, 0, 1};
  for (const auto& tally : compare(model, testing::shipped_agenda("group-75"), 2, 1)) {
    CAPTURE(tally.method());
    CHECK(tally.offered() == Approx(1).margin(1e-4));
    CHECK(tally.used() == Approx(1).margin(1e-4));
    CHECK(tally.below_promise() == 0);
    CHECK(tally.over_end() == 0);
    CHECK(tally.cuts() == 0);
  }
}
