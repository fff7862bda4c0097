// HTTP over real sockets: what is served, what is refused, and how long the server waits.
#include <algorithm>
#include <catch2/catch.hpp>

#include "net/listener.h"
#include "protocol/json.h"
#include "tests/net/asking.h"

namespace turnkeeper::testing {
namespace {

using namespace std::chrono_literals;

TEST_CASE("the browser client is served from memory", "[server]") {
  OpenHouse house;
  const Response index = ask(house, request("GET /"));
  CHECK(index.status == 200);
  CHECK(index.body == "<!doctype html><title>Turnkeeper</title>");
  CHECK(index.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(index.header("Cache-Control") == "no-cache");
  CHECK(index.header("X-Content-Type-Options") == "nosniff");
  CHECK(index.header("Referrer-Policy") == "no-referrer");
  CHECK(index.header("Cross-Origin-Opener-Policy") == "same-origin");
  CHECK_THAT(index.header("Content-Security-Policy"), Catch::StartsWith("default-src 'none'; "));
  CHECK(index.header("Strict-Transport-Security").empty());

  CHECK(ask(house, request("GET /", "If-None-Match: " + index.header("ETag") + "\r\n")).status ==
        304);
  const Response head = ask(house, request("HEAD /"), true);
  CHECK(head.header("Content-Length") == index.header("Content-Length"));
  CHECK(ask(house, request("GET /nothing")).status == 404);
  const Response post = ask(house, request("POST /", "Content-Length: 0\r\n"));
  CHECK(post.status == 405);
  CHECK(post.header("Allow") == "GET, HEAD");
  CHECK(house.requests.empty());
}

TEST_CASE("HEAD is answered without a body", "[server]") {
  OpenHouse house;
  Wire wire{house.loop, house.server->port()};
  wire.send(request("HEAD /") + request("HEAD /", "Connection: close\r\n"));
  REQUIRE(house.until([&] { return wire.closed(); }));
  CHECK(responses(wire.received(), true).size() == 2);
  CHECK(wire.received().ends_with("\r\n\r\n"));
}

TEST_CASE("the handler gets a request as plain values", "[server]") {
  OpenHouse house;
  house.answer.status = 201;
  house.answer.body = "{\"a\":1}";
  const Response response = ask(house, request("POST /api/v1/circles?a=%20",
                                               "Authorization: bearer  secret\r\n"
                                               "X-Forwarded-For: 1.2.3.4\r\n"
                                               "Content-Type: application/json\r\n"
                                               "Content-Length: 2\r\n") +
                                           "{}");
  CHECK(response.status == 201);
  CHECK(response.body == "{\"a\":1}");
  CHECK(response.header("Cache-Control") == "no-store");
  REQUIRE(house.requests.size() == 1);
  const net::HttpRequest& seen = house.requests.front();
  CHECK(seen.method == "POST");
  CHECK(seen.path == "/api/v1/circles");
  CHECK(seen.query == std::vector<std::pair<std::string, std::string>>{{"a", " "}});
  CHECK(seen.bearer == "secret");
  CHECK(seen.body == "{}");
  CHECK(seen.content_type == "application/json");
  CHECK(seen.peer == "127.0.0.1");
}

TEST_CASE("what a client writes into X-Forwarded-For is overruled by a line of the proxy",
          "[server][hostile]") {
  net::ServerOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  OpenHouse house{options};
  ask(house, request("GET /api/v1/x",
                     "X-Forwarded-For: 6.6.6.6\r\n"
                     "X-Forwarded-For: 1.2.3.4\r\n"));
  REQUIRE(house.requests.size() == 1);
  CHECK(house.requests.front().peer == "1.2.3.4");
}

TEST_CASE("who comes by IPv4 to a socket of IPv6 has the address of IPv4", "[server]") {
  net::ServerOptions options;
  options.listen = "[::]:0";
  try {
    net::Listener::try_out(options.listen);
  } catch (const std::runtime_error& without) {
    WARN(without.what());  // a machine without IPv6 has nothing to be tested here
    return;
  }
  OpenHouse house{std::move(options)};
  ask(house, request("GET /api/v1/x"));
  REQUIRE(house.requests.size() == 1);
  CHECK(house.requests.front().peer == "127.0.0.1");
}

TEST_CASE("a chunked body is put together", "[server]") {
  OpenHouse house;
  ask(house, request("POST /api/v1/x", "Transfer-Encoding: chunked\r\n") +
                 "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: 1\r\n\r\n");
  REQUIRE(house.requests.size() == 1);
  CHECK(house.requests.front().body == "abcde");
}

TEST_CASE("requests on one connection are answered in order", "[server]") {
  OpenHouse house;
  Wire wire{house.loop, house.server->port()};
  wire.send(request("GET /") + request("GET /nothing") + "\r\n" +
            request("POST /api/v1/x", "Content-Length: 3\r\n") + "abc" + request("GET /healthz"));
  REQUIRE(house.until([&] { return responses(wire.received()).size() == 4; }));
  const auto all = responses(wire.received());
  CHECK(all[0].status == 200);
  CHECK(all[1].status == 404);
  CHECK(all[2].status == 200);
  CHECK(house.requests.back().path == "/healthz");
  CHECK_FALSE(wire.closed());
}

TEST_CASE("what could be smuggled is answered once, and the connection closed",
          "[server][hostile]") {
  OpenHouse house;
  const std::string second = request("GET /healthz");
  const auto refused = [&](const std::string& bytes) {
    INFO(bytes);
    Wire wire{house.loop, house.server->port()};
    wire.send(bytes + second);
    REQUIRE(house.until([&] { return wire.closed(); }));
    REQUIRE(responses(wire.received()).size() == 1);
    CHECK(responses(wire.received()).front().status == 400);
    CHECK(responses(wire.received()).front().header("Connection") == "close");
    CHECK(house.requests.empty());
  };
  const auto post = [](std::string_view more) { return request("POST /api/v1/x", more); };
  refused(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n");
  refused(post("Content-Length: 5\r\nContent-Length: 6\r\n") + "abcdef");
  refused(post("Transfer-Encoding: chunked\r\n") + "zz\r\n");
  refused(post("Transfer-Encoding: chunked\r\n") + "3\r\nabcX\r\n0\r\n\r\n");
  refused(post("Transfer-Encoding: chunked\r\n") + "3\nabc\n0\n\n");
  refused(post("Transfer-Encoding: chunked\r\n") + "-1\r\n");
  refused(post("X: a\r\n b\r\n"));
  refused(post("Content-Length : 3\r\n"));
  refused(post("Host: localhost\r\n"));
  refused("GET / HTTP/1.1\r\n\r\n");
  refused("GET / HTTP/1.1\nHost: localhost\n\r\n\r\n");
  refused("\x16\x03\x01\x02\r\n\r\n");
  refused("GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

TEST_CASE("another host's name is not ours, and is not told back", "[server][hostile]") {
  OpenHouse house;
  const Response response = ask(house, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  CHECK(response.status == 421);
  CHECK_THAT(response.head + response.body, !Catch::Contains("evil"));
}

TEST_CASE("too long a line, too long a head and too long a body are each refused",
          "[server][hostile]") {
  OpenHouse house;
  CHECK(ask(house, "GET /" + std::string(9'000, 'a')).status == 414);
  CHECK(ask(house, request("GET /", "X: " + std::string(9'000, 'a') + "\r\n")).status == 431);
  std::string many;
  for (int i = 0; i < 200; ++i) many += "X: " + std::string(100, 'a') + "\r\n";
  CHECK(ask(house, request("GET /", many)).status == 431);
  const Response declared = ask(house, request("POST /api/v1/x", "Content-Length: 65537\r\n"));
  CHECK(declared.status == 413);
  CHECK(declared.header("Connection") == "close");
  const std::string chunk = "8000\r\n" + std::string(0x8000, 'a') + "\r\n";
  CHECK(ask(house,
            request("POST /api/v1/x", "Transfer-Encoding: chunked\r\n") + chunk + chunk + chunk)
            .status == 413);
  CHECK(house.requests.empty());
  // The limits themselves are fine.
  CHECK(
      ask(house, request("POST /api/v1/x", "Content-Length: 65536\r\n") + std::string(65'536, 'a'))
          .status == 200);
  const std::string chunked = "8000\r\n" + std::string(0x8000, 'a') + "\r\n8000\r\n" +
                              std::string(0x8000, 'a') + "\r\n0\r\n\r\n";
  CHECK(ask(house, request("POST /api/v1/x", "Transfer-Encoding: chunked\r\n") + chunked).status ==
        200);
}

TEST_CASE("a head that comes drop by drop has ten seconds in all", "[server][hostile]") {
  OpenHouse house;
  Wire wire{house.loop, house.server->port()};
  std::size_t sent = 0;
  const std::string slow = request("GET /", "X: " + std::string(50, 'a') + "\r\n");
  for (int second = 0; second < 9; ++second) {
    wire.send(slow.substr(sent++, 1));
    // A second connection's answer shows that the drop was taken in.
    ask(house, request("GET /"));
    house.alarm.advance(1s);
  }
  CHECK_FALSE(wire.closed());
  house.alarm.advance(1s);
  REQUIRE(house.until([&] { return wire.closed(); }));
  CHECK(responses(wire.received()).front().status == 408);
}

TEST_CASE("a body has ten seconds of its own", "[server][hostile]") {
  OpenHouse house;
  Wire wire{house.loop, house.server->port()};
  wire.send(request("POST /api/v1/x", "Content-Length: 3\r\n") + "a");
  ask(house, request("GET /"));
  house.alarm.advance(10s);
  REQUIRE(house.until([&] { return wire.closed(); }));
  CHECK(responses(wire.received()).front().status == 408);
  CHECK(house.requests.empty());
}

TEST_CASE("who connects and says nothing is let go", "[server][hostile]") {
  OpenHouse house;
  Wire wire{house.loop, house.server->port()};
  ask(house, request("GET /"));
  house.alarm.advance(10s);
  REQUIRE(house.until([&] { return wire.closed(); }));
  CHECK(wire.received().empty());
}

TEST_CASE("an idle connection is kept for fifteen seconds", "[server]") {
  OpenHouse house;
  Wire wire{house.loop, house.server->port()};
  wire.send(request("GET /"));
  REQUIRE(house.until([&] { return responses(wire.received()).size() == 1; }));
  house.alarm.advance(14s);
  wire.send(request("GET /"));
  REQUIRE(house.until([&] { return responses(wire.received()).size() == 2; }));
  CHECK_FALSE(wire.closed());
  house.alarm.advance(15s);
  REQUIRE(house.until([&] { return wire.closed(); }));
  CHECK(responses(wire.received()).size() == 2);
}

TEST_CASE("a listed origin may read the API and others may not", "[server]") {
  net::ServerOptions options;
  options.allow_origins = {"https://pages.example.net"};
  OpenHouse house{options};
  const std::string listed = "Origin: https://pages.example.net\r\n";
  const Response read = ask(house, request("GET /api/v1/templates", listed));
  CHECK(read.header("Access-Control-Allow-Origin") == "https://pages.example.net");
  CHECK(read.header("Vary") == "Origin");
  const Response asked =
      ask(house, request("OPTIONS /api/v1/x", listed + "Access-Control-Request-Method: POST\r\n"),
          true);
  CHECK(asked.status == 204);
  CHECK(asked.header("Access-Control-Allow-Headers") == "Authorization, Content-Type, Accept");
  const Response foreign =
      ask(house, request("GET /api/v1/templates", "Origin: https://evil.example\r\n"));
  CHECK(foreign.header("Access-Control-Allow-Origin").empty());
}

TEST_CASE("going down waits for no handler", "[server]") {
  Thinker house;
  Wire asked{house.loop, house.server.port()};
  asked.send(request("GET /api/v1/templates"));
  REQUIRE(house.loop.run_until([&] { return house.replies.size() == 1; }, 5s));
  bool done = false;
  house.server.drain([&] { done = true; });
  CHECK_FALSE(house.loop.run_until([&] { return done; }, 50ms));
  house.alarm.advance(5s);
  CHECK(house.loop.run_until([&] { return done && asked.closed(); }, 5s));
}

TEST_CASE("a port that is in use is named with its option", "[server]") {
  OpenHouse house;
  net::ServerOptions options;
  options.listen = "127.0.0.1:" + std::to_string(house.server->port());
  net::Server second{{house.loop,
                      house.clock,
                      house.alarm,
                      house.rooms,
                      house.channels,
                      house.gatekeeper,
                      house.attempts,
                      house.metrics,
                      house.ports().log,
                      {}},
                     options};
  CHECK_THROWS_WITH(second.start(), Catch::StartsWith("--listen 127.0.0.1:") &&
                                        Catch::Contains("another program listens there"));
}

TEST_CASE("options that cannot be are refused with their names", "[server]") {
  const auto with = [](net::ServerOptions options) { return OpenHouse{std::move(options)}; };
  net::ServerOptions url;
  url.public_url = "circles.example.org";
  CHECK_THROWS_WITH(with(url), Catch::StartsWith("--public-url"));
  net::ServerOptions origin;
  origin.allow_origins = {"*"};
  CHECK_THROWS_WITH(with(origin), Catch::StartsWith("--allow-origin"));
}

TEST_CASE("who does not read their answer is let go after thirty seconds", "[server][hostile]") {
  OpenHouse house;
  house.answer.body = std::string(30'000'000, 'x');  // more than the system takes for anyone
  Wire wire{house.loop, house.server->port()};
  wire.stop_reading();
  wire.send(request("GET /api/v1/templates"));
  REQUIRE(house.until([&] { return house.requests.size() == 1; }));
  const auto given_up = [&] {
    return std::ranges::any_of(house.debug_log, [](const std::string& line) {
      return line.find("its answer was not read") != std::string::npos;
    });
  };
  house.alarm.advance(29s);
  CHECK_FALSE(house.until(given_up, 50ms));
  house.alarm.advance(1s);
  CHECK(house.until(given_up));
}

TEST_CASE("the handler may answer later, and after the peer has gone", "[server]") {
  Thinker thinker;
  Wire stays{thinker.loop, thinker.server.port()};
  Wire goes{thinker.loop, thinker.server.port()};
  stays.send(request("GET /healthz"));
  goes.send(request("GET /healthz"));
  REQUIRE(thinker.loop.run_until([&] { return thinker.replies.size() == 2; }, 5s));
  goes.drop();
  for (const auto& reply : thinker.replies) {
    reply({});
    reply({});  // a second answer is nobody's
  }
  CHECK(thinker.loop.run_until([&] { return responses(stays.received()).size() == 1; }, 5s));
}

TEST_CASE("a request that the handler never answers is answered after thirty seconds", "[server]") {
  Thinker thinker;
  Wire wire{thinker.loop, thinker.server.port()};
  wire.send(request("GET /healthz"));
  REQUIRE(thinker.loop.run_until([&] { return thinker.replies.size() == 1; }, 5s));
  thinker.alarm.advance(30s);
  REQUIRE(thinker.loop.run_until([&] { return wire.closed(); }, 5s));
  CHECK(responses(wire.received()).front().status == 500);
  thinker.replies.front()({});  // too late
  CHECK(responses(wire.received()).size() == 1);
}

}  // namespace
}  // namespace turnkeeper::testing
