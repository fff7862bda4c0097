#include "net/server_clock.h"

#include <ctime>

namespace turnkeeper::net {
namespace {

using rooms::core::Instant;
using rooms::core::Millis;

// Counts on while the machine sleeps, unlike std::chrono::steady_clock: a night with the lid closed
// shows as an alarm that comes late, and so as an outage.
Millis since_boot() {
  timespec time{};
  clock_gettime(CLOCK_BOOTTIME, &time);
  return std::chrono::floor<Millis>(std::chrono::seconds{time.tv_sec} +
                                    std::chrono::nanoseconds{time.tv_nsec});
}

}  // namespace

ServerClock::ServerClock()
    : base_(std::chrono::floor<Millis>(std::chrono::system_clock::now())),
      since_boot_(since_boot()) {}

Instant ServerClock::now() const { return base_ + (since_boot() - since_boot_); }

void ServerClock::not_before(Instant last) {
  const Instant current = now();
  if (current < last) base_ += last - current;
}

}  // namespace turnkeeper::net
