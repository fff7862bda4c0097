#include "app/memory.h"

#include <malloc.h>
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
using rooms::core::Millis;

constexpr std::uint64_t kReserve = protocol::limits::kMemoryReserve;
// In these times somebody on a fast line sends less than the reserve.
constexpr Millis kLookEvery{100};
constexpr Millis kCountEvery{10};
constexpr Millis kTrimEvery{1'000};  ///< it takes a while
constexpr Millis kSayEvery{60'000};

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
  std::uint64_t caches = 0;
  for (const char* const kind : {"inactive_file", "active_file", "slab_reclaimable"}) {
    caches += number_in(group / "memory.stat", kind).value_or(0);
  }
  const auto needed = *used - std::min(*used, caches);
  return *most - std::min(*most, needed);
}

/// The group of this process in the second version's hierarchy; nothing if it is in none.
std::optional<fs::path> own_group(const fs::path& file) {
  std::ifstream lines(file);
  constexpr std::string_view kSecondVersion = "0::/";
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kSecondVersion)) return line.substr(kSecondVersion.size());
  }
  return std::nullopt;
}

/// Whether this process may still have that much: RLIMIT_AS, RLIMIT_DATA, and a machine that does
/// not promise more than it has. Nothing is touched, so nothing is used.
bool may_have(std::uint64_t bytes) {
  void* const place =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return place != MAP_FAILED && ::munmap(place, bytes) == 0;
}

}  // namespace

std::optional<std::uint64_t> left_on_machine(const MemoryFiles& files) {
  const auto kibibytes = number_in(files.machine, "MemAvailable:");
  if (!kibibytes) return std::nullopt;
  return *kibibytes * 1024;
}

std::optional<std::uint64_t> left_in_group(const MemoryFiles& files) {
  const auto path = own_group(files.own_group);
  if (!path) return std::nullopt;
  fs::path group = files.groups;
  auto least = left_of(group);
  for (const auto& part : *path) {
    group /= part;
    const auto left = left_of(group);
    if (left) least = std::min(*left, least.value_or(*left));
  }
  return least;
}

OwnMemory own_memory() {
  return {.may_have = may_have,
          .unused = [] { return std::uint64_t{::mallinfo2().fordblks}; },
          .give_back = [] { return ::malloc_trim(0) != 0; }};
}

bool Memory::says_scarce() const {
  const auto left = left_on_machine(files_).value_or(kReserve);
  return std::min(left, left_in_group(files_).value_or(left)) < kReserve;
}

bool Memory::is_scarce() {
  const auto now = clock_.now();
  if (looked_at_ && now - *looked_at_ < kLookEvery) return scarce_;
  looked_at_ = now;
  scarce_ = says_scarce();
  if (scarce_ && (!trimmed_at_ || now - *trimmed_at_ >= kTrimEvery)) {
    // What people leave behind who have gone stays with the process until then.
    trimmed_at_ = now;
    if (own_.give_back()) scarce_ = says_scarce();
  }
  return scarce_;
}

/// Whether that much of what the process has is free.
bool Memory::has_spare() {
  const auto now = clock_.now();
  if (!counted_at_ || now - *counted_at_ >= kCountEvery) {
    counted_at_ = now;
    spare_ = own_.unused() >= kReserve;
  }
  return spare_;
}

bool Memory::is_short() {
  const bool now_short = is_scarce() || (!own_.may_have(kReserve) && !has_spare());
  const auto now = clock_.now();
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
