// What a long run came to counts, also when somebody ends it early.
#pragma once

#include <atomic>
#include <csignal>

namespace turnkeeper::testing {

/// Set by SIGINT and SIGTERM once `heed_interruption` was called; read on any thread.
inline std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

/// The exit status of a run that was interrupted, by the custom of shells (128 + SIGINT).
inline constexpr int kInterrupted = 130;

inline void heed_interruption() {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { interrupted = true; });
}

}  // namespace turnkeeper::testing
