// The door of the rooms: which of the circle's links opens the room of a session, and as whom.
#pragma once

#include "net/gatekeeper.h"
#include "rooms/ports.h"
#include "store/queries.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

class Door : public net::Gatekeeper {
 public:
  Door(store::Queries& queries, const rooms::Clock& clock) : queries_(queries), clock_(clock) {}

  /// A personal link opens the room for its member, a display link for a screen. The others open
  /// only pages: whoever holds one takes a place first.
  std::optional<net::Pass> admit(const core::SessionId& session, std::string_view token) override;

 private:
  store::Queries& queries_;
  const rooms::Clock& clock_;
};

}  // namespace turnkeeper::api
