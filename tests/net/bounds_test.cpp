// Everything that counts: commands, misconduct, bad tokens, connections of an address.
#include <catch2/catch.hpp>

#include "net/attempts.h"
#include "net/client_address.h"
#include "net/conduct.h"
#include "net/not_joined.h"
#include "tests/support/manual_clock.h"

namespace turnkeeper::net {
namespace {

using namespace std::chrono_literals;
using protocol::CloseCode;
using testing::ManualClock;

TEST_CASE("twenty a second go through, and a burst of forty", "[limits]") {
  auto now = ManualClock::kStart;
  TokenBucket bucket{20, 40, now};
  int taken = 0;
  while (bucket.take(now)) ++taken;
  CHECK(taken == 40);
  CHECK(bucket.wait() == 50ms);
  CHECK_FALSE(bucket.take(now + 49ms));
  CHECK(bucket.take(now + 50ms));
  taken = 0;
  now += 1s + 50ms;
  while (bucket.take(now)) ++taken;
  CHECK(taken == 20);
  now += 24h;
  CHECK(bucket.full(now));
}

TEST_CASE("who goes on after forty warnings is a flood", "[limits]") {
  auto now = ManualClock::kStart;
  Conduct conduct{now};
  for (int i = 0; i < 40; ++i) REQUIRE(conduct.heard(now) == Conduct::Pace::fine);
  for (int i = 0; i < 40; ++i) REQUIRE(conduct.heard(now) == Conduct::Pace::too_fast);
  CHECK(conduct.heard(now) == Conduct::Pace::flood);
}

TEST_CASE("warnings are forgotten by those who calm down", "[limits]") {
  auto now = ManualClock::kStart;
  Conduct conduct{now};
  for (int i = 0; i < 80; ++i) conduct.heard(now);
  now += 2s;
  for (int i = 0; i < 80; ++i) REQUIRE(conduct.heard(now) != Conduct::Pace::flood);
}

TEST_CASE("ten bad messages in a row are too many, and a good one starts anew", "[limits]") {
  Conduct conduct{ManualClock::kStart};
  const auto bad = protocol::error_of("parse_error");
  for (int i = 0; i < 9; ++i) REQUIRE_FALSE(conduct.answered(bad));
  conduct.good();
  for (int i = 0; i < 9; ++i) REQUIRE_FALSE(conduct.answered(bad));
  CHECK_FALSE(conduct.answered(protocol::error_of("not_joined")));
  for (int i = 0; i < 9; ++i) REQUIRE_FALSE(conduct.answered(bad));
  CHECK(conduct.answered(bad) == CloseCode::bad_messages);
}

TEST_CASE("twenty forbidden calls in a row are too many", "[limits]") {
  Conduct conduct{ManualClock::kStart};
  const auto forbidden = protocol::error_of("not_allowed");
  for (int i = 0; i < 19; ++i) REQUIRE_FALSE(conduct.answered(forbidden));
  CHECK(conduct.answered(forbidden) == CloseCode::policy);
}

TEST_CASE("an address may fail ten times a minute", "[limits]") {
  ManualClock clock;
  Attempts attempts{clock};
  for (int i = 0; i < 9; ++i) CHECK_FALSE(attempts.failed("a"));
  CHECK_FALSE(attempts.refused("a"));
  clock.advance(20s);
  CHECK_FALSE(attempts.failed("a"));
  REQUIRE(attempts.refused("a") == 40s);
  // Those beyond are not counted: whoever goes on waits no longer.
  for (int i = 0; i < 20; ++i) CHECK(attempts.failed("a") == 40s);
  CHECK_FALSE(attempts.refused("b"));
  clock.advance(40s);
  CHECK_FALSE(attempts.refused("a"));
  CHECK_FALSE(attempts.failed("a"));
}

TEST_CASE("failures of many addresses do not fill the memory", "[limits]") {
  ManualClock clock;
  Attempts attempts{clock};
  const auto fail_too_often = [&](const std::string& address) {
    for (int i = 0; i < 10; ++i) attempts.failed(address);
  };
  const auto flood = [&](std::size_t addresses) {
    for (std::size_t i = 0; i < addresses; ++i) attempts.failed("flood " + std::to_string(i));
  };
  fail_too_often("z");
  flood(Attempts::kMostAddresses / 2);
  fail_too_often("a");
  CHECK(attempts.refused("z"));
  // The oldest go first, however they are called.
  flood(Attempts::kMostAddresses - 1);
  CHECK(attempts.remembered() == Attempts::kMostAddresses);
  CHECK_FALSE(attempts.refused("z"));
  CHECK(attempts.refused("a"));
  flood(2 * Attempts::kMostAddresses);
  CHECK(attempts.remembered() == Attempts::kMostAddresses);
  clock.advance(1min);
  CHECK_FALSE(attempts.refused("flood 1"));
  CHECK_FALSE(attempts.failed("flood 2"));
}

TEST_CASE("an address holds only so many places of those who have not joined", "[limits]") {
  NotJoined not_joined{2};
  auto first = not_joined.enter("a");
  auto second = not_joined.enter("a");
  CHECK(first);
  CHECK(second);
  CHECK_FALSE(not_joined.enter("a"));
  CHECK(not_joined.enter("b"));
  first.reset();
  CHECK(not_joined.enter("a"));
}

TEST_CASE("X-Forwarded-For is believed from listed proxies only", "[limits]") {
  const std::vector<std::string> proxies = {"127.0.0.1", "10.0.0.2"};
  CHECK(client_address("203.0.113.9", "1.2.3.4", {}) == "203.0.113.9");
  CHECK(client_address("203.0.113.9", "1.2.3.4", proxies) == "203.0.113.9");
  CHECK(client_address("127.0.0.1", "1.2.3.4", proxies) == "1.2.3.4");
  // What the client wrote itself stands to the left of what our proxy added.
  CHECK(client_address("127.0.0.1", "6.6.6.6, 1.2.3.4", proxies) == "1.2.3.4");
  CHECK(client_address("127.0.0.1", "1.2.3.4, 10.0.0.2", proxies) == "1.2.3.4");
  CHECK(client_address("127.0.0.1", "rubbish", proxies) == "127.0.0.1");
  CHECK(client_address("127.0.0.1", "", proxies) == "127.0.0.1");
  CHECK(client_address("127.0.0.1", "1.2.3.4, ::ffff:10.0.0.2", proxies) == "1.2.3.4");
}

TEST_CASE("an address has one spelling", "[limits]") {
  CHECK(one_spelling("127.0.0.1") == "127.0.0.1");
  CHECK(one_spelling("::ffff:127.0.0.1") == "127.0.0.1");
  CHECK(one_spelling("::FFFF:7f00:1") == "127.0.0.1");
  CHECK(one_spelling("0:0:0:0:0:0:0:1") == "::1");
  CHECK(one_spelling("2001:DB8::0:1") == "2001:db8::1");
  for (const char* const none : {"", "proxy.example", "[::1]", "1.2.3", "1.2.3.4:80", "1.2.3.4 "}) {
    CAPTURE(none);
    CHECK_FALSE(one_spelling(none));
  }
}

}  // namespace
}  // namespace turnkeeper::net
