// Who does not read over a real socket, and what the server keeps for them.
#include <catch2/catch.hpp>

#include "net/room_channel.h"
#include "protocol/close_code.h"
#include "protocol/limits.h"
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

  void say_last_word() {
    room().handle({{"m1"}, core::SayCheckIn{"The last word."}}, "", [](const auto&) {});
    REQUIRE(house.until([&] { return ana.text().find("The last word.") != std::string::npos; }));
  }

  std::uint64_t answers() {
    return house.metrics
        .counter("turnkeeper_calls_total", "Calls of clients by method and outcome.",
                 {{"method", "clock.sync"}, {"outcome", "ok"}})
        .value();
  }

  /// Both go on talking for so long, so it is not their silence that ends anything.
  void talk_for(std::chrono::seconds length) {
    for (auto gone = 0s; gone < length; gone += 10s) {
      const auto before = answers();
      slow.call("clock.sync");
      ana.call("clock.sync");
      REQUIRE(house.until([&] { return answers() == before + 2; }));
      house.alarm.advance(10s, [&] { house.journal.pump(); });
    }
  }

  bool given_up() {
    return house.metrics.render().find(R"(turnkeeper_sockets_closed_total{code="4490"} 1)") !=
           std::string::npos;
  }

  /// The slow one reads, and has everything.
  void catch_up() {
    const auto heard = slow.wire.received().size();
    slow.wire.go_on_reading();
    const std::string end = R"("method":"seat.state")";
    REQUIRE(house.until([&] {
      const std::string& received = slow.wire.received();
      if (received.find(R"("method":"room.state")", heard) == std::string::npos) return false;
      return received.find(end, received.size() - 2'000) != std::string::npos;
    }));
  }

  rooms::Room& room() { return *house.find_room(House::kSession); }

  static constexpr std::size_t kText = 100'000;
  OpenHouse house;
  Peer ana{house};
  Peer slow{house};
};

TEST_CASE("who reads nothing gets one picture instead of the backlog", "[ws][hostile]") {
  Backlog backlog;
  backlog.fill();
  Peer& slow = backlog.slow;
  backlog.catch_up();
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
  backlog.say_last_word();
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
  backlog.say_last_word();
  backlog.talk_for(20s);
  CHECK_FALSE(backlog.given_up());
  backlog.talk_for(10s);
  CHECK(backlog.given_up());
  // Whoever reads after all is told so, and nothing of what they missed.
  Peer& slow = backlog.slow;
  slow.wire.go_on_reading();
  CHECK(slow.close_code() == 4490);
  CHECK(slow.text().find("The last word.") == std::string::npos);
}

TEST_CASE("who was slow and has caught up stays, and has thirty seconds the next time",
          "[ws][hostile]") {
  Backlog backlog;
  backlog.fill();
  backlog.talk_for(10s);
  backlog.catch_up();
  SECTION("it reads on") {
    backlog.talk_for(30s);
    CHECK_FALSE(backlog.given_up());
  }
  SECTION("it stops once more") {
    backlog.slow.wire.stop_reading();
    backlog.fill();
    backlog.talk_for(20s);  // thirty since the first time
    CHECK_FALSE(backlog.given_up());
    backlog.talk_for(10s);
    CHECK(backlog.given_up());
  }
}

TEST_CASE("who asks and asks and never reads is given up before their patience is over",
          "[ws][hostile]") {
  Backlog backlog;
  backlog.fill();
  for (std::size_t asked = 0; asked < protocol::limits::kUnreadAnswers + 40 && !backlog.given_up();
       asked += 10) {
    const auto before = backlog.answers();
    for (int i = 0; i < 10; ++i) backlog.slow.call("clock.sync");
    REQUIRE(backlog.house.until(
        [&] { return backlog.given_up() || backlog.answers() == before + 10; }));
    backlog.house.alarm.advance(500ms, [&] { backlog.house.journal.pump(); });
  }
  CHECK(backlog.given_up());
}

}  // namespace
}  // namespace turnkeeper::testing
