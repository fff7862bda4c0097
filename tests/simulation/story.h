// What happened in one simulated world: a fingerprint of all of it, the last lines of it for a
// reader, and the first promise that was broken.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/manual_clock.h"

namespace turnkeeper::testing {

/// How often something came up, by name.
struct Coverage {
  using Counts = std::map<std::string, std::int64_t, std::less<>>;

  Counts events;    ///< that became durable
  Counts refusals;  ///< that clients were told, by reason
  Counts faults;    ///< that the world threw at them
  Counts clients;   ///< what clients did and were given
  core::Millis simulated{};

  Coverage& operator+=(const Coverage& other);
};

class Story {
 public:
  static constexpr std::size_t kLines = 60;  ///< that are kept

  /// With `told` lines are kept; else only the fingerprint is, which is the same either way.
  Story(const ManualClock& clock, bool told) : clock_(clock), told_(told) {}

  /// A line for the reader: who, and what became of them.
  void tell(std::string_view who, std::string_view what);
  /// Something that has to be the same whenever the same seed is lived through.
  void note(std::string_view bytes);
  /// A promise was broken. Remembers the first one; nothing is thrown, because whoever calls may
  /// stand in the middle of the server.
  void broke(std::string sentence);

  bool is_told() const { return told_; }
  const std::optional<std::string>& broken() const { return broken_; }
  std::uint64_t fingerprint() const { return fingerprint_; }
  std::string lines() const;

 private:
  const ManualClock& clock_;
  bool told_;
  std::uint64_t fingerprint_ = 0xcbf29ce484222325U;
  std::deque<std::string> lines_;
  std::optional<std::string> broken_;
};

}  // namespace turnkeeper::testing
