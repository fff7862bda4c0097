// What a herd is measured against: a WebSocket server that knows nothing. It accepts whoever comes,
// answers the first message with a join of so many bytes, and reads on.
//
//   bench_floor PORT BYTES
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstdio>
#include <memory>
#include <string>

namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using Error = boost::system::error_code;

class Guest : public std::enable_shared_from_this<Guest> {
 public:
  Guest(tcp::socket socket, const std::string& welcome)
      : stream_(std::move(socket)), welcome_(welcome) {}

  void start() {
    stream_.text(true);
    stream_.async_accept([self = shared_from_this()](Error error) {
      if (!error) self->read(true);
    });
  }

 private:
  void read(bool first) {
    stream_.async_read(buffer_, [self = shared_from_this(), first](Error error, std::size_t) {
      if (error) return;
      self->buffer_.consume(self->buffer_.size());
      if (first) return self->answer();
      self->read(false);
    });
  }

  void answer() {
    stream_.async_write(asio::buffer(welcome_),
                        [self = shared_from_this()](Error error, std::size_t) {
                          if (!error) self->read(false);
                        });
  }

  websocket::stream<tcp::socket, false> stream_;
  const std::string& welcome_;
  boost::beast::flat_buffer buffer_;
};

void accept(tcp::acceptor& acceptor, const std::string& welcome) {
  acceptor.async_accept([&](Error error, tcp::socket socket) {
    if (error) return;
    socket.set_option(tcp::no_delay(true), error);
    std::make_shared<Guest>(std::move(socket), welcome)->start();
    accept(acceptor, welcome);
  });
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const auto port = static_cast<std::uint16_t>(std::stoi(arguments[1]));
  const std::string welcome = R"({"id":1,"result":{"epoch":"e","role":"member","seq":1,"state":")" +
                              std::string(std::stoul(arguments[2]), ' ') + "\"}}";
  asio::io_context context{1};
  tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), port});
  accept(acceptor, welcome);
  std::printf("listening on http://127.0.0.1:%d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  context.run();
}
