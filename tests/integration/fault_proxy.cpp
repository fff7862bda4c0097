#include "integration/fault_proxy.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <random>
#include <string>
#include <utility>

namespace turnkeeper::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Clock = std::chrono::steady_clock;

namespace {

/// Bytes that a way of a connection holds. Small, as the buffers of the system around it are made,
/// so that who does not read is felt at the other end.
constexpr std::size_t kMostUnderWay = 32 * 1024;
constexpr std::size_t kReadAtOnce = 4 * 1024;
constexpr int kSlicesPerSecond = 20;  ///< of a throttled way

struct Weather {
  FaultProxy::Millis delay{};
  FaultProxy::Millis jitter{};
  std::size_t bytes_per_second = 0;  ///< 0: as fast as it goes
  bool held = false;
  std::optional<std::size_t> cut_after;
  std::uint64_t passed = 0;
};

void reset(tcp::socket& socket) {
  Error ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

/// One way of a connection. Its operations keep the connection alive.
class Pipe {
 public:
  Pipe(tcp::socket& from, tcp::socket& to, Weather& weather, std::mt19937& chance)
      : from_(from), to_(to), weather_(weather), chance_(chance), timer_(from.get_executor()) {}

  /// `cut` ends the connection.
  void start(std::shared_ptr<void> connection, std::function<void()> cut) {
    connection_ = connection;
    cut_ = std::move(cut);
    read();
  }

  /// The weather has changed.
  void look_again() {
    timer_.cancel();
    hand_on();
  }

  void stop() { timer_.cancel(); }

 private:
  struct Parcel {
    Clock::time_point due;
    std::string bytes;
  };

  void read() {
    if (reading_ || ended_ || under_way_ >= kMostUnderWay) return;
    reading_ = true;
    from_.async_read_some(asio::buffer(chunk_),
                          [this, alive = connection_.lock()](const Error& error, std::size_t size) {
                            reading_ = false;
                            if (error == asio::error::operation_aborted) return;
                            if (error && error != asio::error::eof && !weather_.held) return cut_();
                            ended_ = error.failed();
                            if (size > 0) take(size);
                            hand_on();
                            read();
                          });
  }

  void take(std::size_t size) {
    const auto late =
        std::uniform_int_distribution<int>(0, static_cast<int>(weather_.jitter.count()))(chance_);
    last_due_ = std::max(last_due_, Clock::now() + weather_.delay + FaultProxy::Millis(late));
    parcels_.push_back({last_due_, std::string(chunk_.data(), size)});
    under_way_ += size;
  }

  void hand_on() {
    if (writing_ || weather_.held || !to_.is_open()) return;
    if (parcels_.empty()) return pass_the_end_on();
    const auto when = std::max(parcels_.front().due, free_at_);
    if (when <= Clock::now()) return write();
    timer_.expires_at(when);
    timer_.async_wait([this, alive = connection_.lock()](const Error& error) {
      if (!error) hand_on();
    });
  }

  void write() {
    std::string& bytes = parcels_.front().bytes;
    std::size_t size = bytes.size();
    if (const std::size_t rate = weather_.bytes_per_second; rate > 0) {
      size = std::min(size, std::max<std::size_t>(1, rate / kSlicesPerSecond));
      free_at_ = Clock::now() + Clock::duration(std::chrono::seconds(1)) * size / rate;
    }
    if (weather_.cut_after) size = std::min(size, *weather_.cut_after);
    writing_ = true;
    asio::async_write(to_, asio::buffer(bytes, size),
                      [this, alive = connection_.lock()](const Error& error, std::size_t written) {
                        writing_ = false;
                        if (error == asio::error::operation_aborted) return;
                        if (error) return cut_();
                        count(written);
                      });
  }

  void count(std::size_t written) {
    weather_.passed += written;
    under_way_ -= written;
    std::string& bytes = parcels_.front().bytes;
    bytes.erase(0, written);
    if (bytes.empty()) parcels_.pop_front();
    if (weather_.cut_after) {
      // What was on its way when the cut was ordered may be more than was to pass.
      if (written >= *weather_.cut_after) {
        weather_.cut_after.reset();
        return cut_();
      }
      *weather_.cut_after -= written;
    }
    hand_on();
    read();
  }

  void pass_the_end_on() {
    Error ignored;
    if (ended_) to_.shutdown(tcp::socket::shutdown_send, ignored);
  }

  tcp::socket& from_;
  tcp::socket& to_;
  Weather& weather_;
  std::mt19937& chance_;
  asio::steady_timer timer_;
  std::weak_ptr<void> connection_;
  std::function<void()> cut_;
  std::array<char, kReadAtOnce> chunk_{};
  std::deque<Parcel> parcels_;
  std::size_t under_way_ = 0;  ///< bytes
  Clock::time_point last_due_;
  Clock::time_point free_at_;  ///< of a throttled way
  bool reading_ = false;
  bool writing_ = false;
  bool ended_ = false;  ///< the side that is read from has nothing more to say
};

}  // namespace

class FaultProxy::Inside : public std::enable_shared_from_this<Inside> {
 public:
  Inside(asio::io_context& context, client::Address to)
      : server(std::move(to)), acceptor_(context, {asio::ip::make_address("127.0.0.1"), 0}) {}

