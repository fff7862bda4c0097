// Where a server listens. Plain HTTP and WebSocket only: encryption is the reverse proxy's part.
#pragma once

#include <cstdint>
#include <string>

namespace turnkeeper::client {

struct Address {
  std::string host = "127.0.0.1";  ///< an IP address, without brackets
  std::uint16_t port = 0;

  /// As it stands in a Host header or a URL: 127.0.0.1:8080, [::1]:8080.
  std::string text() const;
};

}  // namespace turnkeeper::client
