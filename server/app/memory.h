// How much memory is left to this process, whoever sets the bound: the machine, the control group
// that it was put in (a service, a container), or its own limits.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "net/log.h"

namespace turnkeeper::app {

/// Bytes that `meminfo` (proc_meminfo(5)) says can be had without swapping; nothing if it does not.
std::optional<std::uint64_t> left_on_machine(const std::filesystem::path& meminfo);

/// Bytes that the control group `path` ("/system.slice/turnkeeper.service") and those that it is in
/// leave, with the caches that they would give up first; nothing without a bound. `root` is where
/// cgroup2 is mounted (cgroups(7)).
std::optional<std::uint64_t> left_in_group(const std::filesystem::path& root,
                                           const std::filesystem::path& path);

/// Tells when there is so little left that open rooms may come to need it. Thread: the loop's.
class Memory {
 public:
  explicit Memory(net::Log log) : log_(std::move(log)) {}

  /// Says so in the log when that begins and ends, once a minute at most.
  bool is_short();

 private:
  bool look();

  net::Log log_;
  bool said_ = false;
  bool is_scarce_ = false;  ///< at the last look at the machine and the group
  std::optional<std::chrono::steady_clock::time_point> looked_at_;
  std::optional<std::chrono::steady_clock::time_point> said_at_;
};

}  // namespace turnkeeper::app
