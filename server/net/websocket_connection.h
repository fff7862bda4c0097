// A FrameSocket over the WebSocket of the library beneath: the handshake's answer, frames, pings,
// closing.
#pragma once

#include <functional>
#include <memory>

#include "net/frame_socket.h"
#include "net/services.h"

namespace turnkeeper::net {

/// Makes whoever talks over a socket. The conversation ends with the connection, and is never
/// outlived by its socket's use.
using Talk = std::function<std::unique_ptr<Conversation>(FrameSocket&, const Upgrade&)>;

/// Answers 101 and carries frames until one side closes.
void serve_websocket(Upgrade upgrade, std::shared_ptr<Services> services, const Talk& talk);

}  // namespace turnkeeper::net
