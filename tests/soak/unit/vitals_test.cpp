#include "tests/soak/vitals.h"

#include <unistd.h>

#include <catch2/catch.hpp>

using namespace turnkeeper::soak;

namespace {

/// A server that warms up, and is then as `steady` says for the i-th of ninety samples.
template <class Steady>
std::vector<Vitals> samples(Steady steady) {
  std::vector<Vitals> all;
  for (int i = 0; i < 90; ++i) {
    Vitals vitals;
    vitals.hours = i / 60.0;
    vitals.memory_mib = i < 30 ? 20 + i : 50;
    vitals.descriptors = 100;
    vitals.median_ms = 1;
    vitals.p99_ms = 5;
    steady(vitals, i);
    all.push_back(vitals);
  }
  return all;
}

}  // namespace

TEST_CASE("a line that rises only while it warms up is flat", "[soak]") {
  CHECK(not_flat(samples([](Vitals&, int) {})).empty());
  CHECK(not_flat(samples([](Vitals& it, int i) { it.memory_mib += i % 7; })).empty());
  // What stands out once is no trend.
  CHECK(not_flat(samples([](Vitals& it, int i) { it.p99_ms = i == 80 ? 900 : 5; })).empty());
}

TEST_CASE("a leak is named, with where it led", "[soak]") {
  const auto memory = not_flat(samples([](Vitals& it, int i) { it.memory_mib += 0.2 * i; }));
  REQUIRE(memory.size() == 1);
  CHECK_THAT(memory[0], Catch::StartsWith("memory, MiB: from "));
  const auto descriptors = not_flat(samples([](Vitals& it, int i) { it.descriptors += i / 4; }));
  REQUIRE(descriptors.size() == 1);
  CHECK_THAT(descriptors[0], Catch::StartsWith("descriptors: from "));
  CHECK(not_flat(samples([](Vitals& it, int i) { it.p99_ms += i * i; })).size() == 1);
}

TEST_CASE("of a few samples nothing is said to be flat", "[soak]") {
  CHECK(not_flat({Vitals{}, Vitals{}}).size() == 1);
}

TEST_CASE("the vitals of a process are read, and a process that is gone is an error", "[soak]") {
  const auto own = vitals_of(::getpid());
  CHECK(own.memory_mib > 1);
  CHECK(own.descriptors >= 3);
  CHECK_THROWS_WITH(vitals_of(1 << 30), Catch::Contains("is gone"));
}
