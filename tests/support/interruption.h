// What a long run came to counts, also when somebody ends it early.
#pragma once

#include <csignal>

namespace turnkeeper::testing {

/// Set by SIGINT and SIGTERM once `heed_interruption` was called. The programs that a run has
/// started may have got the signal too: what they do from then on proves nothing.
inline volatile std::sig_atomic_t interrupted = 0;

/// The exit status of a run that was interrupted, by the custom of shells (128 + SIGINT).
inline constexpr int kInterrupted = 130;

inline void heed_interruption() {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { interrupted = 1; });
}

}  // namespace turnkeeper::testing
