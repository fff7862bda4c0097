#include "net/server.h"

#include <optional>
#include <stdexcept>
#include <utility>

#include "net/http_connection.h"
#include "net/listener.h"
#include "net/room_dispatch.h"
#include "net/tcp_socket.h"
#include "net/websocket_connection.h"
#include "protocol/limits.h"

namespace turnkeeper::net {

namespace {

/// So that the whole is down within five seconds, whoever does not answer.
constexpr rooms::core::Millis kDrain{4'500};

std::optional<Origin> read_public_url(std::string text) {
  if (text.empty()) return std::nullopt;
  if (text.ends_with('/')) text.pop_back();
  auto origin = parse_origin(text);
  if (!origin) {
    throw std::invalid_argument(
        "--public-url takes what people open, like https://circles.example.org, without a path, "
        "not '" +
        text + "'.");
  }
  return origin;
}

std::vector<Origin> read_origins(const std::vector<std::string>& texts) {
  std::vector<Origin> origins;
  for (const std::string& text : texts) {
    const auto origin = parse_origin(text);
    if (!origin) {
      throw std::invalid_argument(
          "--allow-origin takes an origin, like https://pages.example.org, not '" + text + "'.");
    }
    origins.push_back(*origin);
  }
  return origins;
}

}  // namespace

struct Server::Inside {
  Inside(ServerPorts given, ServerOptions chosen)
      : ports(std::move(given)), options(std::move(chosen)) {
    OriginPolicy origins{read_public_url(options.public_url), read_origins(options.allow_origins)};
    services = std::shared_ptr<Services>(new Services{
        .clock = ports.clock,
        .alarm = ports.alarm,
        .metrics = ports.metrics,
        .log = ports.log,
        .handler = ports.handler,
        .upgrade = [this](Upgrade upgrade) { enter_room(std::move(upgrade)); },
        .files = options.web.empty() ? StaticFiles{} : StaticFiles{options.web},
        .origins = std::move(origins),
        .common = {},  // known when the port is
        .trusted_proxies = options.trusted_proxies,
        .most_connections = options.most_connections,
        .short_of_memory = ports.short_of_memory,
        .is_open = [this](const auto& session) { return ports.rooms.if_open(session) != nullptr; },
        .connections = Connections{ports.metrics.gauge("turnkeeper_connections",
                                                       "Open connections of all kinds.")},
        .not_joined = NotJoined{protocol::limits::kNotJoinedPerAddress},
    });
  }

  void start() {
    listener.emplace(ports.loop, ports.clock, ports.alarm, ports.log, options.listen,
                     [this](std::unique_ptr<TcpSocket> socket, std::string peer) {
                       serve_http(std::move(socket), std::move(peer), services);
                     });
    host = listener->host();
    port = listener->port();
    std::vector<std::string> local_sockets;
    if (!services->origins.public_origin()) {
      for (const char* const name : {"localhost", "127.0.0.1"}) {
        local_sockets.push_back("ws://" + std::string{name} + ':' + std::to_string(port));
      }
    }
    services->common = security_headers(services->origins.public_origin(), local_sockets);
  }

  void enter_room(Upgrade upgrade) {
    const Talk talk = [this](FrameSocket& socket, const Upgrade& from) {
      return talk_to_room(socket, {from.session, from.address, from.place},
                          {ports.clock, ports.alarm, ports.rooms, ports.channels, ports.gatekeeper,
                           ports.attempts, ports.metrics, ports.log});
    };
    serve_websocket(std::move(upgrade), services, talk);
  }

  void drain(std::function<void()> done) {
    if (services->draining) return;
    services->draining = true;
    when_drained = std::move(done);
    if (listener) listener->stop();
    ports.channels.announce_closing();
    services->connections.on_empty([this] { drained(); });
    give_up = ports.alarm.set(ports.clock.now() + kDrain, [this] {
      services->connections.abort_all();
      drained();
    });
    services->connections.drain_all();
    if (services->connections.size() == 0) drained();
  }

  void drained() {
    ports.alarm.cancel(give_up);
    // Later: the last connection may be telling us of its end.
    if (when_drained) ports.loop.post(std::exchange(when_drained, nullptr));
  }

  ServerPorts ports;
  ServerOptions options;
  std::shared_ptr<Services> services;
  std::optional<Listener> listener;
  std::string host;
  std::uint16_t port = 0;
  std::function<void()> when_drained;
  rooms::Alarm::Ticket give_up = 0;
};

Server::Server(ServerPorts ports, ServerOptions options)
    : inside_(std::make_unique<Inside>(std::move(ports), std::move(options))) {}

Server::~Server() {
  inside_->ports.alarm.cancel(inside_->give_up);
  if (inside_->listener) inside_->listener->stop();
  inside_->services->connections.on_empty({});
  inside_->services->connections.abort_all();
}

void Server::start() { inside_->start(); }

std::uint16_t Server::port() const { return inside_->port; }

std::string Server::url() const {
  const auto& origin = inside_->services->origins.public_origin();
  if (origin) return origin->to_text();
  return "http://" + inside_->host + ':' + std::to_string(inside_->port);
}

void Server::drain(std::function<void()> done) { inside_->drain(std::move(done)); }

}  // namespace turnkeeper::net
