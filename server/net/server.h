// The server on its socket: listens, answers HTTP, upgrades to the live room, serves the browser
// client.
//
// Thread: the loop's, except the constructor and `start`, which may come before it runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/attempts.h"
#include "net/channels.h"
#include "net/event_loop.h"
#include "net/gatekeeper.h"
#include "net/http.h"
#include "net/log.h"
#include "net/metrics.h"
#include "protocol/limits.h"
#include "rooms/registry.h"

namespace turnkeeper::net {

struct ServerOptions {
  std::string listen = "127.0.0.1:8080";  ///< or [::1]:0; port 0 takes a free one
  std::string public_url;  ///< as people open it, https://circles.example.org; empty: the address
                           ///< it listens on
  std::vector<std::string>
      allow_origins;  ///< further origins whose pages may connect, each scheme://host[:port]
  std::vector<std::string> trusted_proxies;  ///< addresses, as `one_spelling` writes them, whose
                                             ///< X-Forwarded-For is believed; else it is ignored
  std::filesystem::path web;  ///< the folder of the browser client; empty: none is served
  std::size_t most_connections =
      protocol::limits::kConnections;  ///< of all kinds; beyond it new ones are refused with 503
};

/// What the server needs of the house. REQUIRES: all of it outlives the server.
struct ServerPorts {
  EventLoop& loop;
  rooms::Clock& clock;
  rooms::Alarm& alarm;
  rooms::Registry& rooms;
  Channels& channels;
  Gatekeeper& gatekeeper;
  Attempts& attempts;
  Metrics& metrics;
  Log log;
  HttpHandler handler;  ///< for /api/…, /healthz, /readyz and /metrics
  /// Whether what is left of the memory is needed by those who are here already.
  std::function<bool()> short_of_memory = [] { return false; };
};

class Server {
 public:
  /// Reads the web folder and checks the options. Throws std::invalid_argument (an option that
  /// cannot be) or std::runtime_error (a folder that cannot be read), with a sentence that names
  /// the option.
  Server(ServerPorts ports, ServerOptions options);
  /// Ends what is still connected, at once.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and accepts. Throws std::runtime_error with a sentence that names --listen.
  void start();
  /// The port that is bound. REQUIRES: start().
  std::uint16_t port() const;
  /// What people open: the public URL, or the address that is bound; without a slash at the end.
  /// REQUIRES: start().
  std::string url() const;

  /// Goes down in order: no new connections, /readyz says 503, rooms are told when to come back,
  /// sockets close with 1012. `done` is called once, when the last connection is gone, or after 5
  /// s.
  void drain(std::function<void()> done);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace turnkeeper::net
