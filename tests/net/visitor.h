// Somebody who talks to a room, without a wire in between.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "net/room_channel.h"
#include "net/room_dispatch.h"
#include "protocol/limits.h"
#include "tests/net/fake_socket.h"
#include "tests/net/house.h"

namespace turnkeeper::testing {

using namespace std::chrono_literals;
using protocol::CloseCode;
using protocol::Json;
namespace limits = protocol::limits;

/// Somebody at the door of the house.
struct Visitor {
  explicit Visitor(House& a_house, core::SessionId session = House::kSession,
                   std::string address = "192.0.2.1")
      : house(a_house),
        talk(net::talk_to_room(socket, {std::move(session), std::move(address), nullptr},
                               house.ports())) {}
  ~Visitor() { go(); }
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;

  const Json& say(std::string_view text) {
    talk->hear(text);
    house.journal.pump();
    return socket.last();
  }
  /// The answer to a call.
  Json call(const std::string& method, Json params = Json::object()) {
    const int id = ++last_id;
    say(Json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}}
            .dump());
    for (const Json& message : socket.messages) {
      if (message.value("id", Json{}) == id) return message;
    }
    return {};
  }
  Json join(const std::string& token) { return call("room.join", {{"token", token}})["result"]; }
  std::string reason(const Json& answer) const { return answer["error"]["data"]["reason"]; }

  /// The connection is gone.
  void go() {
    if (std::exchange(gone, true)) return;
    talk->ended(house.clock.now());
    house.journal.pump();
  }

  House& house;
  FakeSocket socket;
  std::unique_ptr<net::Conversation> talk;
  int last_id = 0;
  bool gone = false;
};

/// The state at the join with every patch since merged into it.
inline Json merged(const FakeSocket& socket, Json state) {
  for (const Json& event : socket.all("room.event")) state.merge_patch(event["params"]["patch"]);
  return state;
}

}  // namespace turnkeeper::testing
