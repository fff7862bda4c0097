// One WebSocket to a room, from the upgrade to its close. Comes back for nothing: that is
// RoomClient's part.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "client/address.h"
#include "client/loop.h"

namespace turnkeeper::client {

/// How a connection ended.
struct Closed {
  std::uint16_t code = 1006;  ///< 1006 (RFC 6455, section 7.4.1): it broke, or never opened
  std::string reason;         ///< the other side's sentence, or the system's
  int http_status = 0;        ///< of an upgrade that was refused
};

class WebSocket {
 public:
  struct Listener {
    std::function<void()> on_open;
    std::function<void(std::string_view)> on_text;
    /// The last call, unless this side drops.
    std::function<void(const Closed&)> on_closed;
  };

  /// Begins to connect. `origin` is sent as a browser would, if it is not empty.
  WebSocket(Loop& loop, const Address& address, const std::string& path, std::string origin,
            Listener listener);
  /// Drops.
  ~WebSocket();
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  /// Queues a text frame. Before the connection is open, and after its end, it goes nowhere.
  void send(std::string text);
  /// Cuts the connection without a word, as a network does. The listener hears no more.
  void drop();

 private:
  class Connection;
  std::shared_ptr<Connection> connection_;
};

}  // namespace turnkeeper::client
