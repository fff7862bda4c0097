// Many numbered lives, lived through on all cores until one fails.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cinttypes>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/property/progress.h"
#include "tests/support/interruption.h"

namespace turnkeeper::testing {

/// `Tally` counts what came up; tallies add up by `+=`.
template <class Tally>
class Run {
 public:
  /// Lives through the one of this number, and adds to the tally; whether it failed. Called on any
  /// thread.
  using Live = std::function<bool(std::uint64_t number, Tally& tally)>;

  /// `things` is what is counted, in the plural.
  Run(std::uint64_t count, std::uint64_t first, std::string things, Live live)
      : count_(count), first_(first), things_(std::move(things)), live_(std::move(live)) {}

  /// Lives through them all, or until one fails or somebody interrupts.
  void live_all() {
    std::printf("%s %" PRIu64 " to %" PRIu64 "\n", things_.c_str(), first_, first_ + count_ - 1);
    std::fflush(stdout);
    heed_interruption();
    std::vector<std::jthread> workers(std::max(1U, std::thread::hardware_concurrency()));
    working_ = workers.size();
    for (auto& worker : workers) worker = std::jthread([this] { work(); });
    Progress progress(count_, things_);
    std::unique_lock lock(mutex_);
    while (
        !ended_.wait_for(lock, std::chrono::milliseconds(200), [this] { return working_ == 0; })) {
      progress.show(done_);
      if (interrupted) next_ = count_;
    }
    progress.show(done_);
  }

  const Tally& tally() const { return tally_; }
  std::uint64_t done() const { return done_; }
  /// The lowest number that failed.
  std::optional<std::uint64_t> failed() const { return failed_; }

 private:
  void work() {
    Tally tally;
    std::optional<std::uint64_t> failed;
    for (std::uint64_t i = next_++; i < count_ && !failed; i = next_++) {
      if (live_(first_ + i, tally)) failed = first_ + i;
      ++done_;
    }
    const std::lock_guard lock(mutex_);
    if (failed) {
      next_ = count_;
      failed_ = std::min(*failed, failed_.value_or(*failed));
    }
    tally_ += tally;
    --working_;
    ended_.notify_one();
  }

  const std::uint64_t count_;
  const std::uint64_t first_;
  const std::string things_;
  const Live live_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::uint64_t> done_{0};
  std::mutex mutex_;
  std::condition_variable ended_;
  // Guarded by mutex_.
  std::size_t working_ = 0;
  Tally tally_;
  std::optional<std::uint64_t> failed_;
};

}  // namespace turnkeeper::testing
