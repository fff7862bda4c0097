#include "net/websocket_connection.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <optional>
#include <utility>

#include "net/send_queue.h"
#include "net/tcp_socket.h"
#include "net/upgrade_checks.h"
#include "net/watched_socket.h"
#include "protocol/limits.h"

namespace turnkeeper::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
namespace limits = protocol::limits;
using Error = boost::system::error_code;
using protocol::CloseCode;
using rooms::core::Instant;
using rooms::core::Millis;

constexpr Millis kCloseHandshake{5'000};  ///< from the decision to close until TCP is closed
constexpr Millis kAlarmTooLate{2'000};    ///< by then it was this machine that slept, not the peer
constexpr std::size_t kReadAtOnce = 4 * 1024;
/// Of the system, for what it has not sent yet. Left to itself it takes megabytes from us for a
/// peer that does not read, and the queue does not fill up before that.
constexpr int kSystemBuffer = 32 * 1024;

class WebSocketConnection : public Connection,
                            public FrameSocket,
                            public std::enable_shared_from_this<WebSocketConnection> {
  enum class State { open, closing, gone };

  template <class Act>
  auto weakly(Act act) {
    return [weak = weak_from_this(), act] {
      const auto self = weak.lock();
      if (self && self->state_ != State::gone) act(*self);
    };
  }

 public:
  WebSocketConnection(Upgrade& upgrade, std::shared_ptr<Services> services, const Talk& talk)
      : services_(std::move(services)),
        stream_(std::move(upgrade.socket->socket)),
        queue_([this] { return conversation_->catch_up(); }),
        alive_(services_),
        slow_(services_),
        closing_deadline_(services_),
        conversation_(talk(*this, upgrade)) {}

  void start(const RequestHead& head) {
    heard_ = last_ping_ = services_->clock.now();
    stream_.next_layer().on_teardown = [this] { give_close_a_limit(); };
    Error ignored;  // Then it is as large as the system likes.
    stream_.next_layer().socket.set_option(asio::socket_base::send_buffer_size(kSystemBuffer),
                                           ignored);
    stream_.read_message_max(limits::kMessageBytes);
    stream_.auto_fragment(false);
    stream_.text(true);
    stream_.control_callback([this](auto kind, auto) { hear_control(kind); });
    stream_.set_option(websocket::stream_base::decorator([this](websocket::response_type& answer) {
      answer.set(http::field::sec_websocket_protocol, std::string{kSubprotocol});
      answer.set(http::field::server, "turnkeeper");
      for (const auto& [name, value] : services_->common) answer.set(name, value);
    }));
    watch();
    services_->log(LogLevel::debug, "A WebSocket was opened.");
    stream_.async_accept(request_of(head), [self = shared_from_this()](Error error) {
      if (error) return self->finish(error);
      self->accepted_ = true;
      self->read();
      self->pump();
    });
  }

  void send(Frame frame) override {
    if (state_ != State::open) return;
    queue_.push_notification(std::move(frame), services_->clock.now());
    if (queue_.full_since() && !slow_is_set_) {
      slow_is_set_ = true;
      slow_.set(limits::kBacklogPatience,
                weakly([](WebSocketConnection& self) { self.patience_over(); }));
    }
    pump();
  }

  void send_reply(Frame frame) override {
    if (state_ != State::open) return;
    queue_.push_reply(std::move(frame));
    if (queue_.hopeless()) return close(CloseCode::slow_reader);
    pump();
  }

  void close(CloseCode code) override {
    if (state_ != State::open) return;
    state_ = State::closing;
    code_ = code;
    services_->metrics
        .counter("turnkeeper_sockets_closed_total", "Sockets that the server closed, by code.",
                 {{"code", std::to_string(static_cast<int>(code))}})
        .add();
    if (code == CloseCode::slow_reader) queue_.clear();
    // Who may see nothing any more is still told why.
    if (code == CloseCode::credential_invalid) queue_.drop_notifications();
    give_close_a_limit();
    // Later, so that whoever closes in the middle of a thought is not interrupted by the end of the
    // conversation.
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->end_conversation(); });
    pump();
  }

  void drain() override { close(CloseCode::restart); }

  void give_way() override {}  // who does not join has ten seconds, and few of them one address

  void abort() override {
    state_ = State::gone;
    alive_.cancel();
    slow_.cancel();
    closing_deadline_.cancel();
    beast_close_socket(stream_.next_layer());
    end_conversation();
  }

 private:
  // What was checked already, in the form in which the library wants to see it.
  static http::request<http::empty_body> request_of(const RequestHead& head) {
    http::request<http::empty_body> request{http::verb::get, head.target, 11};
    request.set(http::field::host, *head.field("host"));
    request.set(http::field::connection, "Upgrade");
    request.set(http::field::upgrade, "websocket");
    request.set(http::field::sec_websocket_version, "13");
    request.set(http::field::sec_websocket_key, *head.field("sec-websocket-key"));
    return request;
  }

  void read() {
    stream_.async_read_some(buffer_, kReadAtOnce,
                            [self = shared_from_this()](Error error, std::size_t) {
                              if (self->state_ == State::gone) return;
                              if (error) return self->finish(error);
                              self->note_life();
                              self->take_in();
                              // From the Close on the library reads for itself, up to the answer.
                              if (!self->close_sent_) self->read();
                            });
  }

  void take_in() {
    if (!stream_.got_text()) close(CloseCode::not_text);
    if (stream_.is_message_done() && state_ == State::open) {
      const auto data = buffer_.data();
      conversation_->hear({static_cast<const char*>(data.data()), data.size()});
    }
    if (stream_.is_message_done() || state_ != State::open) buffer_.consume(buffer_.size());
  }

  void note_life() {
    heard_ = services_->clock.now();
    if (!std::exchange(quiet_, false)) return;
    // Later: the library may be in the middle of a read here.
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->state_ == State::open) self->conversation_->heard_again();
    });
  }

  void hear_control(websocket::frame_type kind) {
    note_life();
    if (kind == websocket::frame_type::pong && pings_unanswered_ > 0) {
      --pings_unanswered_;
      return;
    }
    if (kind == websocket::frame_type::close) return;
    // Later, as above.
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->state_ == State::open) self->conversation_->hear_control();
    });
  }

  void pump() {
    if (!accepted_ || writing_ || state_ == State::gone) return;
    const Frame frame = queue_.next();
    if (!frame) {
      if (state_ == State::closing) send_close();
      return;
    }
    writing_ = true;
    stream_.async_write(asio::buffer(*frame),
                        [self = shared_from_this(), frame](Error error, std::size_t) {
                          if (self->state_ == State::gone) return;
                          if (error) return self->finish(error);
                          self->writing_ = false;
                          self->queue_.written();
                          self->pump();
                        });
  }

  void send_close() {
    if (std::exchange(close_sent_, true)) return;
    const websocket::close_reason reason{static_cast<websocket::close_code>(code_),
                                         std::string{protocol::sentence(code_)}};
    stream_.async_close(reason, [self = shared_from_this()](Error error) { self->finish(error); });
  }

  void patience_over() {
    slow_is_set_ = false;
    if (!queue_.full_since()) return;
    // It may have drained and filled up again meanwhile.
    const Instant until = *queue_.full_since() + limits::kBacklogPatience;
    const Instant now = services_->clock.now();
    if (until <= now) return close(CloseCode::slow_reader);
    slow_is_set_ = true;
    slow_.set(until - now, weakly([](WebSocketConnection& self) { self.patience_over(); }));
  }

  // One alarm: for the next ping, or for the two ends of our patience with a silent peer.
  void watch() {
    const Instant now = services_->clock.now();
    const Instant patience = heard_ + (quiet_ ? limits::kSilence : limits::kQuiet);
    const Instant due = std::min<Instant>(last_ping_ + limits::kPing, patience);
    alive_.set(std::max(due - now, Millis{0}),
               weakly([due](WebSocketConnection& self) { self.alive_alarm(due); }));
  }

  void alive_alarm(Instant due) {
    if (state_ != State::open) return;
    const Instant now = services_->clock.now();
    // What came while this machine slept has not been read yet.
    if (now - due > kAlarmTooLate) heard_ = now;
    if (now - heard_ >= limits::kSilence) return close(CloseCode::silent);
    if (now - heard_ >= limits::kQuiet && !std::exchange(quiet_, true)) {
      conversation_->quiet(heard_);
    }
    if (now >= last_ping_ + limits::kPing) {
      last_ping_ = now;
      ping();
    }
    watch();
  }

  void ping() {
    if (!accepted_ || pinging_) return;
    pinging_ = true;
    ++pings_unanswered_;
    stream_.async_ping({}, [self = shared_from_this()](Error) { self->pinging_ = false; });
  }

  void give_close_a_limit() {
    if (std::exchange(close_is_limited_, true)) return;
    closing_deadline_.set(kCloseHandshake, weakly([](WebSocketConnection& self) {
                            self.finish(asio::error::timed_out);
                          }));
  }

  void end_conversation() {
    if (!std::exchange(ended_, true)) conversation_->ended(heard_);
  }

  std::string why(Error error) const {
    if (state_ == State::closing) {
      return "by the server with " + std::to_string(static_cast<int>(code_));
    }
    if (error == websocket::error::closed) {
      return "by its other end with " + std::to_string(stream_.reason().code);
    }
    return error == asio::error::eof ? "by its other end" : error.message();
  }

  void finish(Error error) {
    if (state_ == State::gone) return;
    const auto self = shared_from_this();
    services_->log(LogLevel::debug, "A WebSocket was closed: " + why(error) + '.');
    abort();
    services_->connections.remove(this);
  }

  std::shared_ptr<Services> services_;
  websocket::stream<WatchedSocket, false> stream_;
  SendQueue queue_;
  Deadline alive_;
  Deadline slow_;
  Deadline closing_deadline_;
  boost::beast::flat_buffer buffer_;
  State state_ = State::open;
  CloseCode code_ = CloseCode::normal;
  Instant heard_;
  Instant last_ping_;
  int pings_unanswered_ = 0;
  bool accepted_ = false;
  bool writing_ = false;
  bool pinging_ = false;
  bool close_sent_ = false;
  bool close_is_limited_ = false;
  bool slow_is_set_ = false;
  bool quiet_ = false;
  bool ended_ = false;
  std::unique_ptr<Conversation> conversation_;
};

}  // namespace

void serve_websocket(Upgrade upgrade, std::shared_ptr<Services> services, const Talk& talk) {
  const RequestHead head = std::move(upgrade.head);
  auto connection = std::make_shared<WebSocketConnection>(upgrade, services, talk);
  services->connections.add(connection);
  connection->start(head);
}

}  // namespace turnkeeper::net
