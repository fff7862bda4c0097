// The other end of the wire, byte by byte: a client that says whatever a test wants, well-formed or
// not.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/event_loop.h"

namespace turnkeeper::testing {

class Wire {
 public:
  Wire(net::EventLoop& loop, std::uint16_t port);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void send(std::string bytes);
  /// Does not read any more, as a peer that hangs.
  void stop_reading();
  void go_on_reading();
  /// Closes without a word.
  void drop();

  const std::string& received() const;
  bool closed() const;  ///< by the other side

 private:
  struct Inside;
  std::shared_ptr<Inside> inside_;
};

/// A response of HTTP as it came.
struct Response {
  int status = 0;
  std::string head;
  std::string body;
  /// The value of a header, by its name as written; empty if it is absent.
  std::string header(std::string_view name) const;
};
/// The whole responses in `received`, in order; bodies by their Content-Length, none for
/// `bodiless`.
std::vector<Response> responses(std::string_view received, bool bodiless = false);

/// A frame of RFC 6455 as a client sends it.
struct ClientFrame {
  int opcode = 1;
  std::string payload;
  bool fin = true;
  bool masked = true;
  int reserved = 0;  ///< the three bits behind FIN
  std::string bytes() const;
};
std::string close_payload(int code, std::string_view reason = "");

struct ServerFrame {
  int opcode = 0;
  std::string payload;
  int close_code() const;  ///< 0 if it is no close frame, or has no code
};
/// The whole frames behind the head of the 101.
std::vector<ServerFrame> frames(std::string_view received);

/// The request for a room, with `more` header lines (each with its line end) and without those that
/// start with `less`.
std::string upgrade_request(std::string_view session = "s1", std::string_view more = "",
                            std::string_view less = "-");

}  // namespace turnkeeper::testing
