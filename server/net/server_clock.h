// Server time: the wall clock at start plus what has passed since, so that setting the machine's
// clock moves no deadline. With alarm_queue.cpp the only clock of rooms and answers; a client has
// its own, and so have the loops' waits for a test.
#pragma once

#include <cstdint>

#include "rooms/ports.h"

namespace turnkeeper::net {

class ServerClock : public rooms::Clock {
 public:
  ServerClock();

  rooms::core::Instant now() const override;

  /// The journal ends at `last`: from here on it is later than that, even if the wall clock was set
  /// back meanwhile.
  void not_before(rooms::core::Instant last);

 private:
  rooms::core::Instant base_;  ///< server time when `since_boot_` was read
  rooms::core::Millis since_boot_;
};

}  // namespace turnkeeper::net
