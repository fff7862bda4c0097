// A circle that meets: who is in it, and what they can do in a test.
#pragma once

#include <string>

#include "api_house.h"

namespace turnkeeper::api {

/// Ana and Bo have a seat, Fay is the facilitator without one, and all are connected. A session of
/// theirs has nothing but the action stage in a turn (short_agenda).
struct Meeting {
  explicit Meeting(ApiHouse& house);

  void start();
  /// From the start to Ana's turn.
  void come_to_the_first_turn();
  /// Ana commits. REQUIRES: it is her turn. Returns the action's id.
  std::string commit(const std::string& what);
  /// Fay ends the session.
  void end();
  /// A session that left one action of Ana's.
  std::string meet_once();
  /// Plans the next session, and connects everyone.
  void meet_again();

  std::string path(const std::string& rest) const { return "/v1/circles/" + circle.circle + rest; }

  ApiHouse& house;
  Founded circle;
  std::string session;
  Seat ana;
  Seat bo;
  Seat fay;

 private:
  void connect_all();
};

}  // namespace turnkeeper::api
