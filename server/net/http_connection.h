// One connection of HTTP: reads requests one after the other, answers them, and hands a WebSocket
// on.
#pragma once

#include <memory>
#include <string>

#include "net/services.h"

namespace turnkeeper::net {

/// Serves `socket`, whose other end is `peer`, until it is closed or has become a WebSocket.
void serve_http(std::unique_ptr<TcpSocket> socket, std::string peer,
                std::shared_ptr<Services> services);

}  // namespace turnkeeper::net
