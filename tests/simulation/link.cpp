#include "tests/simulation/link.h"

#include <algorithm>
#include <utility>

#include "protocol/limits.h"

namespace turnkeeper::testing {

namespace limits = protocol::limits;
using protocol::CloseCode;

namespace {

constexpr core::Millis kAlarmTooLate{2'000};  ///< by then it was the machine that slept

}  // namespace

Link::Link(Surroundings& around, Listener& client, std::string name)
    : around_(around),
      client_(client),
      name_(std::move(name)),
      queue_([this] { return talk_->catch_up(); }, kMostWaiting) {}

void Link::accept(const Talk& talk) {
  state_ = State::open;
  heard_ = around_.clock.now();
  talk_ = talk(*this);
  watch();
}

void Link::send(net::Frame frame) {
  if (state_ != State::open) return;
  const bool fitted = !queue_.full_since();
  queue_.push_notification(std::move(frame), around_.clock.now());
  if (fitted && queue_.full_since()) {
    around_.after(limits::kBacklogPatience, [self = shared_from_this()] { self->lose_patience(); });
  }
  pump();
}

void Link::send_reply(net::Frame frame) {
  if (state_ != State::open) return;
  queue_.push_reply(std::move(frame));
  if (queue_.hopeless()) return close(CloseCode::slow_reader);
  pump();
}

void Link::close(CloseCode code) {
  if (state_ != State::open) return;
  state_ = State::closing;
  code_ = code;
  if (code == CloseCode::slow_reader) queue_.clear();
  // Later, as the real one does, and at the latest when the other end does not say goodbye.
  around_.after(core::Millis{0}, [self = shared_from_this()] { self->end_conversation(); });
  around_.after(core::Millis{5'000}, [self = shared_from_this()] { self->finish(); });
  pump();
}

void Link::say(std::string text) {
  if (!listens_ || !carries_) return;
  around_.story.note(text);
  travel(last_up_, [self = shared_from_this(), text = std::move(text)] {
    if (self->state_ != State::open || !self->carries_) return;
    self->note_life();
    self->talk_->hear(text);
  });
}

core::Millis Link::way() {
  if (around_.calm) return around_.millis(1, 30);
  return around_.dice.chance(90) ? around_.millis(1, 120) : around_.millis(100, 800);
}

/// Whatever takes longer holds up what comes behind it.
void Link::travel(core::Instant& last, std::function<void()> arrive) {
  last = std::max(last, around_.clock.now() + way());
  ++on_the_way_;
  around_.alarm.set(last, [self = shared_from_this(), arrive = std::move(arrive)] {
    --self->on_the_way_;
    arrive();
  });
}

void Link::pump() {
  if (state_ == State::gone) return;
  while (true) {
    if (!held_) held_ = queue_.next();
    if (!held_) break;
    if (stalled_) return;
    queue_.written();
    carry(std::exchange(held_, nullptr));
  }
  if (state_ != State::closing || !ended_) return;
  tell_client(code_);
  finish();
}

void Link::carry(const net::Frame& frame) {
  if (!carries_) return;
  around_.story.note(*frame);
  travel(last_down_, [self = shared_from_this(), frame] {
    if (self->carries_ && self->listens_) self->client_.hear(frame);
  });
}

void Link::tell_client(std::optional<CloseCode> code) {
  if (!carries_) return;
  travel(last_down_, [self = shared_from_this(), code] {
    if (std::exchange(self->listens_, false)) self->client_.gone(code);
  });
}

void Link::cut() {
  if (!std::exchange(carries_, false)) return;
  around_.after(way(), [self = shared_from_this()] { self->finish(); });
  around_.after(way(), [self = shared_from_this()] {
    if (std::exchange(self->listens_, false)) self->client_.gone(std::nullopt);
  });
}

void Link::go_silent() {
  if (!std::exchange(carries_, false)) return;
  around_.after(around_.millis(0, 30'000), [self = shared_from_this()] {
    if (std::exchange(self->listens_, false)) self->client_.gone(std::nullopt);
  });
}

void Link::stall(core::Millis length) {
  if (std::exchange(stalled_, true)) return;
  around_.after(length, [self = shared_from_this()] { self->read_on(); });
}

void Link::read_on() {
  stalled_ = false;
  pump();
}

void Link::server_died() {
  state_ = State::gone;
  ended_ = true;
  talk_.reset();
  queue_.clear();
  queue_.written();
  held_ = nullptr;
  tell_client(std::nullopt);
}

/// A ping each ten seconds, which an open way answers.
void Link::watch() {
  const auto due = around_.clock.now() + limits::kPing;
  around_.alarm.set(due, [self = shared_from_this(), due] { self->look_after(due); });
}

void Link::look_after(core::Instant due) {
  if (state_ != State::open) return;
  const auto now = around_.clock.now();
  if (now - due > kAlarmTooLate) heard_ = now;
  if (carries_ && listens_ && !stalled_) note_life();
  if (now - heard_ >= limits::kSilence) return close(CloseCode::silent);
  if (now - heard_ >= limits::kQuiet && !std::exchange(silent_, true)) talk_->quiet(heard_);
  watch();
}

void Link::note_life() {
  heard_ = around_.clock.now();
  if (std::exchange(silent_, false)) talk_->heard_again();
}

void Link::lose_patience() {
  if (state_ != State::open || !queue_.full_since()) return;
  if (around_.clock.now() - *queue_.full_since() >= limits::kBacklogPatience) {
    return close(CloseCode::slow_reader);
  }
  around_.after(limits::kBacklogPatience, [self = shared_from_this()] { self->lose_patience(); });
}

void Link::end_conversation() {
  if (std::exchange(ended_, true) || !talk_) return;
  talk_->ended(heard_);
  pump();
}

void Link::finish() {
  if (state_ == State::gone) return;
  end_conversation();
  state_ = State::gone;
  tell_client(std::nullopt);  // unless it was told why
}

}  // namespace turnkeeper::testing
