// A command of the core as a client says it.
#pragma once

#include <optional>
#include <string>

#include "protocol/json.h"
#include "timekeeper/command.h"

namespace turnkeeper::testing {

struct CallText {
  std::string method;
  protocol::Json params;  ///< without `change`
};

/// Nothing for a command that only the house gives.
std::optional<CallText> call_text(const timekeeper::Command& command);

}  // namespace turnkeeper::testing
