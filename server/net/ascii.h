// Letters, as the names on the wire have them.
#pragma once

namespace turnkeeper::net {

/// A letter of ASCII in its small form, anything else as it is, whatever the locale: field names,
/// hosts and schemes are compared without case (RFC 9110, sections 4.2.3 and 5.1).
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace turnkeeper::net
