// The port through which the room asks who a token is. Implemented above, over the store.
#pragma once

#include <optional>
#include <string_view>

#include "protocol/calls.h"
#include "timekeeper/ids.h"
#include "timekeeper/session.h"
#include "timekeeper/wordbook.h"

namespace turnkeeper::net {

namespace core = turnkeeper::timekeeper;

/// What a token opens.
struct Pass {
  core::CircleId circle;
  protocol::Caller caller = protocol::Caller::display;
  std::optional<core::MemberId> member;  ///< nobody, for a display
  core::Role role = core::Role::observer;
  bool seated = false;
  core::Person person;
};

class Gatekeeper {
 public:
  virtual ~Gatekeeper() = default;
  /// Nothing for anything wrong: malformed, unknown, expired, revoked, of another circle, no such
  /// session. It takes the same time in each case. May throw std::runtime_error when the store
  /// cannot be read.
  virtual std::optional<Pass> admit(const core::SessionId& session, std::string_view token) = 0;
};

}  // namespace turnkeeper::net
