#include "tests/power/images.h"

#include <sqlite3.h>

#include <algorithm>
#include <vector>

#include "tests/power/image_check.h"
#include "tests/power/store_run.h"

namespace turnkeeper::testing {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kToldOperations = 12;  ///< before the cut
constexpr int kMostSyncs = 60;               ///< after so many at most a sync fails

bool is_within(const StoreRun& run, std::size_t point) {
  return std::any_of(run.openings.begin(), run.openings.end(), [&](const auto& opening) {
    return opening.first < point && point < opening.second;
  });
}

StoreRun live(Life life, std::uint64_t number, const fs::path& folder, Dice& dice) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::optional<Fault> fault;
  if (life == Life::old) {
    fs::copy_file(fs::path{TURNKEEPER_SOURCE_DIR} / "tests/store/fixtures/version-1.db",
                  folder / "turnkeeper.db");
  }
  if (life == Life::failing) {
    fault = Fault{Call::sync, static_cast<std::uint64_t>(dice.between(1, kMostSyncs)),
                  dice.chance(50), SQLITE_IOERR_FSYNC};
  }
  return run_store(folder, workload_of(number), fault);
}

/// In order. A quarter of them lie where a server starts, which is a small part of a run.
std::vector<std::size_t> points_of(const StoreRun& run, std::uint64_t images, Dice& dice) {
  std::vector<std::size_t> points;
  for (std::uint64_t i = 0; i < images; ++i) {
    if (dice.chance(25) && !run.openings.empty()) {
      const auto [from, to] = dice.pick(run.openings);
      points.push_back(from + dice.below(to - from + 1));
    } else {
      points.push_back(dice.below(run.recording.operations.size() + 1));
    }
  }
  std::sort(points.begin(), points.end());
  return points;
}

std::string story_of(const StoreRun& run, std::size_t point, const Image& image) {
  std::string story;
  const auto& operations = run.recording.operations;
  for (auto i = point - std::min(point, kToldOperations); i < point; ++i) {
    story += std::to_string(i) + " " + told(operations[i]) + "\n";
  }
  return story + "the power is cut; of what no sync had confirmed:\n" + image.story;
}

void count(ImageTally& tally, const StoreRun& run, std::size_t point, const Disk& disk,
           const Image& image, Life life) {
  const bool opening = is_within(run, point);
  tally.unconfirmed += image.unconfirmed > 0 ? 1 : 0;
  tally.lost += image.lost > 0 ? 1 : 0;
  tally.in_opening += opening ? 1 : 0;
  tally.in_checkpoint += !opening && disk.is_being_written("turnkeeper.db") ? 1 : 0;
  const bool migrating = life == Life::old && opening && point < run.openings.front().second;
  tally.in_migration += migrating ? 1 : 0;
}

}  // namespace

const char* name_of(Life life) {
  switch (life) {
    case Life::fresh:
      return "a new database";
    case Life::old:
      return "a database of version 1";
    case Life::failing:
      return "syncs that fail";
  }
  return "";
}

Life life_of_run(std::uint64_t number) {
  if (number % 4 == 2) return Life::old;
  return number % 4 == 3 ? Life::failing : Life::fresh;
}

ImageTally& ImageTally::operator+=(const ImageTally& other) {
  for (const auto& [mode, times] : other.modes) modes[mode] += times;
  for (const auto& [life, times] : other.lives) lives[life] += times;
  points += other.points;
  unconfirmed += other.unconfirmed;
  lost += other.lost;
  in_checkpoint += other.in_checkpoint;
  in_opening += other.in_opening;
  in_migration += other.in_migration;
  return *this;
}

std::optional<Failure> cut_run(std::uint64_t number, std::uint64_t images, const fs::path& scratch,
                               ImageTally& tally) {
  const Life life = life_of_run(number);
  Dice dice(number);
  StoreRun run;
  try {
    run = live(life, number, scratch / "run", dice);
  } catch (const std::exception& broken) {
    return Failure{number, 0, "none", broken.what(), "", scratch / "run"};
  }
  Disk disk(run.recording, dice.next());
  const auto points = points_of(run, images, dice);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Mode mode = kModes[dice.below(kModes.size())];
    disk.go_to(points[i]);
    const Image image = disk.cut(mode, dice);
    const fs::path folder = scratch / "image";
    write_image(image, folder);
    const auto fault = fault_in_image(folder, run, points[i]);
    if (!fault.empty()) {
      write_image(image, folder);
      return Failure{number, points[i], name_of(mode), fault, story_of(run, points[i], image),
                     folder};
    }
    ++tally.modes[mode];
    ++tally.lives[life];
    if (i == 0 || points[i] != points[i - 1]) ++tally.points;
    count(tally, run, points[i], disk, image, life);
  }
  return std::nullopt;
}

}  // namespace turnkeeper::testing
