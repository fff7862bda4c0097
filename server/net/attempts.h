// Failed attempts by address: whoever guesses tokens gets ten a minute. Shared by the room's door
// and the REST handlers.
//
// A token of a link is looked at first, and only a bad one counts, so that nobody can lock out
// those who share an address with them. That gives a guesser nothing: a token has 192 random bits,
// so that no number of guesses a second finds one, and it is looked up by its hash, so that the
// time it takes tells nothing of how near a guess was. What the limit spares is the log and the
// disk.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "protocol/limits.h"
#include "rooms/ports.h"

namespace turnkeeper::net {

class Attempts {
 public:
  static constexpr std::chrono::minutes kWindow{1};
  static constexpr std::size_t kMostAddresses =
      10'000;  ///< remembered; the oldest are forgotten first

  explicit Attempts(const rooms::Clock& clock) : clock_(clock) {}

  /// A token was bad. Nothing if it is one of the first ten in a minute; else how long this address
  /// has to wait. Those beyond are not counted: the wait runs out, whoever goes on trying.
  std::optional<rooms::core::Millis> failed(const std::string& address);
  /// How long this address has to wait, or nothing if it may try. To be asked before a secret that
  /// a person chose is looked at, for that one can be guessed.
  std::optional<rooms::core::Millis> refused(const std::string& address);

  std::size_t remembered() const { return failures_.size(); }

 private:
  using Failures = std::deque<rooms::core::Instant>;

  void forget_old(rooms::core::Instant now);

  const rooms::Clock& clock_;
  std::map<std::string, Failures> failures_;
  rooms::core::Instant swept_{};  ///< when all of them were last looked through
};

}  // namespace turnkeeper::net
