// Any number of small worlds, on all cores: a server, its rooms and their people, and all that can
// go wrong between them, each from one number. The same number gives the same bytes.
//
//   simulation [SEEDS] [FIRST]     [2000] [1]
//
// A world that breaks a promise is made as short as it will go and printed with its number; it is
// repeated by `simulation 1 NUMBER`.

#include <algorithm>
#include <cinttypes>
#include <cstdio>

#include "tests/property/life.h"
#include "tests/property/run.h"
#include "tests/simulation/world.h"
#include "tests/support/arguments.h"

namespace {

using namespace turnkeeper::testing;

constexpr std::uint64_t kTwiceEvery = 50;  ///< is lived through again, to the same bytes

struct Outcome {
  std::optional<Failure> failure;
  std::uint64_t fingerprint = 0;
  Coverage coverage;
};

Outcome live(const Life& life, bool told) {
  std::optional<World> world;
  Outcome outcome;
  try {
    world.emplace(life.circle, told);
    for (const auto step : life.steps) world->step(step);
    world->heal();
  } catch (const std::exception& broken) {
    outcome.failure = Failure{broken.what(), world ? world->story().lines() : std::string()};
  }
  if (world) {
    outcome.fingerprint = world->story().fingerprint();
    outcome.coverage = world->coverage();
  }
  return outcome;
}

/// What one number comes to; `coverage` is added to.
std::optional<Failure> try_out(std::uint64_t number, Coverage& coverage) {
  const auto life = life_of(number);
  auto outcome = live(life, false);
  coverage += outcome.coverage;
  if (outcome.failure || number % kTwiceEvery != 0) return outcome.failure;
  if (live(life, false).fingerprint == outcome.fingerprint) return std::nullopt;
  return Failure{"the same seed gave other bytes", ""};
}

/// The same promise, whoever it was broken to, and whenever.
std::string kind_of(const Failure& failure) {
  std::string kind = failure.law;
  std::erase_if(kind, [](char c) { return c >= '0' && c <= '9'; });
  return kind;
}

void print_failure(std::uint64_t number) {
  const auto life = life_of(number);
  const auto first = live(life, true).failure;
  if (!first) {
    std::printf("world %" PRIu64 " fails: the same seed gave other bytes\n", number);
    return;
  }
  const auto fails = [&](const Life& shorter) {
    const auto failure = live(shorter, false).failure;
    return failure && kind_of(*failure) == kind_of(*first);
  };
  const auto shortest = shorten(life, fails);
  const auto failure = live(shortest, true).failure;
  std::printf("world %" PRIu64 " fails: %s\n", number, first->law.c_str());
  std::printf("as short as it will go (%zu steps): %s\n%s", shortest.steps.size(),
              failure->law.c_str(), failure->story.c_str());
  std::printf("again: scripts/simulate 1 %" PRIu64 "\n", number);
}

void print_coverage(const Coverage& coverage) {
  const auto print = [](const char* title, const Coverage::Counts& counts) {
    std::printf("\n%s\n", title);
    for (const auto& [name, times] : counts) {
      std::printf("  %-28s %12" PRId64 "\n", name.c_str(), times);
    }
  };
  print("events on disk", coverage.events);
  print("refusals", coverage.refusals);
  print("clients", coverage.clients);
  print("faults", coverage.faults);
  std::printf("\n%.1f simulated hours\n",
              static_cast<double>(coverage.simulated.count()) / 3'600'000.0);
}

}  // namespace

int main(int count, char** arguments) {
  const auto worlds = number_at(1, count, arguments, 2'000);
  const auto first = number_at(2, count, arguments, 1);
  if (count > 3 || !worlds || *worlds == 0 || !first) {
    std::fprintf(stderr, "simulation [SEEDS] [FIRST]: two numbers, the first above 0\n");
    return 2;
  }
  Run<Coverage> run(*worlds, *first, "worlds", [](std::uint64_t number, Coverage& coverage) {
    return try_out(number, coverage).has_value();
  });
  run.live_all();
  if (const auto failed = run.failed()) {
    print_failure(*failed);
    return 1;
  }
  print_coverage(run.tally());
  if (interrupted) {
    std::printf("\ninterrupted: every promise was kept in %" PRIu64 " worlds\n", run.done());
    return kInterrupted;
  }
  std::printf("\nevery promise was kept\n");
}
