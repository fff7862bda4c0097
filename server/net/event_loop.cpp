#include "net/event_loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <utility>

namespace turnkeeper::net {

namespace asio = boost::asio;

struct EventLoop::Inside {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  asio::signal_set signals{context};
};

EventLoop::EventLoop() : inside_(std::make_unique<Inside>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::run() {
  inside_->context.restart();
  inside_->context.run();
}

void EventLoop::stop() { inside_->context.stop(); }

void EventLoop::post(std::function<void()> work) { asio::post(inside_->context, std::move(work)); }

namespace {

/// A terminal that is closed ends what runs in it, unless somebody asked to outlive it (nohup).
bool ends_with_terminal() {
  struct sigaction now {};
  return ::sigaction(SIGHUP, nullptr, &now) == 0 && now.sa_handler != SIG_IGN;
}

}  // namespace

void EventLoop::on_termination(std::function<void()> act) {
  inside_->signals.add(SIGINT);
  inside_->signals.add(SIGTERM);
  if (ends_with_terminal()) inside_->signals.add(SIGHUP);
  inside_->signals.async_wait([this, act = std::move(act)](const auto& error, int) {
    if (error) return;
    inside_->signals.clear();
    act();
  });
}

bool EventLoop::run_until(const std::function<bool()>& done, std::chrono::milliseconds patience) {
  inside_->context.restart();
  // Shared with the timer's handler, which may outlive this call by one turn of the loop.
  const auto over = std::make_shared<bool>(false);
  asio::steady_timer timer{inside_->context, patience};
  timer.async_wait([over](const auto&) { *over = true; });
  while (!done()) {
    if (*over) return false;
    if (inside_->context.run_one() == 0) return done();  // stopped meanwhile
  }
  return true;
}

asio::io_context& EventLoop::context() { return inside_->context; }

}  // namespace turnkeeper::net
