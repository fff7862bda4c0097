// What waits for a slow reader, and what becomes of it.
#include "net/send_queue.h"

#include <catch2/catch.hpp>

#include "protocol/limits.h"
#include "tests/support/manual_clock.h"

namespace turnkeeper::net {
namespace {

using namespace std::chrono_literals;
constexpr auto kNow = testing::ManualClock::kStart;

Frame kilobytes(std::size_t count) { return make_frame(std::string(count * 1024, 'x')); }

std::vector<std::string> drain(SendQueue& queue) {
  std::vector<std::string> written;
  while (const Frame frame = queue.next()) {
    written.push_back(frame->size() > 20 ? "bulk" : *frame);
    queue.written();
  }
  return written;
}

struct Pictures {
  int taken = 0;
  SendQueue::CatchUp give() {
    return [this] {
      ++taken;
      return std::vector{make_frame("picture"), make_frame("seat")};
    };
  }
};

TEST_CASE("frames leave in the order in which they came, one at a time", "[send queue]") {
  Pictures pictures;
  SendQueue queue{pictures.give()};
  queue.push_notification(make_frame("a"), kNow);
  queue.push_reply(make_frame("b"));
  REQUIRE(*queue.next() == "a");
  CHECK_FALSE(queue.next());
  CHECK_FALSE(queue.empty());
  queue.written();
  CHECK(*queue.next() == "b");
  queue.written();
  CHECK(queue.empty());
  CHECK(pictures.taken == 0);
}

TEST_CASE("a backlog is replaced by one picture, and answers are kept", "[send queue]") {
  Pictures pictures;
  SendQueue queue{pictures.give()};
  queue.push_notification(kilobytes(100), kNow);
  REQUIRE(queue.next());  // being written, so it can't be taken back
  queue.push_notification(kilobytes(100), kNow);
  queue.push_reply(make_frame("answer"));
  queue.push_notification(kilobytes(100), kNow + 1s);
  CHECK(queue.full_since() == kNow + 1s);
  queue.push_notification(make_frame("late"), kNow + 2s);
  CHECK(pictures.taken == 0);  // not before there is room
  CHECK(queue.full_since() == kNow + 1s);
  queue.written();
  CHECK(queue.full_since() == kNow + 1s);  // until the picture is on its way
  CHECK(drain(queue) == std::vector<std::string>{"answer", "picture", "seat"});
  CHECK(pictures.taken == 1);
  CHECK_FALSE(queue.full_since());
}

TEST_CASE("notifications after the picture are sent again", "[send queue]") {
  Pictures pictures;
  SendQueue queue{pictures.give()};
  queue.push_notification(kilobytes(256), kNow);
  queue.push_notification(make_frame("lost"), kNow);
  CHECK(drain(queue) == std::vector<std::string>{"picture", "seat"});
  queue.push_notification(make_frame("next"), kNow);
  CHECK(drain(queue) == std::vector<std::string>{"next"});
}

TEST_CASE("the backlog never holds more than its limit", "[send queue]") {
  Pictures pictures;
  SendQueue queue{pictures.give()};
  for (int i = 0; i < 10'000; ++i) {
    queue.push_notification(kilobytes(1), kNow);
    REQUIRE(queue.notification_bytes() <= protocol::limits::kBacklogBytes);
  }
}

TEST_CASE("who asks and asks and never reads is hopeless", "[send queue]") {
  Pictures pictures;
  SendQueue queue{pictures.give()};
  queue.push_reply(kilobytes(1024));  // one large answer is no crime
  CHECK_FALSE(queue.hopeless());
  for (std::size_t i = 0; i < protocol::limits::kUnreadAnswers; ++i)
    queue.push_reply(make_frame("a"));
  CHECK(queue.hopeless());
}

}  // namespace
}  // namespace turnkeeper::net
