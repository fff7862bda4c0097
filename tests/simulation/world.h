// A small world from a number: a server with a room or two, the people of each with their devices,
// and what happens to all of them. Deterministic to the byte.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/client.h"
#include "tests/simulation/server_process.h"

namespace turnkeeper::testing {

class World {
 public:
  /// Circles and people follow from `seed`. With `told` the story is kept for a reader.
  World(std::uint64_t seed, bool told);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Something happens that follows from `seed`. Throws Broken.
  void step(std::uint64_t seed);
  /// Everything is well again for a minute; then everybody sees the same, and it is what is on
  /// disk. Throws Broken.
  void heal();

  const Story& story() const { return around_.story; }
  const Coverage& coverage() const { return around_.coverage; }

 private:
  struct Circle {
    core::SessionId session;
    std::vector<core::MemberId> people;  ///< who may want something
    std::vector<core::MemberId> late;    ///< who have no place in the plan
    std::vector<std::unique_ptr<Client>> clients;
  };

  void open_circle(int number);
  Client& add_client(Circle& circle, const std::string& token,
                     std::optional<core::MemberId> member);
  void let_pass(core::Millis length);
  void let_pass_until_deadline();
  void fault(const std::string& what);

  void somebody_wants();
  void somebody_repeats();
  void somebody_goes();
  void somebody_stalls();
  void another_device();
  void somebody_late();
  void everybody_goes();
  void crash_soon();
  void crash(core::Millis down);
  void start_again();
  void sleep();
  void trouble_the_disk();

  bool quiet();
  void check_agreement(Circle& circle);

  Surroundings around_;
  Disk disk_{around_};
  Door door_{around_, disk_};
  std::vector<Circle> circles_;
  std::unique_ptr<ServerProcess> server_;
  core::Instant down_since_;
  bool crashing_ = false;
};

}  // namespace turnkeeper::testing
