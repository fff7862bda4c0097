// The alarms of the server on a real loop and a real clock.
#include "net/alarm_queue.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <catch2/catch.hpp>
#include <vector>

#include "net/event_loop.h"
#include "net/server_clock.h"

using namespace turnkeeper::net;
using namespace std::chrono_literals;

TEST_CASE("an alarm rings when it is due, and not when the clock is looked at the next time",
          "[alarm]") {
  EventLoop loop;
  const ServerClock clock;
  AlarmQueue alarm{loop, clock};
  std::vector<int> rung;
  boost::asio::steady_timer later{loop.context(), 500ms};
  later.async_wait([&](const auto&) { rung.push_back(2); });
  alarm.set(clock.now() + 20ms, [&] { rung.push_back(1); });
  REQUIRE(loop.run_until([&] { return rung.size() == 2; }, 60s));
  CHECK(rung == std::vector{1, 2});
}

TEST_CASE("alarms ring in the order in which they are due, and not when they were let go",
          "[alarm]") {
  EventLoop loop;
  const ServerClock clock;
  AlarmQueue alarm{loop, clock};
  std::vector<int> rung;
  const auto now = clock.now();
  alarm.set(now + 30ms, [&] { rung.push_back(3); });
  const auto second = alarm.set(now + 20ms, [&] { rung.push_back(2); });
  alarm.set(now + 10ms, [&] {
    rung.push_back(1);
    alarm.cancel(second);
  });
  REQUIRE(loop.run_until([&] { return !rung.empty() && rung.back() == 3; }, 60s));
  CHECK(rung == std::vector{1, 3});
}

TEST_CASE("a loop that is stopped waits for nothing more", "[alarm]") {
  EventLoop loop;
  loop.post([&] { loop.stop(); });
  CHECK_FALSE(loop.run_until([] { return false; }, 60s));
}
