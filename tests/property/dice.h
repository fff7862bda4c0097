// Chance that can be repeated: the same seed, the same throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "timekeeper/time.h"

namespace turnkeeper::testing {

/// SplitMix64. The seeds may be small numbers in a row: what follows looks nothing alike.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t mixed = (state_ += 0x9e3779b97f4a7c15U);
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

  /// 0 to count - 1.
  std::size_t below(std::size_t count) { return next() % count; }
  int between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::size_t>(most - least + 1)));
  }
  timekeeper::Millis seconds(int least, int most) {
    return std::chrono::seconds{between(least, most)};
  }
  bool chance(int percent) { return between(1, 100) <= percent; }

  template <class Thing>
  const Thing& pick(const std::vector<Thing>& things) {
    return things.at(below(things.size()));
  }

 private:
  std::uint64_t state_;
};

}  // namespace turnkeeper::testing
