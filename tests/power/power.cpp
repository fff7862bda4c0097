// Cuts the power of a store, and lets its disk fail, on all cores.
//
//   power images [IMAGES] [SEED]     [500] [1]
//   power faults [STRIDE] [RATION]   [1]: every call to the disk; 10: every tenth. RATION: the same
//                                    for memory, of which there are far more [STRIDE]
//
// Of each run of the store a hundred images are made; the runs are numbered from SEED, so one that
// failed is repeated by `power images 100 NUMBER`.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cinttypes>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

#include "tests/power/failing_memory.h"
#include "tests/power/faults.h"
#include "tests/power/images.h"
#include "tests/power/scratch.h"
#include "tests/property/progress.h"
#include "tests/support/arguments.h"
#include "tests/support/interruption.h"

namespace {

using namespace turnkeeper::testing;

/// Does `count` things on all cores, each worker in a folder of its own, until one fails or
/// somebody interrupts.
class Workers {
 public:
  /// Does the thing of a number; false if it failed, and then the folder is kept.
  using Work = std::function<bool(std::uint64_t number, const std::filesystem::path& scratch)>;

  bool work(std::uint64_t count, const Work& work, const std::atomic<std::uint64_t>& done,
            Progress& progress) {
    std::vector<std::jthread> workers(std::max(1U, std::thread::hardware_concurrency()));
    working_ = workers.size();
    for (auto& worker : workers) worker = std::jthread([&] { take_turns(count, work); });
    std::unique_lock lock(mutex_);
    while (
        !ended_.wait_for(lock, std::chrono::milliseconds(200), [this] { return working_ == 0; })) {
      progress.show(done);
    }
    progress.show(done);
    return !failed_;
  }

 private:
  void take_turns(std::uint64_t count, const Work& work) {
    Scratch scratch;
    for (auto i = next_++; i < count && !failed_ && !interrupted; i = next_++) {
      if (!work(i, scratch.path())) {
        failed_ = true;
        scratch.keep();
      }
    }
    const std::lock_guard lock(mutex_);
    --working_;
    ended_.notify_one();
  }

  std::atomic<std::uint64_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t working_ = 0;
};

void print(const char* what, std::uint64_t count) {
  std::printf("  %-44s %12" PRIu64 "\n", what, count);
}

void print(const Failure& failure) {
  std::printf("\nrun %" PRIu64 " (%s), cut off at operation %zu, mode %s: %s\n%s", failure.run,
              name_of(life_of_run(failure.run)), failure.point, failure.mode.c_str(),
              failure.fault.c_str(), failure.story.c_str());
  std::printf("kept in %s\nagain: scripts/power %" PRIu64 " %" PRIu64 "\n", failure.kept.c_str(),
              kImagesOfRun, failure.run);
}

void print(const ImageTally& tally) {
  std::printf("\nimages\n");
  for (const auto& [mode, times] : tally.modes) print(name_of(mode), times);
  std::printf("of\n");
  for (const auto& [life, times] : tally.lives) print(name_of(life), times);
  std::printf("cut off\n");
  print("at points that differ within their run", tally.points);
  print("with operations that no sync had confirmed", tally.unconfirmed);
  print("and lacking some of them", tally.lost);
  print("while the log was moved into the database", tally.in_checkpoint);
  print("while a server started", tally.in_opening);
  print("while version 1 was brought up to date", tally.in_migration);
}

int status_after(std::uint64_t done, const char* things) {
  if (!interrupted) return 0;
  std::printf("interrupted after %" PRIu64 " %s\n", done, things);
  return kInterrupted;
}

int cut_power(std::uint64_t images, std::uint64_t seed) {
  std::mutex mutex;
  ImageTally tally;
  std::optional<Failure> failure;
  std::atomic<std::uint64_t> done = 0;
  Progress progress(images, "images");
  const auto cut = [&](std::uint64_t number, const std::filesystem::path& scratch) {
    const auto left = std::min(kImagesOfRun, images - number * kImagesOfRun);
    ImageTally of_run;
    const auto failed = cut_run(seed + number, left, scratch, of_run);
    done += left;
    const std::lock_guard lock(mutex);
    tally += of_run;
    if (failed) failure = failed;
    return !failed;
  };
  Workers().work((images + kImagesOfRun - 1) / kImagesOfRun, cut, done, progress);
  if (failure) {
    print(*failure);
    return 1;
  }
  print(tally);
  std::printf("\nall that was acknowledged is there, and nothing else\n");
  return status_after(done, "images");
}

int let_calls_fail(std::uint64_t stride, std::uint64_t ration) {
  std::vector<FaultCase> cases;
  {
    const Scratch scratch;
    cases = fault_cases(scratch.path(), stride, ration);
  }
  std::mutex mutex;
  std::uint64_t struck = 0;
  std::string failure;
  std::atomic<std::uint64_t> done = 0;
  Progress progress(cases.size(), "faults");
  const auto fail = [&](std::uint64_t number, const std::filesystem::path& scratch) {
    std::uint64_t struck_here = 0;
    const auto wrong = fault_in_case(cases[number].fault, scratch, struck_here);
    ++done;
    const std::lock_guard lock(mutex);
    struck += struck_here;
    if (!wrong.empty())
      failure = cases[number].told + ": " + wrong + "\nkept in " + scratch.string();
    return wrong.empty();
  };
  Workers().work(cases.size(), fail, done, progress);
  if (!failure.empty()) {
    std::printf("\n%s\n", failure.c_str());
    return 1;
  }
  std::printf("\n%" PRIu64 " faults, of which %" PRIu64
              " came up: no false acknowledgement, and each healed\n",
              done.load(), struck);
  return status_after(done, "faults");
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  const bool images = what == "images";
  const auto first = number_at(2, count, arguments, images ? 500 : 1);
  const auto second = number_at(3, count, arguments, images ? 1 : first.value_or(1));
  if ((!images && what != "faults") || count > 4 || !first || *first == 0 || !second ||
      (!images && *second == 0)) {
    std::fprintf(stderr, "power images [IMAGES] [SEED], or power faults [STRIDE] [RATION]\n");
    return 2;
  }
  if (images) {
    std::printf("%" PRIu64 " images, of the runs from %" PRIu64 "\n", *first, *second);
    std::fflush(stdout);
  }
  heed_interruption();
  install_failing_memory();
  install_recording_vfs();
  return images ? cut_power(*first, *second) : let_calls_fail(*first, *second);
}
