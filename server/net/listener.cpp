#include "net/listener.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <stdexcept>
#include <utility>

#include "net/client_address.h"
#include "net/listen_address.h"
#include "net/tcp_socket.h"

namespace turnkeeper::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

struct Listener::Inside : std::enable_shared_from_this<Inside> {
  Inside(EventLoop& loop, const rooms::Clock& a_clock, rooms::Alarm& an_alarm, Log a_log,
         Accept an_accept)
      : acceptor(loop.context()),
        clock(a_clock),
        alarm(an_alarm),
        log(std::move(a_log)),
        accept(std::move(an_accept)) {}

  static ListenAddress read(std::string_view text) {
    try {
      return parse_listen_address(text);
    } catch (const std::invalid_argument& wrong) {
      throw std::invalid_argument(std::string{"--listen: "} + wrong.what() + '.');
    }
  }

  static void open(tcp::acceptor& acceptor, std::string_view text) {
    const ListenAddress wanted = read(text);
    const tcp::endpoint endpoint{asio::ip::make_address(wanted.host), wanted.port};
    try {
      acceptor.open(endpoint.protocol());
      acceptor.set_option(tcp::acceptor::reuse_address(true));
      acceptor.bind(endpoint);
      acceptor.listen(tcp::acceptor::max_listen_connections);
    } catch (const boost::system::system_error& failure) {
      throw std::runtime_error(sentence(text, failure.code()));
    }
  }

  static std::string sentence(std::string_view text, const Error& error) {
    std::string why = error.message();
    if (error == asio::error::address_in_use) {
      why = "another program listens there; choose another port, or 0 for a free one";
    } else if (error == asio::error::access_denied) {
      why = "this port needs rights that the server doesn't have; choose one above 1023";
    } else if (error == std::errc::address_not_available) {
      why = "this machine has no such address; 127.0.0.1 is itself alone, 0.0.0.0 all that it has";
    }
    return "--listen " + std::string{text} + ": " + why + '.';
  }

  void next() {
    acceptor.async_accept([self = shared_from_this()](const Error& error, tcp::socket socket) {
      if (!self->acceptor.is_open()) return;
      if (error) return self->pause(error);
      self->complained = false;
      self->welcome(std::move(socket));
      self->next();
    });
  }

  void welcome(tcp::socket socket) {
    Error error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) return;  // gone already
    socket.set_option(tcp::no_delay(true), error);
    const std::string address = peer.address().to_string();
    // A socket of IPv6 may take connections of IPv4 too, and spells their addresses as its own.
    accept(std::make_unique<TcpSocket>(std::move(socket)), one_spelling(address).value_or(address));
  }

  // Out of descriptors, most likely: the loop must not spin on it, and the rooms that are open go
  // on.
  void pause(const Error& error) {
    if (!complained) log(LogLevel::warning, "Cannot accept connections: " + error.message());
    complained = true;
    ticket = alarm.set(clock.now() + kPause, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self && self->acceptor.is_open()) self->next();
    });
  }

  tcp::acceptor acceptor;
  const rooms::Clock& clock;
  rooms::Alarm& alarm;
  Log log;
  Accept accept;
  rooms::Alarm::Ticket ticket = 0;
  bool complained = false;
};

Listener::Listener(EventLoop& loop, const rooms::Clock& clock, rooms::Alarm& alarm, Log log,
                   std::string_view address, Accept accept)
    : inside_(std::make_shared<Inside>(loop, clock, alarm, std::move(log), std::move(accept))) {
  Inside::open(inside_->acceptor, address);
  inside_->next();
}

void Listener::try_out(std::string_view address) {
  asio::io_context unused;
  tcp::acceptor acceptor(unused);
  Inside::open(acceptor, address);
}

Listener::~Listener() { stop(); }

std::string Listener::host() const {
  const auto address = inside_->acceptor.local_endpoint().address();
  return address.is_v6() ? '[' + address.to_string() + ']' : address.to_string();
}

std::uint16_t Listener::port() const { return inside_->acceptor.local_endpoint().port(); }

void Listener::stop() {
  Error ignored;
  inside_->alarm.cancel(inside_->ticket);
  inside_->acceptor.close(ignored);
}

}  // namespace turnkeeper::net
