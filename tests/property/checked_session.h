// A session whose every step is held against the laws of the timekeeper, for transcripts and
// properties alike.
#pragma once

#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "tests/property/ledger.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::testing {

namespace core = turnkeeper::timekeeper;

/// A law that does not hold, in a sentence.
struct Broken : std::logic_error {
  using std::logic_error::logic_error;
};

class CheckedSession {
 public:
  explicit CheckedSession(core::Instant now) : now_(now) {}

  const core::Session& session() const { return session_; }
  core::Instant now() const { return now_; }
  const std::vector<core::Event>& events() const { return events_; }

  /// Decides `command` now, and lets happen what follows from it. Throws Broken.
  std::variant<core::Decision, core::Rejection> handle(const core::Command& command);

  /// Lets time act once, if it does so by `until`, and moves the clock there; otherwise moves the
  /// clock to `until` and answers with nothing. Throws Broken.
  std::optional<core::Decision> pass_time(core::Instant until);

  /// The clock moves and nobody sees it: the server is down.
  void stand_still(core::Millis length) { now_ += length; }

  /// Takes an event that was decided elsewhere. Throws Broken.
  void follow(const core::Event& event);

  /// Replays all events from the first. Throws Broken if that leads elsewhere.
  void check_replay() const;

 private:
  void take(const core::Decision& decision);
  void check_step(const core::Session& before, const core::Event& event);
  void check_wall_clock(const core::Session& before, const core::Event& event);
  void check_ids(const core::Event& event);

  core::Session session_;
  Ledger ledger_;
  core::Instant now_;
  std::vector<core::Event> events_;
  std::set<std::string> ids_;  ///< of stages, entries, actions and words, each with its kind
  core::Millis paused_{};      ///< how long the clock stood since the start
  std::optional<core::Instant> stands_since_;
};

}  // namespace turnkeeper::testing
