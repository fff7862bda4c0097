// A data folder full of sessions that run, as a server leaves it that died a moment ago.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace turnkeeper::bench {

struct LiveRoom {
  std::string session;
  std::vector<std::string> tokens;  ///< personal ones: who has one may enter
};

/// Fills an empty folder with circles of `people` each, in the middle of their first session by
/// group-75. Throws std::runtime_error if the store refuses.
std::vector<LiveRoom> fill_house(const std::filesystem::path& folder, std::size_t rooms,
                                 std::size_t people);

}  // namespace turnkeeper::bench
