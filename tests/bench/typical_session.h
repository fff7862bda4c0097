// One whole session of six by group-75, as people hold it: everyone says how they are, states a
// challenge, is asked, is extended once, commits; hands go up and are called; two moves by hand.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

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

/// Somebody else's, of as many as they are, for those who write it down.
struct Meeting {
  timekeeper::SessionId session;
  timekeeper::CircleId circle;
  std::vector<timekeeper::MemberId> people;
  timekeeper::Instant planned_at;
};
/// `by` is empty for what the house and time do.
using Keep = std::function<void(const timekeeper::Decision&, const timekeeper::MemberId& by)>;
/// The same until its fourth exploration. Answers when it got there.
timekeeper::Instant middle_of_session(const Meeting& meeting, const Keep& keep);

}  // namespace turnkeeper::bench
