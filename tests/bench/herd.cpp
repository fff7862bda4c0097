#include "tests/bench/herd.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <random>
#include <string>
#include <string_view>
#include <utility>

namespace turnkeeper::bench {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Millis = std::chrono::milliseconds;

namespace {

constexpr Millis kFirstBackoff{500};
constexpr Millis kLongestBackoff{30'000};
constexpr std::size_t kReadAtOnce = 4 * 1024;
constexpr std::size_t kFirstAtOnce = 64;  ///< that come at once when nobody is there yet

enum Opcode : unsigned char { kText = 1, kClose = 8, kPing = 9, kPong = 10 };

/// A frame as a client sends it, masked with zeros: only the form is asked for here.
std::string frame(Opcode opcode, std::string_view payload) {
  std::string out{static_cast<char>(0x80 | opcode)};
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size() & 0xFF);
  }
  return out.append(4, '\0').append(payload);
}

struct Frame {
  int opcode = 0;
  std::string_view payload;
  std::size_t size = 0;  ///< 0 if it has not come as a whole
};

Frame first_frame(std::string_view bytes) {
  const auto byte = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]));
  };
  if (bytes.size() < 2) return {};
  std::size_t length = byte(1) & 0x7F;
  const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
  if (bytes.size() < 2 + more) return {};
  if (more > 0) length = 0;
  for (std::size_t i = 0; i < more; ++i) length = length << 8 | byte(2 + i);
  if (bytes.size() < 2 + more + length) return {};
  return {static_cast<int>(byte(0) & 0x0F), bytes.substr(2 + more, length), 2 + more + length};
}

/// What follows `key` in a text of JSON, up to the next quote or comma.
std::string_view after(std::string_view text, std::string_view key) {
  const auto found = text.find(key);
  if (found == std::string_view::npos) return {};
  text.remove_prefix(found + key.size());
  return text.substr(0, text.find_first_of("\",}"));
}

/// 127.1.0.1 and so on: the server counts connections of an address.
asio::ip::address_v4 address_of(std::size_t member) {
  const auto number = static_cast<std::uint32_t>(member);
  return asio::ip::address_v4{(127U << 24) | (1U << 16) | ((number / 250) << 8) |
                              (1 + number % 250)};
}

}  // namespace

struct Herd::Shared {
  asio::io_context& context;
  tcp::endpoint server;
  Tally tally{};
  std::size_t joined = 0;
  std::size_t next = 0;  ///< who has not come yet
  std::mt19937 chance{1};
};

class Herd::Member : public std::enable_shared_from_this<Member> {
 public:
  Member(Herd& herd, std::size_t number, const LiveRoom& room, std::string token)
      : herd_(herd),
        shared_(*herd.shared_),
        address_(address_of(number)),
        session_(room.session),
        token_(std::move(token)),
        socket_(shared_.context),
        timer_(shared_.context) {}

