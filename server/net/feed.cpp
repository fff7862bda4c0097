#include "net/feed.h"

#include <utility>

#include "protocol/calls.h"
#include "protocol/event_codec.h"
#include "protocol/time_text.h"

namespace turnkeeper::net {

using protocol::Json;

void Feed::start(const rooms::core::Session& session, const rooms::core::Wordbook& wordbook,
                 std::uint64_t seq) {
  started_ = true;
  seq_ = started_at_ = seq;
  state_ = protocol::encode_state(session, wordbook, audience_);
}

Frame Feed::advance(const rooms::Published& published) {
  Json next = protocol::encode_state(published.after, published.wordbook, audience_);
  Json params = {{"seq", published.seq},
                 {"at", protocol::to_text(published.event.at)},
                 {"event", protocol::event_name(published.event.body)},
                 {"patch", protocol::diff(state_, next)}};
  if (audience_ == protocol::Audience::room) {
    if (published.event.by) params["by"] = published.event.by->value;
    Json data = protocol::wire_data(published.event.body);
    if (!data.empty()) params["data"] = std::move(data);
  }
  state_ = std::move(next);
  seq_ = published.seq;
  Frame frame = make_frame(protocol::notification("room.event", params));
  frames_.push_back(frame);
  if (frames_.size() > kRemembered) frames_.pop_front();
  return frame;
}

std::optional<std::vector<Json>> Feed::since(std::uint64_t seq) const {
  // Whoever stands where this feed began may have been brought there by an earlier server.
  if (seq <= started_at_ || seq > seq_ || seq_ - seq > frames_.size()) return std::nullopt;
  std::vector<Json> events;
  for (std::size_t i = frames_.size() - static_cast<std::size_t>(seq_ - seq); i < frames_.size();
       ++i) {
    events.push_back(std::move(Json::parse(*frames_[i])["params"]));
  }
  return events;
}

}  // namespace turnkeeper::net
