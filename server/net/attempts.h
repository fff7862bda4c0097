// Failed attempts by address: whoever guesses tokens gets ten a minute. Shared by the room's door
// and the REST handlers.
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

  /// To be asked before a token is looked at: how long this address has to wait, or nothing if it
  /// may try.
  std::optional<rooms::core::Millis> refused(const std::string& address);
  /// The token was bad.
  void failed(const std::string& address);

  std::size_t remembered() const { return failures_.size(); }

 private:
  using Failures = std::deque<rooms::core::Instant>;

  void forget_old(rooms::core::Instant now);

  const rooms::Clock& clock_;
  std::map<std::string, Failures> failures_;
  rooms::core::Instant swept_{};  ///< when all of them were last looked through
};

}  // namespace turnkeeper::net
