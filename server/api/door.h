// The door of the rooms: which of the circle's links opens the room of a session, and as whom.
#pragma once

#include "net/gatekeeper.h"
#include "rooms/ports.h"
#include "store/reader.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

class Door : public net::Gatekeeper {
 public:
  Door(store::Reader& reader, const rooms::Clock& clock) : reader_(reader), clock_(clock) {}

  /// A personal link opens the room for its member, a display link for a screen. The others open
  /// only pages: whoever holds one takes a place first.
  void admit(const core::SessionId& session, const std::string& token, Admitted admitted) override;

 private:
  store::Reader& reader_;
  const rooms::Clock& clock_;
};

}  // namespace turnkeeper::api
