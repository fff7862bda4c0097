#include "net/send_queue.h"

#include <utility>

namespace turnkeeper::net {

void SendQueue::push_notification(Frame frame, timekeeper::Instant now) {
  if (replaced_) return;
  if (notification_bytes_ + frame->size() > most_bytes_) {
    drop_notifications();
    replaced_ = true;
    if (!full_since_) full_since_ = now;
    return;
  }
  notification_bytes_ += frame->size();
  waiting_.push_back({std::move(frame), false});
}

void SendQueue::push_reply(Frame frame) {
  ++replies_;
  waiting_.push_back({std::move(frame), true});
}

void SendQueue::drop_notifications() {
  std::erase_if(waiting_, [](const Waiting& entry) { return !entry.reply; });
  notification_bytes_ = writing_ && !writing_->reply ? writing_->frame->size() : 0;
  replaced_ = false;
}

Frame SendQueue::next() {
  if (writing_) return nullptr;
  if (waiting_.empty() && replaced_) {
    // Only now, so that the picture is as fresh as can be.
    replaced_ = false;
    for (Frame& frame : catch_up_()) {
      notification_bytes_ += frame->size();
      waiting_.push_back({std::move(frame), false});
    }
  }
  if (waiting_.empty()) return nullptr;
  writing_ = std::move(waiting_.front());
  waiting_.pop_front();
  return writing_->frame;
}

void SendQueue::written() {
  if (!writing_) return;
  if (writing_->reply) {
    --replies_;
  } else {
    notification_bytes_ -= writing_->frame->size();
  }
  writing_.reset();
  if (!replaced_ && notification_bytes_ <= most_bytes_ / 2) full_since_.reset();
}

void SendQueue::clear() {
  waiting_.clear();
  replaced_ = false;
  replies_ = writing_ && writing_->reply ? 1 : 0;
  notification_bytes_ = writing_ && !writing_->reply ? writing_->frame->size() : 0;
}

}  // namespace turnkeeper::net
