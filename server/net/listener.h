// Accepts connections, and goes on doing so when the machine has no more descriptors to give.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/event_loop.h"
#include "net/log.h"
#include "rooms/ports.h"

namespace turnkeeper::net {

struct TcpSocket;

class Listener {
 public:
  /// Gets each connected socket and the address of its other end, in its one spelling.
  using Accept = std::function<void(std::unique_ptr<TcpSocket>, std::string peer)>;

  static constexpr rooms::core::Millis kPause{100};  ///< after a failure to accept

  /// Binds `address` (the value of --listen). Throws std::invalid_argument or std::runtime_error
  /// with a sentence that names the option: an address that is none, a port that is in use, one
  /// that needs rights.
  Listener(EventLoop& loop, const rooms::Clock& clock, rooms::Alarm& alarm, Log log,
           std::string_view address, Accept accept);
  ~Listener();

  /// Throws as the constructor does if `address` cannot be bound at present, so that a server that
  /// cannot listen makes nothing on the disk first.
  static void try_out(std::string_view address);

  std::string host() const;  ///< an IPv6 address in brackets
  std::uint16_t port() const;

  /// No more connections.
  void stop();

 private:
  struct Inside;
  std::shared_ptr<Inside> inside_;
};

}  // namespace turnkeeper::net