  void accept() {
    acceptor_.async_accept([self = shared_from_this()](const Error& error, tcp::socket client) {
      if (error) return;
      self->lead_on(std::move(client));
      self->accept();
    });
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void look_again() {
    for_each([](Connection& connection) {
      connection.up.look_again();
      connection.down.look_again();
    });
  }

  void cut() {
    for_each([](Connection& connection) { connection.cut(); });
  }

  void close() {
    Error ignored;
    acceptor_.close(ignored);
    cut();
  }

  Weather& weather(Way way) { return way == Way::up ? up_ : down_; }

  client::Address server;

 private:
  struct Connection {
    Connection(std::shared_ptr<Inside> proxy, tcp::socket from_client)
        : inside(std::move(proxy)),
          client(std::move(from_client)),
          server(client.get_executor()),
          up(client, server, inside->up_, inside->chance_),
          down(server, client, inside->down_, inside->chance_) {}

    void cut() {
      up.stop();
      down.stop();
      reset(client);
      reset(server);
    }

    std::shared_ptr<Inside> inside;  ///< whose weather it is
    tcp::socket client;
    tcp::socket server;
    Pipe up;
    Pipe down;
  };

  void lead_on(tcp::socket client) {
    auto connection = std::make_shared<Connection>(shared_from_this(), std::move(client));
    std::erase_if(connections_, [](const auto& one) { return one.expired(); });
    connections_.push_back(connection);
    // Before it connects, because that is when the window is agreed on.
    connection->server.open(tcp::v4());
    connection->server.set_option(asio::socket_base::receive_buffer_size(kMostUnderWay));
    connection->client.set_option(asio::socket_base::send_buffer_size(kMostUnderWay));
    connection->client.set_option(tcp::no_delay(true));
    connection->server.async_connect({asio::ip::make_address(server.host), server.port},
                                     [connection](const Error& error) {
                                       if (error) return connection->cut();
                                       connection->server.set_option(tcp::no_delay(true));
                                       const auto cut = [weak = std::weak_ptr(connection)] {
                                         if (const auto one = weak.lock()) one->cut();
                                       };
                                       connection->up.start(connection, cut);
                                       connection->down.start(connection, cut);
                                     });
  }

  template <class Act>
  void for_each(Act act) {
    for (const auto& one : connections_) {
      if (const auto connection = one.lock()) act(*connection);
    }
  }

  tcp::acceptor acceptor_;
  std::list<std::weak_ptr<Connection>> connections_;
  Weather up_;
  Weather down_;
  std::mt19937 chance_{1};
};

FaultProxy::FaultProxy(client::Loop& loop, client::Address server)
    : inside_(std::make_shared<Inside>(loop.context(), std::move(server))) {
  inside_->accept();
}

FaultProxy::~FaultProxy() { inside_->close(); }

client::Address FaultProxy::address() const { return {"127.0.0.1", inside_->port()}; }

void FaultProxy::lead_to(client::Address server) { inside_->server = std::move(server); }

void FaultProxy::delay(Millis delay, Millis jitter) {
  for (const Way way : {Way::up, Way::down}) {
    inside_->weather(way).delay = delay;
    inside_->weather(way).jitter = jitter;
  }
}

void FaultProxy::throttle(Way way, std::size_t bytes_per_second) {
  inside_->weather(way).bytes_per_second = bytes_per_second;
}

void FaultProxy::hold(Way way) { inside_->weather(way).held = true; }

void FaultProxy::hold() {
  hold(Way::up);
  hold(Way::down);
}

void FaultProxy::release() {
  for (const Way way : {Way::up, Way::down}) {
    inside_->weather(way).held = false;
    inside_->weather(way).bytes_per_second = 0;
  }
  inside_->look_again();
}

void FaultProxy::cut() { inside_->cut(); }

void FaultProxy::cut_after(Way way, std::size_t bytes) { inside_->weather(way).cut_after = bytes; }

bool FaultProxy::cut_is_due() const {
  return inside_->weather(Way::up).cut_after || inside_->weather(Way::down).cut_after;
}

std::uint64_t FaultProxy::passed(Way way) const { return inside_->weather(way).passed; }

}  // namespace turnkeeper::test
