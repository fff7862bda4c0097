#include "net/feed.h"

#include <utility>

#include "protocol/calls.h"
#include "protocol/event_codec.h"
#include "protocol/time_text.h"

namespace turnkeeper::net {

using protocol::Json;

namespace {

namespace core = rooms::core;

/// An event as it is told, without what it changes.
Json told(std::uint64_t seq, const core::Event& event, protocol::Audience audience) {
  Json params = {{"seq", seq},
                 {"at", protocol::to_text(event.at)},
                 {"event", protocol::event_name(event.body)}};
  if (audience == protocol::Audience::room) {
    if (event.by) params["by"] = event.by->value;
    Json data = protocol::wire_data(event.body);
    if (!data.empty()) params["data"] = std::move(data);
  }
  return params;
}

}  // namespace

void Feed::start(const rooms::Room& room) {
  started_ = true;
  seq_ = began_at_ = room.seq();
  state_ = protocol::encode_state(room.session(), room.wordbook(), audience_);
  if (audience_ != protocol::Audience::room) return;
  for (const auto& [seq, event] : room.replannings().last()) {
    recent_.push_back(told(seq, event, audience_));
  }
}

Json Feed::whole() const {
  Json json = {{"seq", seq_}, {"state", state_}};
  if (audience_ == protocol::Audience::room) json["recent"] = recent_;
  return json;
}

Frame Feed::advance(const rooms::Published& published) {
  Json next = protocol::encode_state(published.after, published.wordbook, audience_);
  Json params = told(published.seq, published.event, audience_);
  if (audience_ == protocol::Audience::room && core::moves_minutes(published.event.body)) {
    recent_.push_back(params);
    if (recent_.size() > core::Replannings::kKept) recent_.erase(0);
  }
  params["patch"] = protocol::diff(state_, next);
  state_ = std::move(next);
  seq_ = published.seq;
  Frame frame = make_frame(protocol::notification("room.event", params));
  frames_.push_back(frame);
  bytes_ += frame->size();
  while (frames_.size() > kRemembered || bytes_ > kRememberedBytes) {
    bytes_ -= frames_.front()->size();
    frames_.pop_front();
  }
  return frame;
}

std::optional<std::vector<Json>> Feed::since(std::uint64_t seq) const {
  if (seq < began_at_ || seq > seq_ || seq_ - seq > frames_.size()) return std::nullopt;
  std::vector<Json> events;
  for (std::size_t i = frames_.size() - static_cast<std::size_t>(seq_ - seq); i < frames_.size();
       ++i) {
    events.push_back(std::move(Json::parse(*frames_[i])["params"]));
  }
  return events;
}

}  // namespace turnkeeper::net
