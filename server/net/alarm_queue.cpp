#include "net/alarm_queue.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <vector>

namespace turnkeeper::net {

using rooms::core::Instant;
using rooms::core::Millis;

namespace {

// The timer beneath stands still while the machine sleeps and the server's clock does not, so none
// waits for long.
constexpr Millis kLongestWait{1'000};

}  // namespace

struct AlarmQueue::Timer {
  explicit Timer(EventLoop& loop) : timer(loop.context()) {}
  boost::asio::steady_timer timer;
  std::optional<Instant> armed_for;
};

AlarmQueue::AlarmQueue(EventLoop& loop, const rooms::Clock& clock)
    : clock_(clock), timer_(std::make_unique<Timer>(loop)) {}

AlarmQueue::~AlarmQueue() = default;

rooms::Alarm::Ticket AlarmQueue::set(Instant when, std::function<void()> ring) {
  const Ticket ticket = ++last_;
  when_.emplace(ticket, when);  // first: one that cannot be found could not be rung nor cancelled
  waiting_.emplace(std::pair{when, ticket}, std::move(ring));
  arm();
  return ticket;
}

void AlarmQueue::cancel(Ticket ticket) {
  const auto found = when_.find(ticket);
  if (found == when_.end()) return;
  waiting_.erase({found->second, ticket});
  when_.erase(found);
}

void AlarmQueue::arm() {
  if (waiting_.empty()) return;
  const Instant now = clock_.now();
  const Instant next = std::min(waiting_.begin()->first.first, now + kLongestWait);
  if (timer_->armed_for && *timer_->armed_for <= next) return;
  timer_->armed_for = next;
  timer_->timer.expires_after(std::max(next - now, Millis{0}));
  timer_->timer.async_wait([this](const auto& error) {
    // Aborted: armed again for an earlier moment, or gone together with the queue.
    if (error) return;
    timer_->armed_for.reset();
    ring_due();
    arm();
  });
}

void AlarmQueue::ring_due() {
  const Instant now = clock_.now();
  std::vector<Ticket> due;
  for (const auto& [key, ring] : waiting_) {
    if (key.first > now) break;
    due.push_back(key.second);
  }
  for (const Ticket ticket : due) {
    const auto found = when_.find(ticket);
    if (found == when_.end()) continue;  // an earlier ring has cancelled it
    const auto node = waiting_.extract({found->second, ticket});
    when_.erase(found);
    node.mapped()();
  }
}

}  // namespace turnkeeper::net
