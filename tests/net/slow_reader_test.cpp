// Who does not read over a real socket, and what the server keeps for them.
#include <catch2/catch.hpp>

#include "net/room_channel.h"
#include "protocol/close_code.h"
#include "tests/net/peer.h"

namespace turnkeeper::testing {
namespace {

using namespace std::chrono_literals;

/// A session under way, watched by one who reads and one who does not.
struct Backlog {
  Backlog() {
    ana.join("m1");
    slow.join("m2");
    slow.wire.stop_reading();
    ana.call("session.start", {{"change", "c1"}});
    REQUIRE(house.until([&] { return ana.text().find("session.started") != std::string::npos; }));
  }

  /// More than the kernel holds for anyone, by texts longer than people may send.
  void fill() {
    for (int i = 0; i < 150; ++i) {
      const std::size_t before = ana.wire.received().size();
      room().handle({{"m1"}, core::SayCheckIn{std::string(kText, static_cast<char>('a' + i % 26))}},
                    "", [](const auto&) {});
      REQUIRE(house.until([&] { return ana.wire.received().size() >= before + kText; }));
    }
  }

  rooms::Room& room() { return *house.rooms.find(House::kSession); }

  static constexpr std::size_t kText = 100'000;
  OpenHouse house;
  Peer ana{house};
  Peer slow{house};
};

TEST_CASE("who reads nothing gets one picture instead of the backlog", "[ws][hostile]") {
  Backlog backlog;
  backlog.fill();
  Peer& slow = backlog.slow;
  slow.wire.go_on_reading();
  const std::string end = R"("method":"seat.state")";
  const auto caught_up = [&] {
    const std::string& received = slow.wire.received();
    if (received.find(R"("method":"room.state")") == std::string::npos) return false;
    return received.find(end, received.size() - 2'000) != std::string::npos;
  };
  REQUIRE(backlog.house.until(caught_up));
  CHECK_FALSE(slow.wire.closed());
  std::uint64_t seq = 0;
  Json state;
  for (const ServerFrame& frame : frames(slow.wire.received())) {
    if (frame.opcode != 1) continue;
    const Json message = Json::parse(frame.payload);
    const std::string method = message.value("method", "");
    if (method == "room.event") {
      if (seq != 0) REQUIRE(message["params"]["seq"] == seq + 1);
      seq = message["params"]["seq"];
    } else if (method == "room.state") {
      CHECK(message["params"]["seq"] > seq + 1);
      seq = message["params"]["seq"];
      state = message["params"]["state"];
    }
  }
  CHECK(seq == backlog.room().seq());
  CHECK(state["check_ins"]["m1"]["text"].get<std::string>().size() == Backlog::kText);
  CHECK(backlog.ana.text().find("room.state") == std::string::npos);
}

TEST_CASE("who may see nothing any more gets no picture of what they missed", "[ws][hostile]") {
  Backlog backlog;
  backlog.fill();
  backlog.room().handle({{"m1"}, core::SayCheckIn{"The last word."}}, "", [](const auto&) {});
  REQUIRE(backlog.house.until(
      [&] { return backlog.ana.text().find("The last word.") != std::string::npos; }));
  Peer& slow = backlog.slow;
  for (auto* const guest : backlog.house.channels.find(House::kSession)->guests()) {
    if (guest->member->value == "m2") guest->socket.close(protocol::CloseCode::credential_invalid);
  }
  slow.wire.go_on_reading();
  CHECK(slow.close_code() == 4501);
  CHECK(slow.text().find("The last word.") == std::string::npos);
}

TEST_CASE("who reads nothing for thirty seconds is given up", "[ws][hostile]") {
  Backlog backlog;
  backlog.fill();
  OpenHouse& house = backlog.house;
  const auto closed = [&] {
    return house.metrics.render().find(R"(turnkeeper_sockets_closed_total{code="4490"} 1)") !=
           std::string::npos;
  };
  // It still talks, so it is not the silence that ends it.
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(closed());
    const auto answers = [&] {
      return house.metrics
          .counter("turnkeeper_calls_total", "Calls of clients by method and outcome.",
                   {{"method", "clock.sync"}, {"outcome", "ok"}})
          .value();
    };
    const auto before = answers();
    backlog.slow.call("clock.sync");
    backlog.ana.call("clock.sync");
    REQUIRE(house.until([&] { return answers() == before + 2; }));
    house.alarm.advance(10s, [&] { house.journal.pump(); });
  }
  CHECK(closed());
}

}  // namespace
}  // namespace turnkeeper::testing
