#include "client/loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>

namespace turnkeeper::client {

namespace asio = boost::asio;

struct Loop::Inside {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  Ticket last_ticket = 0;
  std::map<Ticket, asio::steady_timer> timers;
};

Loop::Loop() : inside_(std::make_unique<Inside>()) {}

Loop::~Loop() {
  // Timers refer to the context, so they go while it is still there.
  inside_->timers.clear();
}

void Loop::run() {
  inside_->context.restart();
  inside_->context.run();
}

void Loop::stop() { inside_->context.stop(); }

bool Loop::run_until(const std::function<bool()>& condition, Millis patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  inside_->context.restart();
  while (!condition()) {
    if (inside_->context.run_one_until(deadline) == 0) return condition();
  }
  return true;
}

void Loop::post(std::function<void()> work) { asio::post(inside_->context, std::move(work)); }

Loop::Ticket Loop::after(Millis delay, std::function<void()> ring) {
  const Ticket ticket = ++inside_->last_ticket;
  auto& timer = inside_->timers.emplace(ticket, inside_->context).first->second;
  timer.expires_after(delay);
  timer.async_wait([this, ticket, ring = std::move(ring)](boost::system::error_code) {
    // A cancelled timer is no longer in the map: this also holds for one that had already expired
    // when it was cancelled and whose handler was on its way.
    if (inside_->timers.erase(ticket) > 0) ring();
  });
  return ticket;
}

void Loop::cancel(Ticket ticket) { inside_->timers.erase(ticket); }

asio::io_context& Loop::context() { return inside_->context; }

}  // namespace turnkeeper::client
