// How this floor tells the operator what happens. Never content, never a token, never a name.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace turnkeeper::net {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// May be called on the loop only; the sentence has no end of line.
using Log = std::function<void(LogLevel, std::string_view sentence)>;

}  // namespace turnkeeper::net
