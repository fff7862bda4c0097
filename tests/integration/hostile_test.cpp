// Whatever one connection sends, the room goes on.
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <catch2/catch.hpp>

#include "integration/house.h"

using namespace turnkeeper;
using namespace turnkeeper::test;
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

namespace {

/// A connection that sends what it is told to, by the rules or not. Blocks; the server has a thread
/// of its own.
class Rude {
 public:
  Rude(const House& house, const Circle& circle, const std::string& token) {
    const auto address = house.http().address();
    beast::get_lowest_layer(stream_).connect(
        asio::ip::tcp::endpoint(asio::ip::make_address(address.host), address.port));
    stream_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(beast::http::field::sec_websocket_protocol, "turnkeeper.v1");
    }));
    stream_.handshake(address.text(), "/ws/v1/sessions/" + circle.session);
    if (!token.empty()) {
      say(Json{
          {"jsonrpc", "2.0"}, {"id", 0}, {"method", "room.join"}, {"params", {{"token", token}}}}
              .dump());
      CHECK(answer().contains("result"));
    }
  }

  void say(const std::string& text) {
    stream_.text(true);
    stream_.write(asio::buffer(text));
  }

  bool try_to_say(const std::string& text) {
    beast::error_code error;
    stream_.text(true);
    stream_.write(asio::buffer(text), error);
    return !error;
  }

  void say_in_pieces(const std::string& text) {
    stream_.auto_fragment(false);
    for (std::size_t i = 0; i < text.size(); ++i) {
      stream_.write_some(i + 1 == text.size(), asio::buffer(&text[i], 1));
    }
  }

  void say_bytes(const std::string& bytes) {
    stream_.binary(true);
    stream_.write(asio::buffer(bytes));
  }

  /// The next answer, notifications passed over; nothing if the connection ends before it.
  std::optional<Json> next_answer() {
    for (;;) {
      beast::flat_buffer buffer;
      beast::error_code error;
      stream_.read(buffer, error);
      if (error) {
        close_code_ = error == websocket::error::closed ? stream_.reason().code : kBroken;
        return std::nullopt;
      }
      Json message = Json::parse(beast::buffers_to_string(buffer.data()));
      if (!message.contains("method")) return message;
    }
  }

  Json answer() {
    const auto next = next_answer();
    REQUIRE(next.has_value());
    return *next;
  }

  std::string reason_of_answer() { return answer().at("error").at("data").at("reason"); }

  /// The code with which the server closes, whatever it sends before that.
  int close_code() {
    while (next_answer()) {
    }
    return close_code_;
  }

  int close_code_heard() const { return close_code_; }

  static constexpr int kBroken = -1;  ///< the connection ended without a Close that could be read

 private:
  asio::io_context context_;
  websocket::stream<asio::ip::tcp::socket> stream_{context_};
  int close_code_ = 0;
};

std::string request(const std::string& method, const Json& params) {
  return Json{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}}.dump();
}

struct Calm : House {
  Circle ours = circle();
  Seat seat_of_ana = seat(ours, "Ana");
  std::vector<std::string> heard;
  std::unique_ptr<RoomClient> bo =
      join(ours, seat(ours, "Bo"),
           {[this](const Json& event) { heard.push_back(event.at("event")); }, {}, {}, {}});

  ~Calm() {
    // Whatever happened: the room still does what it is asked, and nothing but comings and goings
    // has changed it.
    CHECK(change(*bo, "rotation.reorder", {{"order", bo->state().at("rotation")}}).ok());
    CHECK(http().get("/healthz").status == 200);
    for (const std::string& event : heard) {
      CAPTURE(event);
      CHECK((event == "member.seated" || event == "member.arrived" || event == "member.away" ||
             event == "rotation.reordered"));
    }
  }
};

}  // namespace