  void connect() {
    ++shared_.tally.tries;
    in_.clear();
    upgraded_ = false;
    Error error;
    socket_ = tcp::socket(shared_.context);
    socket_.open(tcp::v4());
    socket_.bind({address_, 0}, error);
    if (error) return cut();
    socket_.async_connect(shared_.server, [self = shared_from_this()](const Error& failed) {
      if (failed || self->over_) return self->ended(failed);
      self->write("GET /ws/v1/sessions/" + self->session_ +
                  " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                  "Sec-WebSocket-Protocol: turnkeeper.v1\r\n\r\n");
      self->read();
    });
  }

  void leave() {
    Error ignored;
    over_ = true;
    timer_.cancel();
    socket_.close(ignored);
  }

  Clock::time_point joined_at() const { return joined_at_; }

 private:
  void write(std::string bytes) {
    auto kept = std::make_shared<std::string>(std::move(bytes));
    asio::async_write(socket_, asio::buffer(*kept),
                      [kept, self = shared_from_this()](const Error&, std::size_t) {});
  }

  void read() {
    socket_.async_read_some(asio::buffer(chunk_),
                            [self = shared_from_this()](const Error& error, std::size_t size) {
                              if (error || self->over_) return self->ended(error);
                              self->in_.append(self->chunk_.data(), size);
                              if (self->take()) self->read();
                            });
  }

  /// False if that was the end.
  bool take() {
    if (!upgraded_ && !take_head()) return socket_.is_open();
    std::string_view rest = in_;
    for (Frame one = first_frame(rest); one.size > 0; one = first_frame(rest)) {
      if (!hear(one)) return false;
      rest.remove_prefix(one.size);
    }
    in_.erase(0, in_.size() - rest.size());
    return true;
  }

  bool take_head() {
    const auto end = in_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    if (!in_.starts_with("HTTP/1.1 101 ")) {
      refused();
      return false;
    }
    in_.erase(0, end + 4);
    upgraded_ = true;
    std::string join =
        R"({"jsonrpc":"2.0","id":1,"method":"room.join","params":{"token":")" + token_;
    join += epoch_.empty() ? R"("}})"
                           : R"(","resume":{"epoch":")" + epoch_ + R"(","run":")" + run_ +
                                 R"(","seq":)" + std::to_string(seq_) + "}}}";
    write(frame(kText, join));
    return true;
  }

  bool hear(const Frame& one) {
    if (one.opcode == kPing) write(frame(kPong, one.payload));
    if (one.opcode == kClose) {
      cut();
      return false;
    }
    if (one.opcode != kText) return true;
    if (joined_) {
      remember(after(one.payload, R"("seq":)"));
      return true;
    }
    if (one.payload.find(R"("error":)") != std::string_view::npos) {
      refused();
      return false;
    }
    if (one.payload.find(R"("result":)") != std::string_view::npos) enter(one.payload);
    return true;
  }

  void enter(std::string_view answer) {
    const bool whole = answer.find(R"("state":)") != std::string_view::npos;
    ++(whole ? shared_.tally.whole : shared_.tally.resumed);
    shared_.tally.largest = std::max(shared_.tally.largest, answer.size());
    epoch_ = after(answer, R"("epoch":")");
    run_ = after(answer, R"("run":")");
    // Behind the events, if there are any, and before the state.
    remember(after(answer.substr(answer.find(R"("role":)")), R"("seq":)"));
    joined_ = true;
    joined_at_ = Clock::now();
    backoff_ = kFirstBackoff;
    ++shared_.joined;
    herd_.let_next_come();
  }

  void remember(std::string_view seq) {
    std::from_chars(seq.data(), seq.data() + seq.size(), seq_);
  }

  void refused() {
    ++shared_.tally.refused;
    cut();
  }

  void ended(const Error& error) {
    if (!over_ && error != asio::error::operation_aborted) cut();
  }

  void cut() {
    Error ignored;
    socket_.close(ignored);
    if (std::exchange(joined_, false)) --shared_.joined;
    const auto whole = backoff_.count();
    backoff_ = std::min(backoff_ * 2, kLongestBackoff);
    timer_.expires_after(
        Millis{std::uniform_int_distribution<Millis::rep>(whole / 2, whole)(shared_.chance)});
    timer_.async_wait([self = shared_from_this()](const Error& error) {
      if (!error && !self->over_) self->connect();
    });
  }

  Herd& herd_;
  Shared& shared_;
  asio::ip::address_v4 address_;
  std::string session_;
  std::string token_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  /// Of each their own: bytes may be here some time before the handler runs that takes them.
  std::array<char, kReadAtOnce> chunk_{};
  std::string in_;
  std::string epoch_;
  std::string run_;
  std::uint64_t seq_ = 0;
  Millis backoff_ = kFirstBackoff;
  Clock::time_point joined_at_;
  bool upgraded_ = false;
  bool joined_ = false;
  bool over_ = false;
};

Herd::Herd(client::Loop& loop, std::uint16_t port, const std::vector<LiveRoom>& rooms)
    : shared_(new Shared{.context = loop.context(),
                         .server = {asio::ip::make_address("127.0.0.1"), port}}) {
  for (const LiveRoom& room : rooms) {
    for (const std::string& token : room.tokens) {
      members_.push_back(std::make_shared<Member>(*this, members_.size(), room, token));
    }
  }
  for (std::size_t i = 0; i < kFirstAtOnce; ++i) let_next_come();
}

Herd::~Herd() {
  for (const auto& member : members_) member->leave();
}

void Herd::let_next_come() {
  if (shared_->next < members_.size()) members_[shared_->next++]->connect();
}

std::size_t Herd::size() const { return members_.size(); }

std::size_t Herd::joined() const { return shared_->joined; }

std::vector<Herd::Clock::time_point> Herd::joins() const {
  std::vector<Clock::time_point> all;
  for (const auto& member : members_) all.push_back(member->joined_at());
  std::sort(all.begin(), all.end());
  return all;
}

const Herd::Tally& Herd::tally() const { return shared_->tally; }

}  // namespace turnkeeper::bench
