// JSON as the contract reads it: strict where the library is lenient.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace turnkeeper::protocol {

using Json = nlohmann::json;

struct ParseFault {
  std::string why;  ///< a sentence
};

/// Parses one JSON text (RFC 8259). Refuses invalid UTF-8, a key twice in one object, nesting
/// deeper than `limits::kNesting`, and numbers that no double holds. Never throws.
std::variant<Json, ParseFault> parse(std::string_view text);

}  // namespace turnkeeper::protocol
