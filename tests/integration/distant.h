// A room of the program with people in it who are near, and people beyond a network that can be
// made bad.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "app/temporary_folder.h"
#include "integration/fault_proxy.h"
#include "integration/serving.h"

namespace turnkeeper::test {

/// The events that a client was told of, by their seq.
class Seen {
 public:
  RoomClient::Listener listener();

  std::uint64_t first() const { return seqs_.empty() ? 0 : seqs_.front(); }
  std::uint64_t last() const { return seqs_.empty() ? 0 : seqs_.back(); }
  std::size_t count() const { return seqs_.size(); }
  /// None comes twice, and none after one that it was before.
  bool in_order() const;
  /// How often one did not follow the one before: those between came as a whole state, if at all.
  std::ptrdiff_t jumps() const;

 private:
  std::vector<std::uint64_t> seqs_;
};

/// Where the data are; before the program that needs them.
struct WithFolder {
  app::TemporaryFolder folder;
};

struct Distant : WithFolder, Serving {
  Distant();

  Seat newcomer(const std::string& name) { return seat(ours, name); }
  /// Somebody on their way into the room through `network`.
  std::unique_ptr<RoomClient> come(const FaultProxy& network, const Seat& seat,
                                   RoomClient::Listener listener = {});
  /// Runs the clients until all of `people` are in the room. REQUIREs it.
  void all_in(std::initializer_list<const RoomClient*> people);
  /// Both are in the room and have seen the same.
  static bool in_step(const RoomClient& first, const RoomClient& second);

  /// How many sockets the server has closed with this code, by its own metrics.
  int closed_with(int code) const;
  /// Runs the clients until it is one at least. REQUIREs that it is in time.
  void until_closed_with(int code, Loop::Millis patience);

  Circle ours = circle(slow_agenda());
  FaultProxy near_by{loop, http().address()};
  FaultProxy far_away{loop, http().address()};
};

std::ptrdiff_t count(const Json& journal, const std::string& event);

}  // namespace turnkeeper::test
