// Requests over real sockets, and servers to ask.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/net/house.h"
#include "tests/net/wire.h"

namespace turnkeeper::testing {

inline std::string request(std::string_view line, std::string_view more = "") {
  return std::string{line} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{more} + "\r\n";
}

/// The first answer to `bytes` on a connection of their own.
inline Response ask(OpenHouse& house, const std::string& bytes, bool bodiless = false) {
  Wire wire{house.loop, house.server->port()};
  wire.send(bytes);
  REQUIRE(house.until([&] { return !responses(wire.received(), bodiless).empty(); }));
  return responses(wire.received(), bodiless).front();
}

/// A server whose handler keeps the replies, for whoever gives them.
struct Thinker : House {
  Thinker() { server.start(); }

  static net::ServerOptions options() {
    net::ServerOptions options;
    options.listen = "127.0.0.1:0";
    return options;
  }

  std::vector<net::HttpReply> replies;
  bool short_of_memory = false;
  net::Server server{
      {loop, clock, alarm, rooms, channels, gatekeeper, attempts, metrics, ports().log,
       [this](const net::HttpRequest&, net::HttpReply reply) {
         replies.push_back(std::move(reply));
       },
       [this] { return short_of_memory; }},
      options()};
};

}  // namespace turnkeeper::testing
