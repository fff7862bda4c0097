#include "client/web_socket.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>

namespace turnkeeper::client {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

namespace {

constexpr auto kPatience = std::chrono::seconds{10};  ///< for the connection, and for the upgrade
constexpr auto kSilence = std::chrono::seconds{30};   ///< the server pings every ten

}  // namespace

/// Outlives its WebSocket while operations are under way; they hold it, and find no listener.
class WebSocket::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, const Address& address, std::string path, std::string origin,
             Listener listener)
      : stream_(loop.context()),
        host_(address.text()),
        path_(std::move(path)),
        origin_(std::move(origin)),
        listener_(std::move(listener)) {}

  void connect(const Address& address) {
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(address.host), address.port);
    auto& tcp = beast::get_lowest_layer(stream_);
    tcp.expires_after(kPatience);
    tcp.async_connect(endpoint, [self = shared_from_this()](beast::error_code error) {
      error ? self->ended(error) : self->upgrade();
    });
  }

  void send(std::string text) {
    if (!open_) return;
    outgoing_.push_back(std::move(text));
    if (outgoing_.size() == 1) write();
  }

  void drop() {
    listener_ = {};
    open_ = false;
    beast::error_code ignored;  // It may never have been connected.
    beast::get_lowest_layer(stream_).socket().close(ignored);
  }

 private:
  void upgrade() {
    auto& tcp = beast::get_lowest_layer(stream_);
    tcp.expires_never();
    beast::error_code ignored;  // A small frame that waits for company is slower, not wrong.
    tcp.socket().set_option(asio::ip::tcp::no_delay(true), ignored);

    websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = kPatience;
    timeout.idle_timeout = kSilence;
    timeout.keep_alive_pings = false;
    stream_.set_option(timeout);
    stream_.set_option(websocket::stream_base::decorator([this](websocket::request_type& request) {
      request.set(http::field::sec_websocket_protocol, "turnkeeper.v1");
      if (!origin_.empty()) request.set(http::field::origin, origin_);
    }));
    stream_.async_handshake(response_, host_, path_,
                            [self = shared_from_this()](beast::error_code error) {
                              error ? self->ended(error) : self->opened();
                            });
  }

  void opened() {
    const auto on_open = listener_.on_open;
    if (!on_open) return;
    open_ = true;
    read();
    on_open();
  }

  void read() {
    stream_.async_read(buffer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->ended(error);
      const std::string text = beast::buffers_to_string(self->buffer_.data());
      self->buffer_.consume(self->buffer_.size());
      const auto on_text = self->listener_.on_text;
      if (!on_text) return;
      on_text(text);
      if (self->open_) self->read();
    });
  }

  void write() {
    stream_.text(true);
    stream_.async_write(asio::buffer(outgoing_.front()),
                        [self = shared_from_this()](beast::error_code error, std::size_t) {
                          self->outgoing_.pop_front();
                          // Whether it is over, and why, is what the read finds: it may be a Close
                          // frame that came before the other side stopped listening.
                          if (error) self->outgoing_.clear();
                          if (!self->outgoing_.empty()) self->write();
                        });
  }

  void ended(beast::error_code error) {
    open_ = false;
    const auto on_closed = listener_.on_closed;
    listener_ = {};
    if (!on_closed) return;
    Closed closed;
    if (error == websocket::error::closed) {
      closed.code = stream_.reason().code;
      closed.reason = std::string(stream_.reason().reason.c_str());
    } else {
      closed.reason = error.message();
      if (error == websocket::error::upgrade_declined) closed.http_status = response_.result_int();
    }
    on_closed(closed);
  }

  websocket::stream<beast::tcp_stream> stream_;
  std::string host_;
  std::string path_;
  std::string origin_;
  Listener listener_;  ///< copied before each call, because it may let go of itself in there
  bool open_ = false;
  websocket::response_type response_;
  beast::flat_buffer buffer_;
  std::deque<std::string> outgoing_;  ///< the front is being written
};

WebSocket::WebSocket(Loop& loop, const Address& address, const std::string& path,
                     std::string origin, Listener listener)
    : connection_(std::make_shared<Connection>(loop, address, path, std::move(origin),
                                               std::move(listener))) {
  connection_->connect(address);
}

WebSocket::~WebSocket() { drop(); }

void WebSocket::send(std::string text) { connection_->send(std::move(text)); }

void WebSocket::drop() { connection_->drop(); }

}  // namespace turnkeeper::client
