// What a client says to a room, and what it is answered: JSON-RPC 2.0 over a FrameSocket, from the
// first message to the last. Who may say what comes from the table of methods; what is said is
// decided by the room.
#pragma once

#include <memory>
#include <string>

#include "net/attempts.h"
#include "net/channels.h"
#include "net/frame_socket.h"
#include "net/gatekeeper.h"
#include "net/log.h"
#include "net/metrics.h"
#include "net/not_joined.h"
#include "rooms/registry.h"

namespace turnkeeper::net {

/// What a conversation needs of the house. REQUIRES: all of it outlives the conversation's end.
struct RoomPorts {
  const rooms::Clock& clock;
  rooms::Alarm& alarm;
  rooms::Registry& rooms;
  Channels& channels;
  Gatekeeper& gatekeeper;
  Attempts& attempts;
  Metrics& metrics;
  Log log;
};

/// Who has just come: which room they name, from where, and their place among those not yet joined.
struct Newcomer {
  core::SessionId session;
  std::string address;
  NotJoined::Place place;
};

std::unique_ptr<Conversation> talk_to_room(FrameSocket& socket, Newcomer newcomer, RoomPorts ports);

}  // namespace turnkeeper::net
