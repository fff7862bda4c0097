#include "app/memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>

#include "protocol/limits.h"

namespace turnkeeper::app {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::uint64_t kReserve = protocol::limits::kMemoryReserve;
constexpr std::chrono::seconds kLookEvery{1};  ///< at files; the process's own limits each time
constexpr std::chrono::minutes kSayEvery{1};

/// The number behind `name` in a file of such lines.
std::optional<std::uint64_t> number_in(const fs::path& file, const std::string& name) {
  std::ifstream lines(file);
  std::string word;
  std::uint64_t number = 0;
  while (lines >> word) {
    if (word == name && lines >> number) return number;
    lines.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::nullopt;
}

/// Of a file that holds one number; nothing for "max".
std::optional<std::uint64_t> number_of(const fs::path& file) {
  std::ifstream content(file);
  std::uint64_t number = 0;
  if (content >> number) return number;
  return std::nullopt;
}

/// Of one group alone.
std::optional<std::uint64_t> left_of(const fs::path& group) {
  const auto most = number_of(group / "memory.max");
  const auto used = number_of(group / "memory.current");
  if (!most || !used) return std::nullopt;
  const auto caches = number_in(group / "memory.stat", "inactive_file").value_or(0);
  const auto needed = *used - std::min(*used, caches);
  return *most - std::min(*most, needed);
}

/// The group of this process in the second version's hierarchy; nothing if it is in none.
std::optional<fs::path> own_group() {
  std::ifstream lines("/proc/self/cgroup");
  constexpr std::string_view kSecondVersion = "0::/";
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kSecondVersion)) return line.substr(kSecondVersion.size());
  }
  return std::nullopt;
}

/// Whether the machine, or a group, has little left.
bool is_scarce() {
  static const auto group = own_group();
  auto left = left_on_machine("/proc/meminfo").value_or(kReserve);
  if (group) left = std::min(left, left_in_group("/sys/fs/cgroup", *group).value_or(left));
  return left < kReserve;
}

/// Whether this process may still have that much: RLIMIT_AS, RLIMIT_DATA, and a machine that does
/// not promise more than it has. Nothing is touched, so nothing is used.
bool may_have(std::size_t bytes) {
  void* const place =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return place != MAP_FAILED && ::munmap(place, bytes) == 0;
}

}  // namespace

std::optional<std::uint64_t> left_on_machine(const fs::path& meminfo) {
  const auto kibibytes = number_in(meminfo, "MemAvailable:");
  if (!kibibytes) return std::nullopt;
  return *kibibytes * 1024;
}

std::optional<std::uint64_t> left_in_group(const fs::path& root, const fs::path& path) {
  auto least = left_of(root);
  fs::path group = root;
  for (const auto& part : path.relative_path()) {
    group /= part;
    const auto left = left_of(group);
    if (left) least = std::min(*left, least.value_or(*left));
  }
  return least;
}

bool Memory::look() {
  const auto now = steady_clock::now();
  if (!looked_at_ || now - *looked_at_ >= kLookEvery) {
    looked_at_ = now;
    is_scarce_ = is_scarce();
  }
  return is_scarce_ || !may_have(kReserve);
}

bool Memory::is_short() {
  const bool now_short = look();
  const auto now = steady_clock::now();
  if (now_short != said_ && (!said_at_ || now - *said_at_ >= kSayEvery)) {
    said_ = now_short;
    said_at_ = now;
    log_(net::LogLevel::warning,
         now_short ? "Memory runs short: who comes now is refused, and open rooms go on."
                   : "There is memory again: everybody may come.");
  }
  return now_short;
}

}  // namespace turnkeeper::app
