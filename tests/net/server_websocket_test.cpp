// The room over real sockets: the handshake, frames of every kind, closing, and peers that hang.
#include <catch2/catch.hpp>

#include "tests/net/peer.h"

namespace turnkeeper::testing {
namespace {

using namespace std::chrono_literals;
using protocol::Json;

int refused(OpenHouse& house, const std::string& request) {
  Wire wire{house.loop, house.server->port()};
  wire.send(request);
  REQUIRE(house.until([&] { return wire.closed(); }));
  return responses(wire.received()).front().status;
}

TEST_CASE("a good handshake is answered with our subprotocol and nothing compressed", "[ws]") {
  OpenHouse house;
  Wire wire{house.loop, house.server->port()};
  wire.send(upgrade_request("s1",
                            "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                            "Origin: http://localhost\r\n"));
  REQUIRE(house.until([&] { return !responses(wire.received(), true).empty(); }));
  const Response response = responses(wire.received(), true).front();
  CHECK(response.status == 101);
  CHECK(response.header("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK(response.header("Sec-WebSocket-Protocol") == "turnkeeper.v1");
  CHECK(response.header("Sec-WebSocket-Extensions").empty());
  CHECK(response.header("X-Content-Type-Options") == "nosniff");
}

TEST_CASE("what is wrong with a handshake is said before the upgrade", "[ws][hostile]") {
  OpenHouse house;
  const auto with = [&](std::string_view more, std::string_view less = "-") {
    return refused(house, upgrade_request("s1", more, less));
  };
  CHECK(with("Origin: https://evil.example\r\n") == 403);
  CHECK(with("Origin: null\r\n") == 403);
  CHECK(with("", "Sec-WebSocket-Protocol") == 400);
  CHECK(with("", "Sec-WebSocket-Key") == 400);
  CHECK(with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") == 400);
  CHECK(with("Sec-WebSocket-Version: 8\r\n", "Sec-WebSocket-Version") == 426);
  CHECK(with("", "Upgrade") == 426);
  CHECK(with("", "Connection") == 400);
  CHECK(with("Content-Length: 0\r\n") == 400);
  CHECK(refused(house, upgrade_request("s1/x")) == 404);
  // Frames before the answer.
  CHECK(refused(house, upgrade_request() + ClientFrame{1, "{}"}.bytes()) == 400);
}

TEST_CASE("a session that does not exist is upgraded like one that does", "[ws][hostile]") {
  OpenHouse house;
  Wire wire{house.loop, house.server->port()};
  wire.send(upgrade_request("nobody-knows"));
  REQUIRE(house.until([&] { return !responses(wire.received(), true).empty(); }));
  CHECK(responses(wire.received(), true).front().status == 101);
}

TEST_CASE("a member joins over the wire, and sees another come", "[ws]") {
  OpenHouse house;
  Peer ana{house};
  ana.join("m1");
  Peer bo{house};
  bo.join("m2");
  CHECK(house.until([&] {
    return ana.text().find(R"("by":"m2")") != std::string::npos ||
           ana.text().find(R"("member":"m2")") != std::string::npos;
  }));
  bo.wire.drop();
  REQUIRE(house.until(
      [&] { return house.metrics.render().find("turnkeeper_guests 1") != std::string::npos; }));
  house.alarm.advance(10s, [&] { house.journal.pump(); });
  CHECK(house.until([&] { return ana.text().find("member.away") != std::string::npos; }));
}

TEST_CASE("when memory is short who belongs to an open room comes back, and nobody opens one",
          "[ws]") {
  OpenHouse house;
  Peer early{house};
  house.short_of_memory = true;
  CHECK(refused(house, upgrade_request()) == 503);
  early.join("m1");
  early.wire.drop();
  Peer back{house};
  back.join("m1");
  CHECK(refused(house, upgrade_request("s2")) == 503);
  CHECK(refused(house, upgrade_request("s1/x")) == 503);
}

TEST_CASE("a message may come in pieces, with a ping between them", "[ws]") {
  OpenHouse house;
  Peer ana{house};
  const std::string text = R"({"jsonrpc":"2.0","id":7,"method":"clock.sync"})";
  ana.send({1, text.substr(0, 10), false});
  ana.send({9, "are you there"});
  ana.send({0, text.substr(10)});
  REQUIRE(house.until([&] { return frames(ana.wire.received()).size() == 2; }));
  const auto all = frames(ana.wire.received());
  CHECK(all[0].opcode == 10);
  CHECK(all[0].payload == "are you there");
  CHECK_THAT(all[1].payload, Catch::Contains("server_now"));
}

TEST_CASE("a frame that breaks the protocol closes with 1002", "[ws][hostile]") {
  OpenHouse house;
  const std::vector<std::pair<std::string, std::string>> broken = {
      {"not masked", ClientFrame{1, "{}", true, false}.bytes()},
      {"a reserved bit", ClientFrame{1, "{}", true, true, 4}.bytes()},
      {"an unknown opcode", ClientFrame{3, "{}"}.bytes()},
      {"an unknown control opcode", ClientFrame{11, ""}.bytes()},
      {"a ping in pieces", ClientFrame{9, "", false}.bytes()},
      {"a ping of 126 bytes", ClientFrame{9, std::string(126, 'a')}.bytes()},
      {"a continuation of nothing", ClientFrame{0, "{}"}.bytes()},
      {"a new message in the middle of one",
       ClientFrame{1, "{", false}.bytes() + ClientFrame{1, "}"}.bytes()},
      {"a close of one byte", ClientFrame{8, "a"}.bytes()},
      {"a close with a code that is none", ClientFrame{8, close_payload(1005)}.bytes()},
      {"a close with code 999", ClientFrame{8, close_payload(999)}.bytes()},
  };
  for (const auto& [what, bytes] : broken) {
    INFO(what);
    Peer peer{house};
    peer.wire.send(bytes);
    CHECK(peer.close_code() == 1002);
  }
}

TEST_CASE("text that is not UTF-8 closes with 1007, before its message has ended",
          "[ws][hostile]") {
  OpenHouse house;
  for (const std::string bad : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff"}) {
    Peer peer{house};
    peer.send({1, bad, false});
    CHECK(peer.close_code() == 1007);
  }
}

TEST_CASE("a message over 16 KiB closes with 1009 at its header", "[ws][hostile]") {
  OpenHouse house;
  SECTION("in one frame") {
    Peer peer{house};
    peer.wire.send(ClientFrame{1, std::string(16'385, ' ')}.bytes().substr(0, 8));
    CHECK(peer.close_code() == 1009);
  }
  SECTION("in pieces") {
    Peer peer{house};
    peer.send({1, std::string(16'000, ' '), false});
    peer.send({0, std::string(385, ' ')});
    CHECK(peer.close_code() == 1009);
  }
  SECTION("declared as nearly 2^63") {
    Peer peer{house};
    peer.wire.send(
        "\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff"
        "abcd");
    CHECK(peer.close_code() == 1009);
  }
  SECTION("but exactly 16 KiB is a message") {
    Peer peer{house};
    peer.send({1, std::string(16'384, ' ')});
    CHECK(house.until([&] { return peer.text().find("parse_error") != std::string::npos; }));
  }
}

TEST_CASE("binary closes with 1003", "[ws][hostile]") {
  OpenHouse house;
  Peer peer{house};
  peer.send({2, "binary", false});
  CHECK(peer.close_code() == 1003);
}

TEST_CASE("a close is answered with its own code, and TCP goes", "[ws]") {
  OpenHouse house;
  Peer peer{house};
  peer.send({8, close_payload(1000, "bye")});
  CHECK(peer.close_code() == 1000);
  CHECK(house.until([&] { return peer.wire.closed(); }));
}

TEST_CASE("nothing is sent behind a close, and TCP goes within five seconds", "[ws][hostile]") {
  OpenHouse house;
  Peer ana{house};
  ana.join("m1");
  Peer bo{house};
  bo.join("m2");
  ana.send({2, "binary"});
  CHECK(ana.close_code() == 1003);
  const auto sent = ana.wire.received().size();
  bo.call("session.start", {{"change", "c1"}});
  REQUIRE(house.until([&] { return bo.text().find("session.started") != std::string::npos; }));
  CHECK(ana.wire.received().size() == sent);
  // It never answers the close; only the alarm ends it.
  ana.send({9, "still here"});
  house.alarm.advance(5s, [&] { house.journal.pump(); });
  CHECK(house.until([&] { return ana.wire.closed(); }));
  CHECK(ana.wire.received().size() == sent);
}

TEST_CASE("a connection failed by the library is given five seconds too", "[ws][hostile]") {
  OpenHouse house;
  Peer peer{house};
  peer.send({3, "unknown"});
  CHECK(peer.close_code() == 1002);
  REQUIRE(house.server);
  const auto open = [&] {
    return house.metrics.render().find("turnkeeper_connections 1\n") != std::string::npos;
  };
  CHECK(open());
  house.alarm.advance(5s);
  CHECK_FALSE(open());
}

TEST_CASE("a silent peer is pinged, and let go after thirty seconds", "[ws][hostile]") {
  OpenHouse house;
  Peer peer{house};
  peer.join("m1");
  const auto pings = [&] {
    int count = 0;
    for (const ServerFrame& frame : frames(peer.wire.received())) count += frame.opcode == 9;
    return count;
  };
  house.alarm.advance(10s);
  REQUIRE(house.until([&] { return pings() == 1; }));
  peer.send({10, ""});
  peer.call("clock.sync");
  REQUIRE(house.until([&] {
    return peer.text().find(R"(server_now":"2026-03-01T18:00:10)") != std::string::npos;
  }));
  for (int expected = 2; expected <= 3; ++expected) {
    house.alarm.advance(10s);
    REQUIRE(house.until([&] { return pings() == expected; }));
  }
  house.alarm.advance(9s);
  CHECK_THAT(house.metrics.render(), !Catch::Contains("4408"));
  house.alarm.advance(1s);
  CHECK(peer.close_code() == 4408);
}

TEST_CASE(
    "nobody is here by a connection that is quiet for twenty seconds, until it is heard again",
    "[ws]") {
  OpenHouse house;
  Peer quiet{house};
  Peer other{house};
  quiet.join("m1");
  other.join("m2");
  const auto told = [&](const std::string& event) {
    int count = 0;
    const std::string text = other.text();
    const std::string wanted = R"("event":")" + event + '"';
    for (auto at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1)) ++count;
    return count;
  };
  for (int step = 0; step < 19; ++step) {
    house.alarm.advance(1s);
    other.call("clock.sync");
  }
  const auto asked = [&](const std::string& at) {
    return house.until(
        [&] { return other.text().find(R"(server_now":"2026-03-01T)" + at) != std::string::npos; });
  };
  REQUIRE(asked("18:00:19"));
  CHECK(told("member.away") == 0);
  const int arrived = told("member.arrived");
  house.alarm.advance(1s);
  CHECK(house.until([&] { return told("member.away") == 1; }));
  quiet.send({10, ""});
  CHECK(house.until([&] { return told("member.arrived") == arrived + 1; }));
  house.alarm.advance(9s);
  CHECK_THAT(house.metrics.render(), !Catch::Contains("4408"));
}

TEST_CASE("who was silent only because this machine slept is given their time again", "[ws]") {
  OpenHouse house;
  Peer peer{house};
  peer.join("m1");
  house.clock.advance(40s);  // no alarm rings while it sleeps
  house.alarm.ring_due();
  CHECK_THAT(house.metrics.render(), !Catch::Contains("4408"));
  peer.call("clock.sync");
  REQUIRE(house.until([&] {
    return peer.text().find(R"(server_now":"2026-03-01T18:00:40)") != std::string::npos;
  }));
  for (int ping = 0; ping < 3; ++ping) house.alarm.advance(10s);
  CHECK(peer.close_code() == 4408);
}

TEST_CASE("a ping flood is cut off with 4429", "[ws][hostile]") {
  OpenHouse house;
  Peer peer{house};
  std::string flood;
  for (int i = 0; i < 200; ++i) flood += ClientFrame{9, "x"}.bytes();
  peer.wire.send(flood);
  CHECK(peer.close_code() == 4429);
}

TEST_CASE("an address holds sixty-four connections that have not joined", "[ws][hostile]") {
  OpenHouse house;
  std::vector<std::unique_ptr<Peer>> peers;
  for (int i = 0; i < 64; ++i) peers.push_back(std::make_unique<Peer>(house));
  Wire wire{house.loop, house.server->port()};
  wire.send(upgrade_request());
  REQUIRE(house.until([&] { return wire.closed(); }));
  CHECK(responses(wire.received()).front().status == 429);
  CHECK(responses(wire.received()).front().header("Retry-After") == "10");
  peers.front()->join("m1");
  Peer another{house};  // whoever has joined makes room for the next
}

TEST_CASE("what becomes of a connection is in the log, and not what it said", "[ws]") {
  OpenHouse house;
  {
    Wire asks{house.loop, house.server->port()};
    asks.send("GET /secret-path HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    REQUIRE(house.until([&] { return asks.closed(); }));
    Peer guesses{house};
    guesses.call("room.join", {{"token", "secret-token"}});
    CHECK(guesses.close_code() == 4501);
    guesses.send({8, close_payload(4501)});
    REQUIRE(house.until([&] { return guesses.wire.closed(); }));
    Peer leaves{house};
    leaves.join("m1");
    leaves.send({8, close_payload(1001)});
    REQUIRE(house.until([&] { return leaves.wire.closed(); }));
  }
  REQUIRE(house.until([&] { return house.debug_log.size() >= 10; }));
  const auto count = [&](std::string_view sentence) {
    return std::count(house.debug_log.begin(), house.debug_log.end(), sentence);
  };
  CHECK(count("A connection was opened.") == 3);
  CHECK(count("A request was refused: 404 not_found.") == 1);
  CHECK(count("A connection was closed: its last answer was given.") == 1);
  CHECK(count("A WebSocket was opened.") == 2);
  CHECK(count("A call was refused: room.join credential_invalid.") == 1);
  CHECK(count("A WebSocket was closed: by the server with 4501.") == 1);
  CHECK(count("A WebSocket was closed: by its other end with 1001.") == 1);
  for (const std::string& line : house.debug_log) CHECK(line.find("secret") == std::string::npos);
}

TEST_CASE("going down tells everyone, refuses the rest, and ends in five seconds", "[ws]") {
  OpenHouse house;
  Peer ana{house};
  ana.join("m1");
  Peer hangs{house};
  hangs.join("m2");
  Wire late{house.loop, house.server->port()};
  late.send(upgrade_request().substr(0, 8));
  Wire idle{house.loop, house.server->port()};
  Wire asks{house.loop, house.server->port()};
  idle.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  asks.send("GET /readyz HTTP/1.1\r\n");
  REQUIRE(house.until([&] { return responses(idle.received()).size() == 1; }));
  bool done = false;
  house.server->drain([&] { done = true; });
  CHECK(ana.close_code() == 1012);
  CHECK_THAT(ana.text(), Catch::Contains("room.closing"));
  ana.send({8, close_payload(1012)});
  REQUIRE(house.until([&] { return ana.wire.closed() && idle.closed(); }));
  asks.send("Host: localhost\r\n\r\n");
  late.send(upgrade_request().substr(8));
  for (const Wire* const each : {&asks, &late}) {
    REQUIRE(house.until([&] { return !responses(each->received()).empty(); }));
    const Response refused = responses(each->received()).front();
    CHECK(refused.status == 503);
    CHECK_THAT(refused.body, Catch::Contains("/problems/server_closing"));
  }
  CHECK_FALSE(done);
  house.alarm.advance(5s, [&] { house.journal.pump(); });
  CHECK(house.until([&] { return done; }));
  CHECK(house.until([&] { return hangs.wire.closed(); }));
}

}  // namespace
}  // namespace turnkeeper::testing
