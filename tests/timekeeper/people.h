// Who is in the sessions that tests of the core make by hand, and when.
#pragma once

#include <chrono>

#include "timekeeper/ids.h"
#include "timekeeper/time.h"

namespace turnkeeper::testing {

inline const timekeeper::Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} +
                                      std::chrono::hours{18}};
inline const timekeeper::MemberId kAna{"ana"};
inline const timekeeper::MemberId kBo{"bo"};
inline const timekeeper::MemberId kCy{"cy"};
inline const timekeeper::MemberId kDi{"di"};

}  // namespace turnkeeper::testing
