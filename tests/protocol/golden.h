// The golden samples of the contract, which the client's tests read as well.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "protocol/json.h"

namespace turnkeeper::tests {

inline std::string read_text(const std::string& path_in_repository) {
  std::ifstream file(std::string(TURNKEEPER_SOURCE_DIR) + "/" + path_in_repository);
  if (!file) throw std::runtime_error("cannot read " + path_in_repository);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline protocol::Json read_json(const std::string& path_in_repository) {
  return protocol::Json::parse(read_text(path_in_repository));
}

/// Every sample of a folder of protocol/golden: its name without .json, and what it holds.
inline std::vector<std::pair<std::string, protocol::Json>> golden(const std::string& folder) {
  std::vector<std::pair<std::string, protocol::Json>> samples;
  const auto path = std::string(TURNKEEPER_SOURCE_DIR) + "/protocol/golden/" + folder;
  for (const auto& file : std::filesystem::directory_iterator(path)) {
    if (file.path().extension() != ".json") continue;
    samples.emplace_back(file.path().stem().string(), read_json("protocol/golden/" + folder + "/" +
                                                                file.path().filename().string()));
  }
  if (samples.empty()) throw std::runtime_error("no golden samples in " + folder);
  return samples;
}

}  // namespace turnkeeper::tests
