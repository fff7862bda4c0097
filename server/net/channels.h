// The channels of all open rooms: what each room's events go out by. The registry of rooms opens
// and closes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "net/metrics.h"
#include "rooms/registry.h"

namespace turnkeeper::net {

class RoomChannel;

class Channels : public rooms::Outboxes {
 public:
  /// `server` names this process among all that ever serve this journal.
  Channels(std::string epoch, std::string server, Metrics& metrics);
  ~Channels() override;

  rooms::Outbox& open(const rooms::core::SessionId& session) override;
  /// The room is gone: whoever is still connected is told that it has ended (4510),
  /// or, if it has not, to come back (1012).
  void close(const rooms::core::SessionId& session) override;

  /// nullptr while the room is not open. Good until control returns to the loop.
  RoomChannel* find(const rooms::core::SessionId& session);

  /// The display link of a circle was replaced: its screens have to go (4501).
  void close_displays(const rooms::core::SessionId& session);

  /// The server goes down: everyone is told when to come back, each at another moment.
  void announce_closing();

 private:
  std::string epoch_;
  std::string server_;
  Metrics& metrics_;
  std::uint64_t opened_ = 0;  ///< rooms
  std::map<rooms::core::SessionId, std::unique_ptr<RoomChannel>> channels_;
};

}  // namespace turnkeeper::net
