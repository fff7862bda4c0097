// What everything in a simulated world shares: the time, what happens next, chance, and the story.
#pragma once

#include "tests/property/dice.h"
#include "tests/simulation/story.h"
#include "tests/support/manual_alarm.h"

namespace turnkeeper::testing {

struct Surroundings {
  explicit Surroundings(bool told) : story(clock, told) {}

  /// Between `least` and `most` milliseconds.
  core::Millis millis(int least, int most) { return core::Millis{dice.between(least, most)}; }
  /// Does something once `delay` has passed.
  void after(core::Millis delay, std::function<void()> action) {
    alarm.set(clock.now() + delay, std::move(action));
  }

  ManualClock clock;
  ManualAlarm alarm{clock};  ///< all that is still to happen, in the order of time
  Dice dice{0};              ///< thrown anew from the seed of each step
  Story story;
  Coverage coverage;
  bool calm = false;  ///< the world heals: short ways, nobody stays away
};

}  // namespace turnkeeper::testing
