// What a connection needs of the server and the house. The server owns it; connections share it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/connections.h"
#include "net/descriptors.h"
#include "net/http.h"
#include "net/log.h"
#include "net/metrics.h"
#include "net/not_joined.h"
#include "net/origin.h"
#include "net/request_head.h"
#include "net/response_head.h"
#include "net/static_files.h"
#include "rooms/ports.h"

namespace turnkeeper::net {

struct TcpSocket;

/// A request for a room that has passed all checks.
struct Upgrade {
  std::unique_ptr<TcpSocket> socket;
  RequestHead head;
  rooms::core::SessionId session;
  std::string address;     ///< of the client, for limits
  NotJoined::Place place;  ///< to be let go at the join
};

struct Services {
  const rooms::Clock& clock;
  rooms::Alarm& alarm;
  Metrics& metrics;
  Log log;
  HttpHandler handler;
  std::function<void(Upgrade)> upgrade;
  StaticFiles files;
  OriginPolicy origins;
  Headers common;  ///< on every answer
  std::vector<std::string> trusted_proxies;
  std::size_t most_connections;
  std::function<bool()> short_of_memory;
  std::function<bool(const rooms::core::SessionId&)> is_open;  ///< there is such a room just now
  Connections connections;
  NotJoined not_joined;
  std::size_t asking = 0;  ///< connections that are no WebSockets
  bool draining = false;

  /// Another connection would take of what is kept for the database and the log.
  bool has_all_descriptors() const {
    return connections.size() >= most_by_descriptors() + kReservedForRefusals;
  }

  /// Nobody else can be taken in, whoever they are.
  bool has_all_connections() const {
    return connections.size() > std::min(most_connections, most_by_descriptors());
  }
};

/// A deadline: rings once unless it is set again or let go. The ring holds nothing alive.
class Deadline {
 public:
  explicit Deadline(const std::shared_ptr<Services>& services) : services_(services) {}
  ~Deadline() { cancel(); }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  /// REQUIRES: `ring` holds its target weakly.
  void set(rooms::core::Millis from_now, std::function<void()> ring) {
    cancel();
    ticket_ = services_->alarm.set(services_->clock.now() + from_now, std::move(ring));
  }
  void cancel() {
    if (ticket_ != 0) services_->alarm.cancel(ticket_);
    ticket_ = 0;
  }

 private:
  std::shared_ptr<Services> services_;
  rooms::Alarm::Ticket ticket_ = 0;
};

}  // namespace turnkeeper::net
