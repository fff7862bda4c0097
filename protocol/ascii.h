// Letters, as the names on the wire have them, whatever the locale.
#pragma once

#include <string_view>

namespace turnkeeper::protocol {

/// A letter of ASCII in its small form, anything else as it is: field names, hosts and schemes are
/// compared without case (RFC 9110, sections 4.2.3 and 5.1).
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Without the spaces around it, or what else counts as one.
constexpr std::string_view trimmed(std::string_view text, std::string_view spaces = " \t") {
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

}  // namespace turnkeeper::protocol
