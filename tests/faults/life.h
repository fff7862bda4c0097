// One data folder, the circles in it, and the server that is killed over it again and again.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "client/http_client.h"
#include "integration/program.h"
#include "tests/faults/aimed_file.h"
#include "tests/faults/busy_circle.h"

namespace turnkeeper::faults {

/// When the server is killed.
enum class Target : std::uint8_t {
  any_moment,  ///< while everybody works
  write,       ///< at a write into the log: in the middle of a transaction
  sync,        ///< at its sync: before and after the commit
  checkpoint,  ///< while the log is moved into the database
  start,       ///< when it has just been started after another kill
  comeback,    ///< when the first are in the room again after another kill
  migration,   ///< while it brings a database of version 1 up to date, after another kill
};
inline constexpr std::size_t kTargets = 7;
const char* name_of(Target target);

/// What the kills of a life, or of many, came to.
struct Tally {
  std::array<std::uint64_t, kTargets> kills{};  ///< by Target
  std::array<std::uint64_t, kTargets>
      missed{};              ///< of those: the call did not come, and the kill did
  std::uint64_t told = 0;    ///< events seen and changes acknowledged
  std::uint64_t clocks = 0;  ///< outages after which the clock could be checked to the millisecond

  std::uint64_t all() const;
  Tally& operator+=(const Tally& other);
};

class Life {
 public:
  /// `folder` is empty and stays, `library` is that of aim.cpp. Starts the server, and everybody
  /// comes.
  Life(std::filesystem::path folder, std::filesystem::path library, std::uint32_t seed);
  ~Life();

  /// Kills the server once (or twice: the second time while it comes back), lets everybody come
  /// back, and checks all that was ever told. Throws Broken, and std::runtime_error when something
  /// does not come about in time.
  void kill_and_come_back();

  const Tally& tally() const { return tally_; }
  /// What happened since the last time that all was well, a line each.
  std::string story() const;

 private:
  using Millis = std::chrono::milliseconds;

  int between(int least, int most);
  Target any_target();
  void aim_at(Target target);
  /// Starts the server. Whether it came up; it may be killed before that.
  bool start();
  void work(Millis length);
  void kill(Target target, bool hit);
  void die_while_working(Target target);
  void die_again(Target target);
  /// What is on disk adds up.
  void verify_copy();
  void come_back();
  void until(const std::string& what, const std::function<bool()>& condition);
  void tell(const std::string& line);

  std::filesystem::path folder_;
  std::filesystem::path library_;
  std::mt19937 chance_;
  AimedFile aim_;
  client::Loop loop_;
  std::uint16_t port_ = 0;
  std::unique_ptr<test::Program> program_;
  std::vector<std::unique_ptr<BusyCircle>> circles_;
  std::vector<Standstill> standstills_;
  client::Instant died_{};  ///< last, and at the latest
  std::vector<std::string> story_;
  Tally tally_;
};

}  // namespace turnkeeper::faults
