// Thousands of members, each on a connection and an address of their own, in as few steps as the
// protocol allows: they join, read along, answer pings, and come back by the documented backoff
// when they are cut off (protocol/PROTOCOL.md, "Come back" and "Close codes").
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "client/loop.h"
#include "tests/bench/live_house.h"

namespace turnkeeper::bench {

class Herd {
 public:
  using Clock = std::chrono::steady_clock;

  /// All with a token come, one after the other, to a server on this machine.
  Herd(client::Loop& loop, std::uint16_t port, const std::vector<LiveRoom>& rooms);
  ~Herd();
  Herd(const Herd&) = delete;
  Herd& operator=(const Herd&) = delete;

  std::size_t size() const;
  /// How many are in their rooms now.
  std::size_t joined() const;
  /// When each of them was last let in, earliest first.
  std::vector<Clock::time_point> joins() const;

  /// Connections that were tried, and answers to a join by what they held, since the start.
  struct Tally {
    std::size_t tries = 0;
    std::size_t whole = 0;    ///< the state
    std::size_t resumed = 0;  ///< the events since
    std::size_t refused = 0;  ///< the join, or the upgrade
    std::size_t largest = 0;  ///< answer to a join, in bytes
  };
  const Tally& tally() const;

 private:
  struct Shared;
  class Member;
  void let_next_come();

  std::unique_ptr<Shared> shared_;
  std::vector<std::shared_ptr<Member>> members_;
};

}  // namespace turnkeeper::bench
