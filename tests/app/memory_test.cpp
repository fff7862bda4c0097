#include "app/memory.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "app/temporary_folder.h"

using namespace turnkeeper::app;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMebibyte = 1024 * 1024;

void write(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << content;
}

/// A group that may have `most` ("max": any) and has `used`, of which `caches` can go.
void make_group(const fs::path& folder, const std::string& most, std::uint64_t used,
                std::uint64_t caches) {
  write(folder / "memory.max", most + "\n");
  write(folder / "memory.current", std::to_string(used) + "\n");
  write(folder / "memory.stat",
        "anon 17\nactive_file 4096\ninactive_file " + std::to_string(caches) + "\nslab 5\n");
}

std::string bytes(std::uint64_t mebibytes) { return std::to_string(mebibytes * kMebibyte); }

}  // namespace

TEST_CASE("what the machine has left is what it can give without swapping", "[app]") {
  const TemporaryFolder folder;
  const fs::path meminfo = folder.path() / "meminfo";
  write(meminfo, "MemTotal:        2048000 kB\nMemFree:  100 kB\nMemAvailable:   51200 kB\n");
  CHECK(left_on_machine(meminfo) == 50 * kMebibyte);
  write(meminfo, "MemTotal:        2048000 kB\n");
  CHECK_FALSE(left_on_machine(meminfo));
  CHECK_FALSE(left_on_machine(folder.path() / "nowhere"));
}

TEST_CASE("the tightest group that the server is in sets the bound, and caches can go", "[app]") {
  const TemporaryFolder folder;
  const fs::path root = folder.path();
  const fs::path service = "/system.slice/turnkeeper.service";
  CHECK_FALSE(left_in_group(root, service));  // the machine's own root has no such files
  make_group(root / "system.slice", bytes(1'000), 400 * kMebibyte, 0);
  CHECK(left_in_group(root, service) == 600 * kMebibyte);
  make_group(root / "system.slice/turnkeeper.service", "max", 300 * kMebibyte, 0);
  CHECK(left_in_group(root, service) == 600 * kMebibyte);
  make_group(root / "system.slice/turnkeeper.service", bytes(310), 300 * kMebibyte, 0);
  CHECK(left_in_group(root, service) == 10 * kMebibyte);
  make_group(root / "system.slice/turnkeeper.service", bytes(310), 300 * kMebibyte,
             100 * kMebibyte);
  CHECK(left_in_group(root, service) == 110 * kMebibyte);
  make_group(root / "system.slice/turnkeeper.service", bytes(310), 320 * kMebibyte, 0);
  CHECK(left_in_group(root, service) == 0);
  make_group(root, bytes(5), 2 * kMebibyte, 0);  // a container is its own root
  CHECK(left_in_group(root, "/") == 3 * kMebibyte);
}

TEST_CASE("a machine that has enough is not short, and says nothing", "[app]") {
  std::vector<std::string> log;
  Memory memory([&](turnkeeper::net::LogLevel, std::string_view line) { log.emplace_back(line); });
  CHECK_FALSE(memory.is_short());
  CHECK(log.empty());
}
