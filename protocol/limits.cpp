#include "protocol/limits.h"

#include <array>

#include "timekeeper/circle.h"

namespace turnkeeper::protocol::limits {

// Each row says its numbers in words; whoever changes one changes its row, and PROTOCOL.md.
static_assert(kMessageBytes == 16 * 1024 && kNesting == 16 && kTextCharacters == 2'000);
static_assert(kNameCharacters == 80 && kPronounsCharacters == 40 && kIdCharacters == 64);
static_assert(timekeeper::kMostSeats == 8 && timekeeper::kMostFacilitators == 4 &&
              timekeeper::kMostObservers == 4);
static_assert(timekeeper::kMostActions == 200 && timekeeper::kMostEntries == 50);
static_assert(kCommandsPerSecond == 20 && kCommandBurst == 40);
static_assert(kBadMessagesInRow == 10 && kForbiddenInRow == 20);
static_assert(kConnectionsOfSeat == 4 && kDisplaysOfRoom == 8 && kNotJoinedPerAddress == 64 &&
              kConnections == 10'000 && kMemoryReserve == 32 * 1024 * 1024);
static_assert(kBacklogBytes == 256 * 1024 && kBacklogPatience == 30s && kUnreadAnswers == 512);
static_assert(kJoin == 10s && kPing == 10s && kQuiet == 20s && kSilence == 30s);
static_assert(kRequestLineBytes == 8 * 1024 && kHeaderBytes == 16 * 1024 && kRequest == 10s &&
              kBodyBytes == 64 * 1024 && kKeepAlive == 15s && kBadTokensPerMinute == 10);

std::span<const Row> table() {
  static constexpr std::array rows{
      Row{"message", "16 KiB", "close 1009"},
      Row{"nesting", "16", "-32700"},
      Row{"text", "2,000 characters", "text_too_long"},
      Row{"name, pronouns", "80, 40 characters", "text_too_long"},
      Row{"ids", "64 characters", "invalid_params, 404"},
      Row{"seats", "8 a circle", "circle_full (409)"},
      Row{"facilitators", "4 a circle", "facilitators_full (409)"},
      Row{"observers", "4 a circle", "observers_full (409)"},
      Row{"actions", "200 a session", "too_many_actions"},
      Row{"entries", "50 a turn", "too_many_entries"},
      Row{"commands", "20 a second a connection, burst 40",
          "rate_limited, then close 4429 after 40 more"},
      Row{"changes", "3,000 a person a session", "too_many_changes"},
      Row{"messages that are none", "10 in a row", "close 4500"},
      Row{"calls that one may not make", "20 in a row", "close 1008"},
      Row{"connections", "10,000 a server", "503"},
      Row{"memory", "32 MiB left", "503 to all that is new"},
      Row{"connections of a seat", "4", "close 4511"},
      Row{"displays of a room", "8", "close 4511"},
      Row{"connections not joined", "64 an address", "429"},
      Row{"commands waiting for a room", "64", "busy"},
      Row{"outgoing backlog", "256 KiB", "one room.state; after 30 s still full, close 4490"},
      Row{"answers not read", "512", "close 4490"},
      Row{"joining", "10 s", "close 4408"},
      Row{"said before a join is answered", "32 KiB", "close 4429"},
      Row{"silence", "20 s, 30 s", "away, then close 4408"},
      Row{"request line and headers", "8 KiB, 16 KiB, 10 s", "414, 431, 408"},
      Row{"request body", "64 KiB, 10 s", "413, 408"},
      Row{"the next request of a connection", "15 s", "closed"},
      Row{"bad tokens", "10 a minute an address", "429, close 4429"},
  };
  return rows;
}

}  // namespace turnkeeper::protocol::limits
