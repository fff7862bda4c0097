// The core's enums as the journal and the tables spell them (protocol/PROTOCOL.md). Only for the
// store's sources.
#pragma once

#include <string_view>

#include "timekeeper/session.h"

namespace turnkeeper::store {

namespace core = turnkeeper::timekeeper;

std::string_view name(core::ActionStatus status);

/// Reads `text` into `value`. Throws StoreError for a name that this version does not know.
void parse(std::string_view text, core::Role& value);
void parse(std::string_view text, core::Phase& value);
void parse(std::string_view text, core::EndCause& value);
void parse(std::string_view text, core::ActionStatus& value);
void parse(std::string_view text, core::WaiverCause& value);

template <class Enum>
Enum parse_as(std::string_view text) {
  Enum value{};
  parse(text, value);
  return value;
}

}  // namespace turnkeeper::store
