// A circle whose members never rest: each changes the room again and again, and what they are told
// is written down.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "client/http_client.h"
#include "client/room_client.h"
#include "tests/faults/record.h"

namespace turnkeeper::faults {

/// How a room stood when the server died, by the last that one of its people was told.
struct Standstill {
  std::uint64_t seq = 0;
  std::optional<client::Instant> deadline;  ///< of the stage, if the clock ran
  client::Instant died;                     ///< the server, at the latest
};

class BusyCircle {
 public:
  /// Makes the circle and lets its people into the room, where they wait. `number` and `seed` tell
  /// it from others; an odd one is in a hurry, and its stages end by themselves.
  BusyCircle(client::Loop& loop, const client::HttpClient& http,
             const std::filesystem::path& folder, int number, std::uint32_t seed);
  ~BusyCircle();
  BusyCircle(const BusyCircle&) = delete;
  BusyCircle& operator=(const BusyCircle&) = delete;

  /// From now on they make changes, or none.
  void be_busy(bool busy) { busy_ = busy; }
  /// Somebody is in the room.
  bool anybody_joined() const;
  /// All are in the room and have seen the same, and no change is without an answer.
  bool settled() const;
  /// Who is where, and what they wait for.
  std::string in_words() const;

  /// Sends up to `many` changes again that were answered long ago.
  void repeat(int many);
  /// Something new, unlike what was done before, is answered once the server has written down that
  /// it was away.
  void say_something();

  Standstill standstill(client::Instant died) const;

  /// All that was ever told holds: to be called when it is settled. `before` is from the last
  /// death, if the server came up since. Throws Broken. Returns whether the clock could be checked.
  bool check(const client::HttpClient& http, const std::optional<Standstill>& before) const;

  std::size_t told() const { return record_.seen_count() + record_.changes().size(); }

 private:
  struct Member;

  void take_place(const client::HttpClient& http, const Json& created, int number, bool leads);
  void soon(Member& member);
  void act(Member& member);
  void send(Member& member, const std::string& change, const std::string& method, Json params);
  void check_states() const;
  void check_actions(const client::HttpClient& http) const;

  client::Loop& loop_;
  std::mt19937 chance_;
  Record record_;
  std::string circle_;
  std::string session_;
  std::string coordinator_;
  std::string prefix_;  ///< of the ids of changes
  int last_change_ = 0;
  bool busy_ = false;
  std::vector<std::unique_ptr<Member>> members_;
};

}  // namespace turnkeeper::faults
