// A connected socket, as it is handed from the listener to HTTP and from there to the room. Only
// sources include this; headers name it.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <utility>

namespace turnkeeper::net {

struct TcpSocket {
  explicit TcpSocket(boost::asio::ip::tcp::socket connected) : socket(std::move(connected)) {}
  boost::asio::ip::tcp::socket socket;
};

}  // namespace turnkeeper::net
