// A circle that meets once, in half a minute.
#pragma once

#include <memory>
#include <vector>

#include "client/http_client.h"
#include "client/scripted_member.h"

namespace turnkeeper::soak {

class HurriedCircle {
 public:
  static constexpr std::size_t kMembers = 4;

  /// Makes the circle, and lets its people into the room, where they begin.
  HurriedCircle(client::Loop& loop, const client::HttpClient& http, std::uint32_t seed);

  bool ended() const;
  /// Somebody who can be asked the time; nobody while all are away.
  client::RoomClient* anybody();

 private:
  std::vector<std::unique_ptr<client::ScriptedMember>> members_;
};

}  // namespace turnkeeper::soak
