#include "tests/net/wire.h"

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace turnkeeper::testing {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

struct Wire::Inside : std::enable_shared_from_this<Inside> {
  explicit Inside(asio::io_context& context) : socket(context) {}

  void read() {
    if (!reads || std::exchange(reading, true)) return;
    socket.async_read_some(asio::buffer(chunk),
                           [self = shared_from_this()](const Error& error, std::size_t size) {
                             self->reading = false;
                             self->received.append(self->chunk.data(), size);
                             if (error) {
                               self->closed = true;
                             } else {
                               self->read();
                             }
                           });
  }

  tcp::socket socket;
  std::array<char, 16 * 1024> chunk{};
  std::string received;
  bool closed = false;
  bool reads = true;
  bool reading = false;  ///< into the chunk
};

Wire::Wire(net::EventLoop& loop, std::uint16_t port)
    : inside_(std::make_shared<Inside>(loop.context())) {
  inside_->socket.connect({asio::ip::make_address("127.0.0.1"), port});
  inside_->read();
}

Wire::~Wire() { drop(); }

void Wire::send(std::string bytes) {
  auto kept = std::make_shared<std::string>(std::move(bytes));
  asio::async_write(inside_->socket, asio::buffer(*kept),
                    [kept, inside = inside_](const Error&, std::size_t) {});
}

void Wire::stop_reading() { inside_->reads = false; }

void Wire::go_on_reading() {
  inside_->reads = true;
  inside_->read();
}

void Wire::drop() {
  Error ignored;
  inside_->socket.close(ignored);
}

const std::string& Wire::received() const { return inside_->received; }
bool Wire::closed() const { return inside_->closed; }

std::string Response::header(std::string_view name) const {
  const std::size_t start = head.find("\r\n" + std::string{name} + ": ");
  if (start == std::string::npos) return {};
  const std::size_t value = start + 2 + name.size() + 2;
  return head.substr(value, head.find("\r\n", value) - value);
}

std::vector<Response> responses(std::string_view received, bool bodiless) {
  std::vector<Response> all;
  for (;;) {
    const std::size_t end = received.find("\r\n\r\n");
    if (end == std::string_view::npos) return all;
    Response response;
    response.head = received.substr(0, end + 2);
    response.status = std::stoi(response.head.substr(9, 3));
    received.remove_prefix(end + 4);
    const std::string length = response.header("Content-Length");
    const std::size_t size = length.empty() || bodiless ? 0 : std::stoul(length);
    if (received.size() < size) return all;
    response.body = received.substr(0, size);
    received.remove_prefix(size);
    all.push_back(std::move(response));
  }
}

std::string ClientFrame::bytes() const {
  const auto byte = [](std::size_t value) { return static_cast<char>(value & 0xFF); };
  std::string out;
  out += byte(static_cast<std::size_t>((fin ? 0x80 : 0) | reserved << 4 | opcode));
  const std::size_t mask = masked ? 0x80 : 0;
  if (payload.size() < 126) {
    out += byte(mask | payload.size());
  } else if (payload.size() < 65'536) {
    out += byte(mask | 126);
    out += byte(payload.size() >> 8);
    out += byte(payload.size());
  } else {
    out += byte(mask | 127);
    for (int shift = 56; shift >= 0; shift -= 8) out += byte(payload.size() >> shift);
  }
  constexpr std::string_view kKey = "\x12\x34\x56\x78";
  if (masked) out += kKey;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    out += masked ? static_cast<char>(payload[i] ^ kKey[i % 4]) : payload[i];
  }
  return out;
}

std::string close_payload(int code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  return payload += reason;
}

int ServerFrame::close_code() const {
  if (opcode != 8 || payload.size() < 2) return 0;
  return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
}

std::vector<ServerFrame> frames(std::string_view received) {
  std::vector<ServerFrame> all;
  received.remove_prefix(std::min(received.size(), received.find("\r\n\r\n") + 4));
  const auto byte = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(received[at]));
  };
  while (received.size() >= 2) {
    std::size_t size = byte(1);
    std::size_t header = 2;
    const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (received.size() < header + more) break;
    if (more > 0) size = 0;
    for (std::size_t i = 0; i < more; ++i) size = size << 8 | byte(header + i);
    header += more;
    if (received.size() < header + size) break;
    all.push_back({static_cast<int>(byte(0) & 0x0F), std::string{received.substr(header, size)}});
    received.remove_prefix(header + size);
  }
  return all;
}

std::string upgrade_request(std::string_view session, std::string_view more,
                            std::string_view less) {
  std::string request = "GET /ws/v1/sessions/" + std::string{session} + " HTTP/1.1\r\n";
  for (const std::string line :
       {"Host: localhost", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: turnkeeper.v1"}) {
    if (!line.starts_with(less)) request += line + "\r\n";
  }
  return request.append(more) + "\r\n";
}

}  // namespace turnkeeper::testing
