// The server while it lives: the rooms and their network side as they ship, over a simulated clock,
// disk and network. A crash is its destructor.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/room_dispatch.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/link.h"

namespace turnkeeper::testing {

/// Who may enter: a key each. To look it up takes a moment.
class Door : public net::Gatekeeper {
 public:
  Door(Surroundings& around, const Disk& disk) : around_(around), disk_(disk) {}

  void admit(const core::SessionId& session, const std::string& token, Admitted admitted) override;
  void give(const core::SessionId& session, std::string_view token, net::Pass pass);

 private:
  Surroundings& around_;
  const Disk& disk_;
  std::map<std::pair<core::SessionId, std::string>, net::Pass> passes_;
};

class ServerProcess {
 public:
  /// Finds on `disk` what an earlier one has left there.
  ServerProcess(Surroundings& around, Disk& disk, Door& door);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  void accept(const std::shared_ptr<Link>& link, const core::SessionId& session);
  rooms::Registry& rooms() { return rooms_; }

 private:
  void complain(std::string_view sentence);
  void pulse();
  void tick();

  Surroundings& around_;
  Disk& disk_;
  Door& door_;
  net::Metrics metrics_;
  net::Channels channels_;
  rooms::Registry rooms_;
  net::Attempts attempts_;
  std::vector<std::shared_ptr<Link>> links_;
  rooms::Alarm::Ticket pulsing_ = 0;
  rooms::Alarm::Ticket ticking_ = 0;
};

}  // namespace turnkeeper::testing
