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
#include <list>
#include <map>
#include <optional>
#include <string>

#include "protocol/limits.h"
#include "rooms/ports.h"

namespace turnkeeper::net {

class Attempts {
 public:
  static constexpr std::chrono::minutes kWindow{1};
  /// Remembered; whoever failed longest ago is forgotten first. Who commands ten thousand addresses
  /// has a hundred thousand guesses a minute, against 2^192 tokens.
  static constexpr std::size_t kMostAddresses = 10'000;

  explicit Attempts(const rooms::Clock& clock) : clock_(clock) {}

  /// A token was bad. Nothing if it is one of the first ten in a minute; else how long this address
  /// has to wait. Those beyond are not counted: the wait runs out, whoever goes on trying.
  std::optional<rooms::core::Millis> failed(const std::string& address);
  /// How long this address has to wait, or nothing if it may try. To be asked before a secret that
  /// a person chose is looked at, for that one can be guessed.
  std::optional<rooms::core::Millis> refused(const std::string& address);

  std::size_t remembered() const { return failures_.size(); }

 private:
  struct Failures {
    std::deque<rooms::core::Instant> times;
    std::list<std::string>::iterator age;  ///< its place in by_age_
  };

  void forget(const std::string& address);

  const rooms::Clock& clock_;
  std::map<std::string, Failures> failures_;
  std::list<std::string> by_age_;  ///< whoever failed last is at the end
};

}  // namespace turnkeeper::net
