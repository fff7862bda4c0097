// Which events move minutes, and the last of them: for whoever comes later and asks why they have
// less.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "timekeeper/event.h"

namespace turnkeeper::timekeeper {

/// Whether somebody has more or less by it than they were shown before. What only leaves something
/// to the reserve at the end of a stage, most of them do, does not count.
bool moves_minutes(const EventBody& body);

/// The last events that moved minutes, oldest first.
class Replannings {
 public:
  static constexpr std::size_t kKept = 5;
  struct Entry {
    std::uint64_t seq = 0;
    Event event;
  };

  /// Keeps `event` if it moves minutes, in the place of the oldest.
  void note(std::uint64_t seq, const Event& event);
  const std::deque<Entry>& last() const { return last_; }

 private:
  std::deque<Entry> last_;
};

}  // namespace turnkeeper::timekeeper
