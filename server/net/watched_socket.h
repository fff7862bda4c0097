// The socket beneath the library's WebSocket. The library gives no sign when it fails a connection
// because of what the peer sent, and then waits for the peer without a limit; but it tears down
// through here. Only sources include this.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <functional>
#include <utility>

namespace turnkeeper::net {

struct WatchedSocket {
  using executor_type = boost::asio::ip::tcp::socket::executor_type;

  explicit WatchedSocket(boost::asio::ip::tcp::socket connected) : socket(std::move(connected)) {}

  executor_type get_executor() { return socket.get_executor(); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return socket.async_read_some(buffers, std::forward<Token>(token));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return socket.async_write_some(buffers, std::forward<Token>(token));
  }

  boost::asio::ip::tcp::socket socket;
  std::function<void()> on_teardown;
};

// Found by the library by their names.

template <class Handler>
void async_teardown(boost::beast::role_type role, WatchedSocket& watched, Handler&& handler) {
  if (watched.on_teardown) watched.on_teardown();
  boost::beast::websocket::async_teardown(role, watched.socket, std::forward<Handler>(handler));
}

inline void beast_close_socket(WatchedSocket& watched) {
  boost::system::error_code ignored;
  watched.socket.close(ignored);
}

}  // namespace turnkeeper::net
