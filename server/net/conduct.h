// How a client behaves, counted: too many messages, bad ones in a row, forbidden ones in a row.
// Each has its verdict.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "net/token_bucket.h"
#include "protocol/close_code.h"
#include "protocol/errors.h"
#include "protocol/limits.h"

namespace turnkeeper::net {

class Conduct {
 public:
  explicit Conduct(timekeeper::Instant now)
      : bucket_(protocol::limits::kCommandsPerSecond, protocol::limits::kCommandBurst, now) {}

  enum class Pace { fine, too_fast, flood };

  /// For each message, each ping, each pong that nobody asked for.
  Pace heard(timekeeper::Instant now) {
    if (bucket_.full(now)) warned_ = 0;
    if (bucket_.take(now)) return Pace::fine;
    return ++warned_ > protocol::limits::kCommandBurst ? Pace::flood : Pace::too_fast;
  }
  /// When to go on. REQUIRES: it was just too fast.
  timekeeper::Millis wait() const { return bucket_.wait(); }

  /// A message was accepted.
  void good() { bad_ = forbidden_ = 0; }

  /// A message was answered with `error`; the verdict if it was one too many.
  std::optional<protocol::CloseCode> answered(const protocol::Error& error) {
    bad_ = error.code == protocol::kRejected ? 0 : bad_ + 1;
    forbidden_ = error.reason == "not_allowed" ? forbidden_ + 1 : 0;
    if (bad_ >= protocol::limits::kBadMessagesInRow) return protocol::CloseCode::bad_messages;
    if (forbidden_ >= protocol::limits::kForbiddenInRow) return protocol::CloseCode::policy;
    return std::nullopt;
  }

 private:
  TokenBucket bucket_;
  std::size_t warned_ = 0;     ///< since the bucket was last full
  std::size_t bad_ = 0;        ///< in a row
  std::size_t forbidden_ = 0;  ///< in a row
};

}  // namespace turnkeeper::net
