// One whole session of six by group-75, as people hold it: everyone says how they are, states a
// challenge, is asked, is extended once, commits; hands go up and are called; two moves by hand.
#pragma once

#include <cstddef>

#include "timekeeper/timekeeper.h"

namespace turnkeeper::bench {

struct Count {
  std::size_t commands = 0;
  std::size_t deadlines = 0;
  std::size_t events = 0;
};

/// From the plan to the end. The same each time.
Count hold_session();

/// The same session in its fourth exploration, with a queue.
timekeeper::Session middle_of_session();

}  // namespace turnkeeper::bench
