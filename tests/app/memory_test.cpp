#include "app/memory.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "app/temporary_folder.h"
#include "protocol/limits.h"
#include "support/manual_clock.h"

using namespace turnkeeper::app;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMebibyte = 1024 * 1024;

void write(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << content;
}

std::string bytes(std::uint64_t mebibytes) { return std::to_string(mebibytes * kMebibyte); }

/// A machine, and a service on it.
struct Machine {
  Machine() {
    has(1'000);
    write(files.own_group, "4:memory:/old\n0::/system.slice/turnkeeper.service\n");
  }

  /// So many MiB are left.
  void has(std::uint64_t left) const {
    write(files.machine, "MemTotal:  2048000 kB\nMemFree:  100 kB\nMemAvailable:  " +
                             std::to_string(left * 1024) + " kB\n");
  }

  /// A group may have `most` bytes ("max": any) and has `used` MiB, of which `caches` can go.
  void group(const std::string& path, const std::string& most, std::uint64_t used,
             std::uint64_t caches = 0) const {
    const fs::path of_group = files.groups / path;
    write(of_group / "memory.max", most + "\n");
    write(of_group / "memory.current", bytes(used) + "\n");
    write(of_group / "memory.stat", "anon 17\ninactive_file " + bytes(caches / 2) +
                                        "\nactive_file " + bytes(caches - caches / 2) +
                                        "\nslab_reclaimable 0\nslab 5\n");
  }

  TemporaryFolder folder;
  MemoryFiles files{folder.path() / "meminfo", folder.path() / "cgroup", folder.path() / "groups"};
};

constexpr std::uint64_t kReserve = turnkeeper::protocol::limits::kMemoryReserve;

/// A process that may have `limit` bytes, and has `unused` of those that it was given.
struct Process {
  OwnMemory memory() {
    return {.may_have = [this](std::uint64_t bytes) { return bytes <= limit; },
            .unused = [this] { return unused; },
            .give_back = [this] { return ++gave_back, on_giving_back(); }};
  }

  std::uint64_t limit = kReserve;
  std::uint64_t unused = 0;
  int gave_back = 0;
  std::function<bool()> on_giving_back = [] { return false; };
};

void unheard(turnkeeper::net::LogLevel, std::string_view) {}

}  // namespace

TEST_CASE("what the machine has left is what it can give without swapping", "[app]") {
  const Machine machine;
  machine.has(50);
  CHECK(left_on_machine(machine.files) == 50 * kMebibyte);
  write(machine.files.machine, "MemTotal:        2048000 kB\n");
  CHECK_FALSE(left_on_machine(machine.files));
  fs::remove(machine.files.machine);
  CHECK_FALSE(left_on_machine(machine.files));
}

TEST_CASE("the tightest group that the server is in sets the bound, and caches can go", "[app]") {
  const Machine machine;
  const std::string service = "system.slice/turnkeeper.service";
  CHECK_FALSE(left_in_group(machine.files));  // the machine's own root has no such files
  machine.group("system.slice", bytes(1'000), 400);
  CHECK(left_in_group(machine.files) == 600 * kMebibyte);
  machine.group(service, "max", 300);
  CHECK(left_in_group(machine.files) == 600 * kMebibyte);
  machine.group(service, bytes(310), 300);
  CHECK(left_in_group(machine.files) == 10 * kMebibyte);
  machine.group(service, bytes(310), 300, 100);
  CHECK(left_in_group(machine.files) == 110 * kMebibyte);
  machine.group(service, bytes(310), 320);
  CHECK(left_in_group(machine.files) == 0);

  write(machine.files.own_group, "0::/\n");  // a container is its own root
  machine.group("", bytes(5), 2);
  CHECK(left_in_group(machine.files) == 3 * kMebibyte);
  write(machine.files.own_group, "4:memory:/old\n");
  CHECK_FALSE(left_in_group(machine.files));
}

TEST_CASE("memory is short while the machine or a group has little, and the log says when",
          "[app]") {
  const Machine machine;
  turnkeeper::testing::ManualClock clock;
  std::vector<std::string> log;
  Memory memory(
      clock, [&](turnkeeper::net::LogLevel, std::string_view line) { log.emplace_back(line); },
      machine.files);
  const std::string short_now =
      "Memory runs short: who comes now is refused, and open rooms go on.";
  const std::string enough = "There is memory again: everybody may come.";
  CHECK_FALSE(memory.is_short());
  CHECK(log.empty());

  machine.has(31);
  CHECK_FALSE(memory.is_short());  // it looks ten times a second
  clock.advance(100ms);
  CHECK(memory.is_short());
  CHECK(memory.is_short());
  CHECK(log == std::vector{short_now});

  machine.has(32);
  clock.advance(1s);
  CHECK_FALSE(memory.is_short());
  CHECK(log == std::vector{short_now});  // it says so once a minute at most
  clock.advance(1min);
  CHECK_FALSE(memory.is_short());
  CHECK(log == std::vector{short_now, enough});

  machine.group("system.slice", bytes(100), 80);
  clock.advance(1min);
  CHECK(memory.is_short());
  CHECK(log == std::vector{short_now, enough, short_now});
}

TEST_CASE("a process at its limit is short, unless it has as much that it does not use", "[app]") {
  const Machine machine;
  turnkeeper::testing::ManualClock clock;
  Process process;
  Memory memory(clock, unheard, machine.files, process.memory());
  CHECK_FALSE(memory.is_short());
  process.limit = kReserve - 1;
  process.unused = kReserve - 1;
  CHECK(memory.is_short());
  process.unused = kReserve;  // somebody has gone
  CHECK(memory.is_short());   // it counts a hundred times a second
  clock.advance(10ms);
  CHECK_FALSE(memory.is_short());
  process.limit = kReserve;
  process.unused = 0;
  CHECK_FALSE(memory.is_short());
}

TEST_CASE("what a crowd has left behind goes back to a machine that is short of it", "[app]") {
  const Machine machine;
  turnkeeper::testing::ManualClock clock;
  Process process;
  Memory memory(clock, unheard, machine.files, process.memory());
  CHECK_FALSE(memory.is_short());
  CHECK(process.gave_back == 0);  // the machine has enough

  machine.has(10);
  clock.advance(100ms);
  CHECK(memory.is_short());
  CHECK(process.gave_back == 1);
  clock.advance(900ms);
  CHECK(memory.is_short());
  CHECK(process.gave_back == 1);  // it takes a while, so once a second
  process.on_giving_back = [&] { return machine.has(100), true; };
  clock.advance(100ms);
  CHECK_FALSE(memory.is_short());
  CHECK(process.gave_back == 2);
}

TEST_CASE("the kernel gives what there is, and refuses what there cannot be", "[app]") {
  const OwnMemory own = own_memory();
  CHECK(own.may_have(kReserve));
  CHECK_FALSE(own.may_have(std::uint64_t{1} << 62));
}
