// Each call of each kind fails once, and from then on, in a run of moderate length.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/power/recording_vfs.h"

namespace turnkeeper::testing {

struct FaultCase {
  Fault fault;
  std::string told;  ///< "write 17 fails once with SQLITE_FULL"
};

/// Every `stride`th call to the disk that a run without faults makes, and every `ration`th for
/// memory, of which there are far more, with every way in which it may fail.
std::vector<FaultCase> fault_cases(const std::filesystem::path& scratch, std::uint64_t stride,
                                   std::uint64_t ration);

/// Runs the store with this fault until it has healed, opens it again, and cuts the power a few
/// times. What is wrong, as a sentence; empty if nothing is. Adds to `struck` if the fault came up.
std::string fault_in_case(const Fault& fault, const std::filesystem::path& scratch,
                          std::uint64_t& struck);

}  // namespace turnkeeper::testing
