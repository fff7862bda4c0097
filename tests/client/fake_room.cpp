#include "client/fake_room.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace turnkeeper::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;

namespace {

constexpr std::chrono::seconds kPatience{5};

/// One connection from the upgrade on. Operations under way hold it.
struct Peer : std::enable_shared_from_this<Peer> {
  explicit Peer(tcp::socket socket) : stream(std::move(socket)) {}

  websocket::stream<tcp::socket> stream;
  beast::flat_buffer buffer;
  http::request<http::string_body> upgrade;
  http::response<http::string_body> refusal;
  std::deque<std::string> outgoing;
  std::deque<Json> requests;
  bool open = false;
  bool ended = false;

  void accept(int refuse_with) {
    http::async_read(
        stream.next_layer(), buffer, upgrade,
        [self = shared_from_this(), refuse_with](beast::error_code error, std::size_t) {
          if (error) return self->end();
          refuse_with == 0 ? self->let_in() : self->turn_away(refuse_with);
        });
  }

  void let_in() {
    stream.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
      response.set(http::field::sec_websocket_protocol, "turnkeeper.v1");
    }));
    stream.async_accept(upgrade, [self = shared_from_this()](beast::error_code error) {
      if (error) return self->end();
      self->open = true;
      self->read();
    });
  }

  void turn_away(int status) {
    refusal.result(static_cast<unsigned>(status));
    refusal.prepare_payload();
    http::async_write(stream.next_layer(), refusal,
                      [self = shared_from_this()](beast::error_code, std::size_t) { self->end(); });
  }

  void read() {
    stream.async_read(buffer, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->end();
      self->requests.push_back(Json::parse(beast::buffers_to_string(self->buffer.data())));
      self->buffer.consume(self->buffer.size());
      self->read();
    });
  }

  void send(std::string text) {
    outgoing.push_back(std::move(text));
    if (outgoing.size() == 1) write();
  }

  void write() {
    stream.async_write(asio::buffer(outgoing.front()),
                       [self = shared_from_this()](beast::error_code error, std::size_t) {
                         self->outgoing.pop_front();
                         if (error) return self->end();
                         if (!self->outgoing.empty()) self->write();
                       });
  }

  void end() {
    open = false;
    ended = true;
    beast::error_code ignored;
    stream.next_layer().close(ignored);
  }
};

}  // namespace

struct FakeRoom::Inside : std::enable_shared_from_this<Inside> {
  explicit Inside(client::Loop& the_loop)
      : loop(the_loop),
        acceptor(the_loop.context(), tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}

  client::Loop& loop;
  tcp::acceptor acceptor;
  std::shared_ptr<Peer> peer;
  int connections = 0;
  int refuse_with = 0;

  void accept() {
    acceptor.async_accept([self = shared_from_this()](beast::error_code error, tcp::socket socket) {
      if (error) return;
      ++self->connections;
      self->peer = std::make_shared<Peer>(std::move(socket));
      self->peer->accept(self->refuse_with);
      self->accept();
    });
  }
};

FakeRoom::FakeRoom(client::Loop& loop) : inside_(std::make_shared<Inside>(loop)) {
  inside_->accept();
}

FakeRoom::~FakeRoom() {
  inside_->acceptor.close();
  if (inside_->peer) inside_->peer->end();
}

client::Address FakeRoom::address() const {
  return {"127.0.0.1", inside_->acceptor.local_endpoint().port()};
}

Json FakeRoom::next_request() {
  const auto asked = [this] { return inside_->peer && !inside_->peer->requests.empty(); };
  if (!inside_->loop.run_until(asked, kPatience)) return Json::object();
  Json request = std::move(inside_->peer->requests.front());
  inside_->peer->requests.pop_front();
  return request;
}

void FakeRoom::answer(const Json& request, const Json& result) {
  send(Json{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"result", result}}.dump());
}

void FakeRoom::refuse(const Json& request, const std::string& reason) {
  const Json error{{"code", -32000}, {"message", "No."}, {"data", {{"reason", reason}}}};
  send(Json{{"jsonrpc", "2.0"}, {"id", request.at("id")}, {"error", error}}.dump());
}

void FakeRoom::notify(const std::string& method, const Json& params) {
  send(Json{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}}.dump());
}

void FakeRoom::send(std::string text) { inside_->peer->send(std::move(text)); }

void FakeRoom::close(std::uint16_t code, const std::string& reason) {
  const auto sent = [peer = inside_->peer] { return peer->outgoing.empty(); };
  inside_->loop.run_until(sent, kPatience);
  websocket::close_reason how(static_cast<websocket::close_code>(code));
  how.reason = reason;
  inside_->peer->stream.async_close(how,
                                    [peer = inside_->peer](beast::error_code) { peer->end(); });
}

void FakeRoom::cut() { inside_->peer->end(); }

void FakeRoom::refuse_upgrades_with(int status) { inside_->refuse_with = status; }

bool FakeRoom::connected() const { return inside_->peer && inside_->peer->open; }

int FakeRoom::connections() const { return inside_->connections; }

bool FakeRoom::wait_for_end() {
  return inside_->loop.run_until([peer = inside_->peer] { return peer && peer->ended; }, kPatience);
}

}  // namespace turnkeeper::test
