// A peer of a room that speaks raw frames over a real socket.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "protocol/json.h"
#include "tests/net/house.h"
#include "tests/net/wire.h"

namespace turnkeeper::testing {

using protocol::Json;

struct Peer {
  explicit Peer(OpenHouse& a_house) : house(a_house), wire(house.loop, house.server->port()) {
    wire.send(upgrade_request());
    REQUIRE(house.until([&] { return wire.received().find("\r\n\r\n") != std::string::npos; }));
    REQUIRE(responses(wire.received(), true).front().status == 101);
  }

  void send(const ClientFrame& frame) { wire.send(frame.bytes()); }
  void call(const std::string& method, Json params = Json::object()) {
    send({1, Json{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}}.dump()});
  }
  void join(const std::string& token) {
    call("room.join", {{"token", token}});
    REQUIRE(house.until([&] { return text().find("\"epoch\"") != std::string::npos; }));
  }
  std::string text() const {
    std::string all;
    for (const ServerFrame& frame : frames(wire.received())) {
      if (frame.opcode == 1) all += frame.payload + "\n";
    }
    return all;
  }
  /// The code with which the server closes, once it has; 0 if it closed without one.
  int close_code() {
    const auto closing = [&] {
      const auto all = frames(wire.received());
      return !all.empty() && all.back().opcode == 8;
    };
    REQUIRE(house.until([&] { return closing() || wire.closed(); }));
    return closing() ? frames(wire.received()).back().close_code() : 0;
  }

  OpenHouse& house;
  Wire wire;
};

}  // namespace turnkeeper::testing
