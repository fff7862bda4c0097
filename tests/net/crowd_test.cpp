// More people than there is room for: of connections, of memory, of descriptors.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/net/asking.h"

namespace turnkeeper::testing {
namespace {

using namespace std::chrono_literals;

TEST_CASE("beyond the most connections new ones are told to come back", "[server][hostile]") {
  net::ServerOptions options;
  options.most_connections = 2;
  OpenHouse house{options};
  Wire first{house.loop, house.server->port()};
  Wire second{house.loop, house.server->port()};
  const Response response = ask(house, request("GET /"));
  CHECK(response.status == 503);
  CHECK(response.header("Retry-After") == "10");
  CHECK(ask(house, request("GET /healthz")).status == 200);
  REQUIRE(house.find_room(House::kSession) != nullptr);
  CHECK(ask(house, upgrade_request()).status == 503);  // also whoever is in a room
}

TEST_CASE("when memory is short new requests are told to come back, and the watchers answered",
          "[server][hostile]") {
  OpenHouse house;
  Wire early{house.loop, house.server->port()};
  house.short_of_memory = true;
  early.send(request("GET /"));
  REQUIRE(house.until([&] { return early.closed(); }));
  CHECK(responses(early.received()).front().status == 503);
  const Response ready = ask(house, request("GET /readyz"));
  CHECK(ready.status == 503);
  CHECK(ready.header("Retry-After") == "10");
  CHECK(house.requests.empty());
  for (const std::string path : {"/healthz", "/metrics"}) {
    const Response answer = ask(house, request("GET " + path));
    CHECK(answer.status == 200);
    CHECK(answer.header("Connection") == "close");
  }
  house.short_of_memory = false;
  CHECK(ask(house, request("GET /")).status == 200);
}

TEST_CASE("what is half sent when memory runs short is dropped", "[server][hostile]") {
  OpenHouse house;
  Wire head{house.loop, house.server->port()};
  Wire body{house.loop, house.server->port()};
  head.send("GET / HTTP/1.1\r\nHost: ");
  body.send(request("POST /api/v1/circles", "Content-Length: 1000\r\n") + "{");
  REQUIRE_FALSE(house.until([&] { return head.closed() || body.closed(); }, 100ms));
  house.short_of_memory = true;
  head.send("localhost");
  body.send("\"name\"");
  CHECK(house.until([&] { return head.closed() && body.closed(); }));
  CHECK(head.received().empty());
  CHECK(house.requests.empty());
}

TEST_CASE("a silent crowd makes room while memory is short, and who has asked does not",
          "[server][hostile]") {
  Thinker house;
  Wire asked{house.loop, house.server.port()};
  asked.send(request("GET /api/v1/templates"));
  REQUIRE(house.loop.run_until([&] { return house.replies.size() == 1; }, 5s));
  house.short_of_memory = true;
  std::vector<std::unique_ptr<Wire>> crowd;
  for (int i = 0; i < 255; ++i) {
    crowd.push_back(std::make_unique<Wire>(house.loop, house.server.port()));
  }
  Wire late{house.loop, house.server.port()};
  CHECK(
      house.loop.run_until([&] { return crowd.front()->closed() && crowd.back()->closed(); }, 5s));
  late.send(request("GET /healthz"));
  CHECK(house.loop.run_until([&] { return house.replies.size() == 2; }, 5s));
  CHECK_FALSE(asked.closed());
}

TEST_CASE("a crowd that was refused and does not go makes room while memory is short",
          "[server][hostile]") {
  Thinker house;
  house.short_of_memory = true;
  std::vector<std::unique_ptr<Wire>> crowd;
  for (int i = 0; i < 256; ++i) {
    crowd.push_back(std::make_unique<Wire>(house.loop, house.server.port()));
    crowd.back()->send(request("GET /"));
  }
  const auto refused = [](const auto& wire) { return !responses(wire->received()).empty(); };
  REQUIRE(house.loop.run_until([&] { return std::ranges::all_of(crowd, refused); }, 5s));
  Wire late{house.loop, house.server.port()};
  late.send(request("GET /healthz"));
  CHECK(house.loop.run_until([&] { return house.replies.size() == 1; }, 5s));
}

TEST_CASE("a crowd that only asks is closed unheard while memory is short", "[server][hostile]") {
  Thinker house;
  std::vector<std::unique_ptr<Wire>> crowd;
  for (std::size_t i = 0; i < 256; ++i) {
    crowd.push_back(std::make_unique<Wire>(house.loop, house.server.port()));
    crowd.back()->send(request("GET /api/v1/templates"));
  }
  REQUIRE(house.loop.run_until([&] { return house.replies.size() == 256; }, 5s));
  house.short_of_memory = true;
  Wire late{house.loop, house.server.port()};
  CHECK(house.loop.run_until([&] { return late.closed(); }, 5s));
  CHECK_FALSE(crowd.back()->closed());
}

TEST_CASE("connections leave some descriptors to the rest of the server", "[server][hostile]") {
  OpenHouse house;
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(ask(house, request("GET /")).status == 200);
  const rlimit tight{64, before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &tight) == 0);
  const Response response = ask(house, request("GET /"));
  const Response alive = ask(house, request("GET /healthz"));
  REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(response.status == 503);
  CHECK(response.header("Retry-After") == "10");
  CHECK(alive.status == 200);
}

TEST_CASE("half of the descriptors that connections leave are for the database alone",
          "[server][hostile]") {
  OpenHouse house;
  std::vector<int> low;  // the crowd's have numbers above the limit
  for (int i = 0; i < 40; ++i) low.push_back(dup(0));
  std::vector<std::unique_ptr<Wire>> crowd;
  for (int i = 0; i < 32; ++i) {
    crowd.push_back(std::make_unique<Wire>(house.loop, house.server->port()));
  }
  REQUIRE(ask(house, request("GET /healthz")).status == 200);
  for (const int each : low) close(each);
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit tight{64, before.rlim_max};  // of which none is for connections that are taken in
  REQUIRE(setrlimit(RLIMIT_NOFILE, &tight) == 0);
  const Response alive = ask(house, request("GET /healthz"));
  REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(alive.status == 200);  // the silent made room
  CHECK(house.until([&] { return crowd.front()->closed() && crowd.back()->closed(); }));
}

TEST_CASE("accepting goes on after the descriptors had run out", "[server][hostile]") {
  OpenHouse house;
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  Wire wire{house.loop, house.server->port()};  // waits in the kernel's queue
  const int lowest_free = dup(0);
  close(lowest_free);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(lowest_free);
  setrlimit(RLIMIT_NOFILE, &none);
  const bool complained = house.until([&] { return !house.log.empty(); });
  setrlimit(RLIMIT_NOFILE, &before);
  REQUIRE(complained);
  CHECK_THAT(house.log.front(), Catch::StartsWith("Cannot accept connections"));
  wire.send(request("GET /"));
  house.alarm.advance(90ms);  // so long the loop does not spin on it
  CHECK_FALSE(house.loop.run_until([&] { return !wire.received().empty(); }, 50ms));
  house.alarm.advance(10ms);
  CHECK(house.until([&] { return responses(wire.received()).size() == 1; }));
}

}  // namespace
}  // namespace turnkeeper::testing
