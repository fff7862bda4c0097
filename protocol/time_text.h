// Times and dates as text: RFC 3339 in UTC with milliseconds, and YYYY-MM-DD.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "timekeeper/time.h"

namespace turnkeeper::protocol {

std::string to_text(timekeeper::Instant instant);  ///< 2026-03-01T18:00:00.000Z
std::string to_text(timekeeper::Date date);        ///< 2026-03-01

/// Only the exact form that `to_text` writes; nothing for anything else, or a day that no calendar
/// has.
std::optional<timekeeper::Instant> parse_instant(std::string_view text);
std::optional<timekeeper::Date> parse_date(std::string_view text);

}  // namespace turnkeeper::protocol
