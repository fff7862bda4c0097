// How many files and sockets this process may have open (getrlimit(2), RLIMIT_NOFILE).
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <cstddef>

namespace turnkeeper::net {

/// Kept from connections that are taken in.
inline constexpr std::size_t kReservedDescriptors = 64;
/// Of those, for connections that are told so. The rest is for the database and the log.
inline constexpr std::size_t kReservedForRefusals = 32;

/// As many connections leave those free. Asked anew each time: the limit of a running process can
/// be changed.
inline std::size_t most_by_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return static_cast<std::size_t>(limit.rlim_cur) -
         std::min<std::size_t>(limit.rlim_cur, kReservedDescriptors);
}

/// As many as the system lets this process have without asking anybody.
inline void take_all_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace turnkeeper::net
