// Kills the server as often as it is told to, and says what was lost.
//
//   kills [KILLS] [SEED]
#include <stdlib.h>

#include <cstdio>
#include <string>

#include "tests/faults/life.h"
#include "tests/property/progress.h"
#include "tests/support/arguments.h"
#include "tests/support/interruption.h"

namespace {

using namespace turnkeeper::faults;
using turnkeeper::testing::interrupted;
namespace fs = std::filesystem;

/// A folder is killed over this often; then a new one begins, with an empty database.
constexpr std::uint64_t kKillsOfLife = 12;
constexpr std::uint64_t kEnoughToJudge = 50;

fs::path make_folder() {
  std::string pattern = (fs::temp_directory_path() / "turnkeeper-kills-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("TMPDIR: no folder can be made");
  return pattern;
}

void print(const Tally& tally) {
  for (std::size_t i = 0; i < kTargets; ++i) {
    std::printf("%-11s %6llu kills", name_of(static_cast<Target>(i)),
                static_cast<unsigned long long>(tally.kills[i]));
    if (tally.missed[i] > 0) {
      std::printf(", %llu of them without the call that was aimed at",
                  static_cast<unsigned long long>(tally.missed[i]));
    }
    std::printf("\n");
  }
  std::printf(
      "%llu kills, %llu facts told and found again, %llu clocks checked; 0 lost, 0 doubled\n",
      static_cast<unsigned long long>(tally.all()), static_cast<unsigned long long>(tally.told),
      static_cast<unsigned long long>(tally.clocks));
}

/// Lives one life, or what is left of `kills`. Whether every promise was kept.
bool live(std::uint64_t kills, std::uint32_t seed, Tally& sum, turnkeeper::testing::Progress& bar) {
  const fs::path folder = make_folder();
  std::string story;
  Tally tally;
  try {
    Life life(folder, TURNKEEPER_AIM_LIBRARY, seed);
    try {
      while (life.tally().all() < kKillsOfLife && sum.all() + life.tally().all() < kills &&
             !interrupted) {
        life.kill_and_come_back();
        bar.show(std::min(kills, sum.all() + life.tally().all()));
      }
    } catch (...) {
      story = life.story();
      tally = life.tally();
      throw;
    }
    sum += life.tally();
  } catch (const std::exception& fault) {
    std::printf("\nSeed %u, kill %llu of this life: %s\n%sThe data and what was told: %s\n", seed,
                static_cast<unsigned long long>(tally.all()), fault.what(), story.c_str(),
                folder.c_str());
    return false;
  }
  fs::remove_all(folder);
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  using turnkeeper::testing::number_at;
  const auto kills = number_at(1, count, arguments, 10'000);
  const auto first = number_at(2, count, arguments, 1);
  if (count > 3 || !kills || *kills == 0 || !first) {
    std::fprintf(stderr, "kills [KILLS] [SEED]: two numbers, the first above 0\n");
    return 2;
  }
  auto seed = static_cast<std::uint32_t>(*first);
  std::printf("%llu kills, with the seeds from %u\n", static_cast<unsigned long long>(*kills),
              seed);
  std::fflush(stdout);
  turnkeeper::testing::heed_interruption();
  Tally sum;
  {
    turnkeeper::testing::Progress bar(*kills, "kills");
    for (; sum.all() < *kills && !interrupted; ++seed) {
      if (!live(*kills, seed, sum, bar)) return 1;
    }
  }
  print(sum);
  if (sum.all() >= kEnoughToJudge && sum.clocks == 0) {
    std::printf("no clock was checked, which is not what these kills are for\n");
    return 1;
  }
  if (!interrupted) return 0;
  std::printf("interrupted at seed %u\n", seed - 1);
  return turnkeeper::testing::kInterrupted;
}
