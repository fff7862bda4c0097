// Whom a request comes from, for the limits that count by address.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace turnkeeper::net {

/// The address of the peer; behind a proxy of the list, the last address in its X-Forwarded-For
/// that is no proxy of the list. From anyone else that field is ignored: whoever wants may write
/// it.
std::string client_address(const std::string& peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies);

}  // namespace turnkeeper::net
