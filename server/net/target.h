// The target of a request, decoded: where a path is hidden behind escapes, it is refused rather
// than guessed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace turnkeeper::net {

struct Target {
  std::string
      path;  ///< starts with a slash; no empty, "." or ".." segment within, except a last empty one
  std::vector<std::pair<std::string, std::string>> query;
};

/// Reads an origin-form target. Nothing for anything else, for bad escapes, for what is not UTF-8,
/// and for paths with encoded slashes, backslashes, control characters or dot segments.
std::optional<Target> read_target(std::string_view target);

}  // namespace turnkeeper::net
