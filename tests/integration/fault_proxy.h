// A bad network between clients and a server: what goes through it comes late, slowly, not at all,
// or until it is cut.
//
// A program sees TCP, which hands bytes over in order or not at all: so within a connection nothing
// is reordered, however much the delay varies. Connections do overtake each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "client/address.h"
#include "client/loop.h"

namespace turnkeeper::test {

class FaultProxy {
 public:
  using Millis = client::Loop::Millis;
  enum class Way : std::uint8_t { up, down };  ///< to the server, to the clients

  /// Listens on a free port. What it does, it does while `loop` runs: so it is of no use to a
  /// client that waits for its answer without running the loop.
  FaultProxy(client::Loop& loop, client::Address server);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  /// Where clients find the server, or think so.
  client::Address address() const;
  /// Where connections lead from now on.
  void lead_to(client::Address server);

  // For the connections that there are, and for those to come:

  /// All bytes are late by `delay`, and by anything up to `jitter` more.
  void delay(Millis delay, Millis jitter);
  void throttle(Way way, std::size_t bytes_per_second);
  /// Nothing comes through any more, not even the end of a connection. Each side can still connect
  /// and send, until the buffers between them are full.
  void hold(Way way);
  /// As if both ends were still there, and the cable was not.
  void hold();
  /// What was held comes through, and there is no limit to the rate.
  void release();

  /// Resets all connections, on both sides.
  void cut();
  /// The same, once, when so many more bytes have come through on this way.
  void cut_after(Way way, std::size_t bytes);
  bool cut_is_due() const;

  /// Bytes that came through.
  std::uint64_t passed(Way way) const;

 private:
  class Inside;
  std::shared_ptr<Inside> inside_;
};

}  // namespace turnkeeper::test
