#include "protocol/limits.h"

#include <array>

namespace turnkeeper::protocol::limits {

std::span<const Row> table() {
  static constexpr std::array rows{
      Row{"message", "16 KiB", "close 1009"},
      Row{"nesting", "16", "-32700"},
      Row{"text", "2,000 characters", "text_too_long"},
      Row{"name, pronouns", "80, 40 characters", "text_too_long"},
      Row{"seats", "8 a circle", "circle_full (409)"},
      Row{"facilitators", "4 a circle", "facilitators_full (409)"},
      Row{"observers", "4 a circle", "observers_full (409)"},
      Row{"actions", "200 a session", "too_many_actions"},
      Row{"entries", "50 a turn", "too_many_entries"},
      Row{"commands", "20 a second a connection, burst 40",
          "rate_limited, then close 4429 after 40 more"},
      Row{"connections of a seat", "4", "close 4511"},
      Row{"displays of a room", "8", "close 4511"},
      Row{"connections not joined", "64 an address", "429"},
      Row{"commands waiting for a room", "64", "busy"},
      Row{"outgoing backlog", "256 KiB", "one room.state; after 30 s still full, close 4490"},
      Row{"joining", "10 s", "close 4408"},
      Row{"request line and headers", "8 KiB, 16 KiB, 10 s", "414, 431, 408"},
      Row{"request body", "64 KiB, 10 s", "413, 408"},
      Row{"bad tokens", "10 a minute an address", "429, close 4429"},
  };
  return rows;
}

}  // namespace turnkeeper::protocol::limits
