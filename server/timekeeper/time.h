// Time as the core knows it: instants that it is told, and lengths. No clock is read here.
#pragma once

#include <chrono>

namespace turnkeeper::timekeeper {

using Millis = std::chrono::milliseconds;
/// UTC, milliseconds since 1970.
using Instant = std::chrono::sys_time<Millis>;
/// A calendar day, without a time zone.
using Date = std::chrono::year_month_day;

/// The first day that is still today somewhere on earth (UTC-12).
inline Date earliest_today(Instant now) {
  return Date{std::chrono::floor<std::chrono::days>(now - std::chrono::hours{12})};
}

}  // namespace turnkeeper::timekeeper
