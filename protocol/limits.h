// Every limit of the server, in one table (protocol/PROTOCOL.md, "Limits"; `turnkeeper limits`
// prints it).
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>

namespace turnkeeper::protocol::limits {

using namespace std::chrono_literals;

inline constexpr std::size_t kMessageBytes = 16 * 1024;
inline constexpr std::size_t kNesting = 16;
inline constexpr std::size_t kTextCharacters = 2'000;
inline constexpr std::size_t kNameCharacters = 80;
inline constexpr std::size_t kPronounsCharacters = 40;
inline constexpr std::size_t kIdCharacters = 64;
inline constexpr std::size_t kCommandsPerSecond = 20;
inline constexpr std::size_t kCommandBurst = 40;
inline constexpr std::size_t kConnections = 10'000;
inline constexpr std::size_t kMemoryReserve = 32 * 1024 * 1024;  ///< of open rooms
inline constexpr std::size_t kUnreadAnswers = 512;
inline constexpr std::size_t kConnectionsOfSeat = 4;
inline constexpr std::size_t kDisplaysOfRoom = 8;
inline constexpr std::size_t kNotJoinedPerAddress = 64;
inline constexpr std::size_t kBacklogBytes = 256 * 1024;
inline constexpr auto kBacklogPatience = 30s;
inline constexpr auto kJoin = 10s;
inline constexpr std::size_t kHeldBytes = 32 * 1024;  ///< said behind a join, before its answer
inline constexpr std::size_t kRequestLineBytes = 8 * 1024;
inline constexpr std::size_t kHeaderBytes = 16 * 1024;
inline constexpr std::size_t kBodyBytes = 64 * 1024;
inline constexpr auto kRequest = 10s;    ///< for all headers, and again for the body
inline constexpr auto kKeepAlive = 15s;  ///< idle, between two requests
inline constexpr std::size_t kBadTokensPerMinute = 10;
inline constexpr std::size_t kBadMessagesInRow = 10;
inline constexpr std::size_t kForbiddenInRow = 20;
inline constexpr auto kPing = 10s;
inline constexpr auto kQuiet = 20s;    ///< nothing heard: nobody is here by this connection
inline constexpr auto kSilence = 30s;  ///< nothing heard: the connection is closed

/// A row as it is printed and documented.
struct Row {
  std::string_view limit;
  std::string_view value;
  std::string_view beyond;
};
std::span<const Row> table();

}  // namespace turnkeeper::protocol::limits
