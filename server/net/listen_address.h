// The value of --listen: an address and a port.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace turnkeeper::net {

struct ListenAddress {
  std::string host;  ///< an IPv4 or IPv6 address, without brackets
  std::uint16_t port = 0;
};

/// 127.0.0.1:8080, [::1]:0 or localhost:8080. Throws std::invalid_argument with what is wrong;
/// the caller names the option.
ListenAddress parse_listen_address(std::string_view text);

}  // namespace turnkeeper::net
