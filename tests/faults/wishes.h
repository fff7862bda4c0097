// What somebody in a room might want to change at this moment, by chance.
#pragma once

#include <optional>
#include <random>
#include <string>

#include "client/room_client.h"

namespace turnkeeper::faults {

struct Wish {
  std::string method;
  protocol::Json params;
};

/// Often something that the room allows, now and then something that it refuses; nothing when there
/// is nothing to do. `words` go into it, if it has any, and are to be unlike all others.
std::optional<Wish> any_wish(const client::RoomClient& who, const std::string& words,
                             std::mt19937& chance);

}  // namespace turnkeeper::faults
