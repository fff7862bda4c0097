// Somebody who reads only what is durable, and holds it against the laws, a ledger of their own and
// the clock on the wall.
#pragma once

#include <utility>
#include <vector>

#include "tests/property/checked_session.h"

namespace turnkeeper::testing {

class Witness {
 public:
  /// An event became durable. Throws Broken.
  void read(const core::Event& event);

  /// From `from` to `to` nobody could have known what the clock did: the server was down, the
  /// machine asleep, or the disk refused.
  void untrusted(core::Instant from, core::Instant to) { untrusted_.emplace_back(from, to); }

  /// Throws Broken if a part of such a time was charged to anybody. To be asked when the rooms have
  /// had the time to write it down.
  void check_nothing_eaten() const;

  const core::Session& session() const { return checked_.session(); }
  const std::vector<core::Event>& events() const { return checked_.events(); }

 private:
  using Span = std::pair<core::Instant, core::Instant>;

  void go_on(core::Instant at);

  CheckedSession checked_{core::Instant{}};
  std::vector<Span> stood_;  ///< when the clock of the session stood
  std::optional<core::Instant> stands_since_;
  std::vector<Span> untrusted_;
};

}  // namespace turnkeeper::testing
