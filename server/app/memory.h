// How much memory is left to this process, whoever sets the bound: the machine, the control group
// that it was put in (a service, a container), or its own limits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "net/log.h"
#include "rooms/ports.h"

namespace turnkeeper::app {

/// Where Linux says it.
struct MemoryFiles {
  std::filesystem::path machine = "/proc/meminfo";        ///< proc_meminfo(5)
  std::filesystem::path own_group = "/proc/self/cgroup";  ///< cgroups(7), "/proc/pid/cgroup"
  std::filesystem::path groups = "/sys/fs/cgroup";        ///< where cgroup2 is mounted
};

/// Bytes that the machine has left without swapping; nothing if it does not say.
std::optional<std::uint64_t> left_on_machine(const MemoryFiles& files);

/// Bytes that the control group of this process and those that it is in leave, with the caches that
/// they would give up first; nothing without a bound.
std::optional<std::uint64_t> left_in_group(const MemoryFiles& files);

/// What one process may still have, and what it has without using it.
struct OwnMemory {
  std::function<bool(std::uint64_t bytes)> may_have;  ///< whether it would be given so many more
  std::function<std::uint64_t()> unused;              ///< bytes
  std::function<bool()> give_back;  ///< leaves them to the machine; whether there were any
};

/// As the kernel and the C library say it of this process (mmap(2), mallinfo(3), malloc_trim(3)).
OwnMemory own_memory();

/// Tells when there is so little left that open rooms may come to need it. Thread: the loop's.
class Memory {
 public:
  /// REQUIRES: `clock` outlives this.
  Memory(const rooms::Clock& clock, net::Log log, MemoryFiles files = {},
         OwnMemory own = own_memory())
      : clock_(clock), log_(std::move(log)), files_(std::move(files)), own_(std::move(own)) {}

  /// Says so in the log when that begins and ends, once a minute at most.
  bool is_short();

 private:
  bool is_scarce();
  bool says_scarce() const;
  bool has_spare();

  const rooms::Clock& clock_;
  net::Log log_;
  MemoryFiles files_;
  OwnMemory own_;
  bool scarce_ = false;  ///< as Linux said at `looked_at_`
  bool spare_ = false;   ///< as the process said at `counted_at_`
  bool said_ = false;
  std::optional<rooms::core::Instant> looked_at_;
  std::optional<rooms::core::Instant> counted_at_;
  std::optional<rooms::core::Instant> trimmed_at_;
  std::optional<rooms::core::Instant> said_at_;
};

}  // namespace turnkeeper::app
