// The numbers with which a program of the tests is called.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace turnkeeper::testing {

/// The argument at `place`, or `otherwise` if there are fewer; nothing if it is no number.
inline std::optional<std::uint64_t> number_at(int place, int count, char** arguments,
                                              std::uint64_t otherwise) {
  if (place >= count) return otherwise;
  const std::string_view text = arguments[place];
  const char* const end = text.data() + text.size();
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

/// The argument at `place`, which may have a fraction; nothing if it is no number.
inline std::optional<double> decimal_at(int place, char** arguments) {
  const std::string_view text = arguments[place];
  const char* const end = text.data() + text.size();
  double number = 0;
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

}  // namespace turnkeeper::testing
