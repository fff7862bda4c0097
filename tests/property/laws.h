// What holds in every state that a session can reach, and between each two of them.
#pragma once

#include <optional>
#include <string>

#include "timekeeper/event.h"
#include "timekeeper/session.h"

namespace turnkeeper::testing {

/// The first law that `session` breaks, in a sentence.
std::optional<std::string> broken_law(const timekeeper::Session& session);

/// The first law that the step from `before` by `event` to `after` breaks.
std::optional<std::string> broken_law(const timekeeper::Session& before,
                                      const timekeeper::Event& event,
                                      const timekeeper::Session& after);

}  // namespace turnkeeper::testing
