// Any number of sessions in which anything may happen, on all cores. Each is held against the laws
// after every event; together they must have come to each kind of event and each refusal.
//
//   property [SESSIONS] [SEED]     [100000] [1]
//
// The sessions are numbered from SEED, so one that failed is repeated by `property 1 NUMBER`.

#include <algorithm>
#include <cinttypes>
#include <cstdio>

#include "tests/property/life.h"
#include "tests/property/run.h"
#include "tests/support/arguments.h"

namespace {

using namespace turnkeeper::testing;

constexpr std::uint64_t kJournaledEvery = 20;  ///< reading the journal back takes far longer
constexpr std::int64_t kLeast = 1'000;         ///< of each kind, in 100,000 sessions or more
constexpr std::uint64_t kForLeast = 100'000;

bool journaled(std::uint64_t number) { return number % kJournaledEvery == 0; }

void print_failure(std::uint64_t number) {
  const bool journal = journaled(number);
  Tally tally;
  const auto fails = [&](const Life& life) {
    return live_through(life, journal, tally).has_value();
  };
  const auto shortest = shorten(life_of(number), fails);
  const auto failure = live_through(shortest, journal, tally);
  std::printf("session %" PRIu64 " fails: %s\n", number, failure->law.c_str());
  std::printf("as short as it will go (%zu steps):\n%s", shortest.steps.size(),
              failure->story.c_str());
  std::printf("again: scripts/property 1 %" PRIu64 "\n", number);
}

void print_coverage(const Tally& tally) {
  const auto print = [](const char* title, const auto& counts) {
    std::printf("\n%s\n", title);
    for (const auto& [name, times] : counts) {
      std::printf("  %-24.*s %12" PRId64 "\n", static_cast<int>(name.size()), name.data(), times);
    }
  };
  print("events", tally.events);
  print("refusals", tally.refusals);
}

}  // namespace

int main(int count, char** arguments) {
  const auto sessions = number_at(1, count, arguments, kForLeast);
  const auto seed = number_at(2, count, arguments, 1);
  if (count > 3 || !sessions || *sessions == 0 || !seed) {
    std::fprintf(stderr, "property [SESSIONS] [SEED]: two numbers, the first above 0\n");
    return 2;
  }
  Run<Tally> run(*sessions, *seed, "sessions", [](std::uint64_t number, Tally& tally) {
    return live_through(life_of(number), journaled(number), tally).has_value();
  });
  run.live_all();
  if (const auto failed = run.failed()) {
    print_failure(*failed);
    return 1;
  }
  print_coverage(run.tally());
  if (interrupted) {
    std::printf("\ninterrupted: the laws held in %" PRIu64 " sessions\n", run.done());
    return kInterrupted;
  }
  const auto least =
      static_cast<std::int64_t>(std::min<std::uint64_t>(kLeast, kLeast * *sessions / kForLeast));
  const auto rare = run.tally().rarer_than(least);
  if (!rare.empty()) {
    std::printf("\ncame up less than %" PRId64 " times:%s\n", least, rare.c_str());
    return 1;
  }
  std::printf("\nthe laws hold, and each kind came up %" PRId64 " times or more\n", least);
}
