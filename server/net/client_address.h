// Whom a request comes from, for the limits that count by address.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace turnkeeper::net {

/// An IP address in the one spelling in which addresses are compared; an IPv4 address that is
/// written as IPv6 (::ffff:127.0.0.1) is IPv4. Nothing if it is no address.
std::optional<std::string> one_spelling(std::string_view address);

/// The address of the peer; behind a proxy of the list, the last address in its X-Forwarded-For
/// that is no proxy of the list. From anyone else that field is ignored: whoever wants may write
/// it. REQUIRES: `peer` and `trusted_proxies` are in their one spelling.
std::string client_address(const std::string& peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies);

}  // namespace turnkeeper::net