TEST_CASE_METHOD(Calm, "a bad message is answered, and the connection goes on", "[integration]") {
  Rude rude(*this, ours, seat_of_ana.token);
  const std::string deep(40, '[');
  const std::vector<std::pair<std::string, std::string>> bad{
      {"", "parse_error"},
      {"{", "parse_error"},
      {deep, "parse_error"},
      {R"({"jsonrpc":"2.0","jsonrpc":"2.0","id":1,"method":"clock.sync"})", "parse_error"},
      {R"({"jsonrpc":"2.0","id":1,"method":"clock.sync","params":{"n":1e999}})", "parse_error"},
      {"[]", "invalid_request"},
      {R"({"jsonrpc":"2.0","method":"clock.sync"})", "invalid_request"},
      {request("room.explode", Json::object()), "unknown_method"},
      {request("checkin.say", {{"text", "x"}}), "invalid_params"},
  };
  for (const auto& [text, reason] : bad) {
    CAPTURE(text);
    rude.say(text);
    CHECK(rude.reason_of_answer() == reason);
  }
  rude.say(request("clock.sync", Json::object()));
  CHECK(rude.answer().at("result").contains("server_now"));
}

TEST_CASE_METHOD(Calm, "a text that is too long or too empty is refused, and nothing is lost",
                 "[integration]") {
  Rude rude(*this, ours, seat_of_ana.token);
  const auto say = [&](const std::string& text) {
    rude.say(request("checkin.say", {{"change", "c1"}, {"text", text}}));
    return rude.reason_of_answer();
  };
  CHECK(say(std::string(2001, 'x')) == "text_too_long");
  CHECK(say("  ") == "text_empty");
  CHECK(say("a\tb") == "text_invalid");
  // Two thousand are fine; that there is no check-in now is another matter.
  CHECK(say(std::string(2000, 'x')) == "wrong_phase");
}

TEST_CASE_METHOD(Calm, "ten bad messages in a row close the connection for good", "[integration]") {
  Rude rude(*this, ours, seat_of_ana.token);
  for (int i = 0; i < 10; ++i) rude.say("nonsense");
  CHECK(rude.close_code() == 4500);
}

TEST_CASE_METHOD(Calm, "bytes, broken UTF-8 and monsters close the connection by their codes",
                 "[integration]") {
  SECTION("binary") {
    Rude rude(*this, ours, seat_of_ana.token);
    rude.say_bytes("bytes");
    CHECK(rude.close_code() == 1003);
  }
  SECTION("not UTF-8") {
    Rude rude(*this, ours, seat_of_ana.token);
    rude.say("\xff\xfe");
    CHECK(rude.close_code() == 1007);
  }
  SECTION("too big") {
    Rude rude(*this, ours, seat_of_ana.token);
    rude.say(std::string(17 * 1024, ' '));
    CHECK(rude.close_code() == 1009);
  }
}

TEST_CASE_METHOD(Calm, "a message may come in as many pieces as it likes", "[integration]") {
  Rude rude(*this, ours, seat_of_ana.token);
  rude.say_in_pieces(request("clock.sync", Json::object()));
  CHECK(rude.answer().at("result").contains("server_now"));
}

TEST_CASE_METHOD(Calm, "a flood is warned of, and then cut off", "[integration]") {
  Rude rude(*this, ours, seat_of_ana.token);
  int warned = 0;
  int answered = 0;
  for (int i = 0; i < 100; ++i) {
    // It may already be closed, and what is written into it goes nowhere.
    if (!rude.try_to_say(request("clock.sync", Json::object()))) break;
  }
  while (const auto answer = rude.next_answer()) answer->contains("result") ? ++answered : ++warned;
  CHECK(answered >= 39);
  CHECK(answered < 80);
  CHECK(warned >= 1);
  const int code = rude.close_code_heard();
  CHECK((code == 4429 || code == Rude::kBroken));
}

TEST_CASE_METHOD(Calm, "before the join nothing but the time is told", "[integration]") {
  Rude rude(*this, ours, "");
  rude.say(request("session.start", {{"change", "c1"}}));
  CHECK(rude.reason_of_answer() == "not_joined");
  rude.say(request("clock.sync", Json::object()));
  CHECK(rude.answer().at("result").contains("server_now"));
}
