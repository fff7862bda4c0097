#include "net/http_connection.h"

#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <utility>

#include "net/client_address.h"
#include "net/problem.h"
#include "net/routes.h"
#include "net/tcp_socket.h"
#include "net/upgrade_checks.h"
#include "protocol/limits.h"

namespace turnkeeper::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace limits = protocol::limits;
using Error = boost::system::error_code;

constexpr std::size_t kReadAtOnce = 4 * 1024;
constexpr rooms::core::Millis kLinger{
    2'000};  ///< for the peer to read a last answer before the socket goes
constexpr std::size_t kMostAskingWhileShort = 256;  ///< of memory
constexpr std::string_view kRetryAfterSeconds = "10";
constexpr std::string_view kLastAnswer = "its last answer was given";

std::string_view text_of(const boost::beast::flat_buffer& buffer) {
  const auto data = buffer.data();
  return {static_cast<const char*>(data.data()), data.size()};
}

/// Who watches the server is answered also while it is full: it lives, and need not be ended.
bool is_watching(std::string_view path) { return path == "/healthz" || path == "/metrics"; }

/// What the library found wrong in the body, unlike a peer that went away in the middle of it.
bool is_malformed(Error error) {
  return error.category() == http::make_error_code(http::error::bad_chunk).category() &&
         error != http::error::partial_message && error != http::error::end_of_stream;
}

class HttpConnection : public Connection, public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(std::unique_ptr<TcpSocket> socket, std::string peer,
                 std::shared_ptr<Services> services)
      : socket_(std::move(socket)),
        peer_(std::move(peer)),
        services_(std::move(services)),
        deadline_(services_) {
    ++services_->asking;
  }
  ~HttpConnection() override { stop_asking(); }
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  void start() {
    services_->log(LogLevel::debug, "A connection was opened.");
    begin_head(limits::kRequest);
    read_more();
  }

  void drain() override {
    if (state_ == State::head && buffer_.size() == 0) finish("the server goes down");
  }

  void give_way() override {
    const bool waits = state_ == State::head || state_ == State::body || state_ == State::lingering;
    if (waits) finish("its place is needed");
  }

  void abort() override {
    stop_asking();
    deadline_.cancel();
    Error ignored;
    if (socket_) socket_->socket.close(ignored);
  }

 private:
  enum class State {
    head,       ///< waiting for a request, or in its head
    body,       ///< reading what the head announced
    thinking,   ///< the handler does
    answering,  ///< the answer is being written
    lingering,  ///< all is said; the peer may read it
    gone,
  };

  /// A handler that keeps this alive, and isn't called once all is over.
  template <class Act>
  auto then(State expected, Act act) {
    return
        [self = shared_from_this(), expected, act = std::move(act)](Error error, std::size_t size) {
          if (self->state_ == expected) act(error, size);
        };
  }

  void stop_asking() {
    if (std::exchange(state_, State::gone) != State::gone) --services_->asking;
  }

  void begin_head(rooms::core::Millis patience) {
    state_ = State::head;
    deadline_.set(patience, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->too_slow();
    });
  }

  void too_slow() {
    Error ignored;
    if (state_ == State::head && buffer_.size() == 0) return finish("nothing was asked");
    socket_->socket.cancel(ignored);
    refuse(problem("request_timeout", "The request took too long; send it again."));
  }

  void read_more() {
    socket_->socket.async_read_some(buffer_.prepare(kReadAtOnce),
                                    then(State::head, [this](Error error, std::size_t size) {
                                      if (error) return finish(why(error));
                                      // The first bytes of a later request start its ten seconds.
                                      if (waits_for_next_) begin_head(limits::kRequest);
                                      waits_for_next_ = false;
                                      buffer_.commit(size);
                                      look_at_head();
                                    }));
  }

  void look_at_head() {
    while (text_of(buffer_).starts_with("\r\n")) buffer_.consume(2);  // RFC 9112, 2.2
    const std::string_view received = text_of(buffer_);
    if (auto fault = fault_so_far(received)) return refuse(*std::move(fault));
    const auto end = end_of_head(received);
    if (!end) {
      if (!must_make_room()) read_more();
      return;
    }
    auto read = read_head(received.substr(0, *end));
    if (auto* const fault = std::get_if<HttpResponse>(&read)) return refuse(std::move(*fault));
    head_ = std::move(std::get<RequestHead>(read));
    if (services_->has_all_connections() || services_->short_of_memory()) {
      if (!is_watching(head_.path) && !comes_back()) return refuse(too_many());
      last_ = true;
    }
    if (!services_->origins.knows_host(*head_.field("host"))) {
      return refuse(
          problem("unknown_host", "This server has another name; --public-url says which."));
    }
    if (wants_websocket(head_)) return upgrade(*end);
    if (head_.has_body()) return read_body();
    buffer_.consume(*end);
    answer({});
  }

  /// To a room that is open: most likely one of those who are in it, whose connection broke.
  bool comes_back() const {
    if (services_->has_all_connections() || !wants_websocket(head_)) return false;
    const auto session = session_of_path(head_.path);
    return session && services_->is_open(*session);
  }

  /// What was sent so far goes at once, unanswered: there may be thousands of such.
  bool must_make_room() {
    if (!services_->short_of_memory()) return false;
    finish("memory runs short");
    return true;
  }

  void read_body() {
    state_ = State::body;
    deadline_.set(limits::kRequest, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->too_slow();
    });
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(limits::kHeaderBytes + 1));
    parser_->body_limit(limits::kBodyBytes);
    read_more_body();
  }

  void read_more_body() {
    http::async_read_some(
        socket_->socket, buffer_, *parser_, then(State::body, [this](Error error, std::size_t) {
          if (error == http::error::body_limit) {
            return refuse(
                problem("body_too_large", "Send at most 64 KiB.", {{}, limits::kBodyBytes}));
          }
          if (is_malformed(error)) {
            return refuse(problem("malformed_request", "The body is not as its head says."));
          }
          if (error) return finish(why(error));
          if (!parser_->is_done()) {
            if (!must_make_room()) read_more_body();
            return;
          }
          std::string body = std::move(parser_->get().body());
          parser_.reset();
          answer(std::move(body));
        }));
  }

  void answer(std::string body) {
    state_ = State::thinking;
    deadline_.set(limits::kSilence, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->no_answer();
    });
    route(*services_, head_, std::move(body), address(),
          [self = shared_from_this(), answered = false](Outgoing out) mutable {
            if (std::exchange(answered, true) || self->state_ != State::thinking) return;
            self->send(std::move(out));
          });
  }

  /// The connection ends with it, so that one that comes after all is not taken for another's.
  void no_answer() {
    services_->log(LogLevel::error, "A request was not answered in time.");
    refuse(problem("internal_error",
                   "No answer came in time; look whether it was done before you send it again."));
  }

  void send(Outgoing out) {
    state_ = State::answering;
    const bool bodiless = out.head.status == 204 || out.head.status == 304;
    last_ = last_ || !head_.keep_alive || services_->draining;
    body_ = out.body ? out.body : std::make_shared<const std::string>(std::move(out.head.body));
    const ResponseFraming framing{!last_, bodiless ? std::nullopt : std::optional{body_->size()}};
    text_ = response_head(out.head, framing, services_->common, services_->clock.now());
    if (bodiless || head_.method == "HEAD") body_ = std::make_shared<const std::string>();
    services_->metrics
        .counter("turnkeeper_http_responses_total", "Answers by class of status.",
                 {{"class", std::to_string(out.head.status / 100) + "xx"}})
        .add();
    if (!out.head.reason.empty()) {
      services_->log(LogLevel::debug, "A request was refused: " + std::to_string(out.head.status) +
                                          ' ' + out.head.reason + '.');
    }
    // A peer that doesn't read its answer must not hold the socket for ever.
    deadline_.set(limits::kSilence, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->finish("its answer was not read");
    });
    const std::array<asio::const_buffer, 2> parts{asio::buffer(text_), asio::buffer(*body_)};
    asio::async_write(socket_->socket, parts,
                      then(State::answering, [this](Error error, std::size_t) {
                        if (error) return finish(why(error));
                        if (last_) return linger();
                        body_.reset();
                        head_ = {};
                        waits_for_next_ = buffer_.size() == 0;
                        begin_head(waits_for_next_ ? rooms::core::Millis{limits::kKeepAlive}
                                                   : rooms::core::Millis{limits::kRequest});
                        if (waits_for_next_) return read_more();
                        look_at_head();
                      }));
  }

  /// The last answer: what follows on this connection can't be trusted to be a request.
  void refuse(HttpResponse response) {
    last_ = true;
    send({std::move(response), nullptr});
  }

  /// Closing at once, with unread bytes, would make the peer's system throw the answer away.
  void linger() {
    state_ = State::lingering;
    Error ignored;
    socket_->socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    deadline_.set(kLinger, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->finish(kLastAnswer);
    });
    drop_input();
  }

  void drop_input() {
    buffer_.consume(buffer_.size());
    socket_->socket.async_read_some(buffer_.prepare(kReadAtOnce),
                                    then(State::lingering, [this](Error error, std::size_t) {
                                      if (error) return finish(kLastAnswer);
                                      drop_input();
                                    }));
  }

  static HttpResponse with_retry(HttpResponse response) {
    response.headers.emplace_back("Retry-After", kRetryAfterSeconds);
    return response;
  }
  static HttpResponse too_many() {
    return with_retry(problem("too_many_connections", "The server is full; try again soon."));
  }

  void upgrade(std::size_t end) {
    if (auto fault = fault_of_handshake(head_)) return refuse(*std::move(fault));
    if (buffer_.size() > end) {
      return refuse(problem("bad_handshake", "Wait for the answer before sending frames."));
    }
    auto place = services_->not_joined.enter(address());
    if (!place) {
      return refuse(with_retry(
          problem("rate_limited", "Too many connections of this address have not joined yet.")));
    }
    if (services_->draining) {
      return refuse(with_retry(problem("server_closing", "The server is going down.")));
    }
    const auto session = session_of_path(head_.path);
    if (!session) return refuse(problem("not_found", "There is no room at this address."));
    if (auto fault = fault_of_origin(head_, services_->origins)) return refuse(*std::move(fault));
    if (auto fault = fault_of_subprotocol(head_)) return refuse(*std::move(fault));
    const auto self = shared_from_this();
    stop_asking();
    deadline_.cancel();
    const std::string client = address();
    services_->upgrade({std::move(socket_), std::move(head_), *session, client, std::move(place)});
    services_->connections.remove(this);
  }

  std::string address() const {
    return client_address(peer_, head_.list("x-forwarded-for"), services_->trusted_proxies);
  }

  static std::string why(Error error) {
    return error == asio::error::eof ? "by its other end" : error.message();
  }

  void finish(std::string_view why) {
    if (state_ == State::gone) return;
    const auto self = shared_from_this();
    services_->log(LogLevel::debug, "A connection was closed: " + std::string{why} + '.');
    abort();
    services_->connections.remove(this);
  }

  std::unique_ptr<TcpSocket> socket_;
  std::string peer_;
  std::shared_ptr<Services> services_;
  Deadline deadline_;
  State state_ = State::head;
  bool waits_for_next_ = false;  ///< between two requests, with nothing of the next one here
  bool last_ = false;            ///< close behind the answer
  boost::beast::flat_buffer buffer_{2 * (limits::kHeaderBytes + limits::kBodyBytes)};
  std::optional<http::request_parser<http::string_body>> parser_;
  RequestHead head_;
  std::string text_;  ///< the head being written
  std::shared_ptr<const std::string> body_;
};

}  // namespace

void serve_http(std::unique_ptr<TcpSocket> socket, std::string peer,
                std::shared_ptr<Services> services) {
  const auto is_full = [&services] {
    return services->has_all_descriptors() ||
           (services->asking >= kMostAskingWhileShort && services->short_of_memory());
  };
  // Whoever comes may be somebody whose room waits for them; the silent are not.
  if (is_full()) services->connections.give_way_all();
  if (is_full()) return;
  auto connection = std::make_shared<HttpConnection>(std::move(socket), std::move(peer), services);
  services->connections.add(connection);
  connection->start();
}

}  // namespace turnkeeper::net
