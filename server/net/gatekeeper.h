// The port through which the room asks who a token is. Implemented above, over the store.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "protocol/calls.h"
#include "rooms/outcome.h"
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
  /// session; a std::runtime_error when the store cannot be read.
  using Admitted = std::function<void(rooms::Outcome<std::optional<Pass>>)>;
  /// Calls `admitted` once, now or later; it takes the same time whatever is wrong. The answer is
  /// right when it comes: what was revoked meanwhile opens nothing.
  virtual void admit(const core::SessionId& session, const std::string& token,
                     Admitted admitted) = 0;
};

}  // namespace turnkeeper::net
