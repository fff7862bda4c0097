#include "net/channels.h"

#include <utility>

#include "net/room_channel.h"

namespace turnkeeper::net {

namespace {

// When people come back after a restart: spread out, so that they don't all come at once.
constexpr std::int64_t kEarliestReturn = 500;
constexpr std::int64_t kReturnSpread = 4'500;

Metric& open_rooms(Metrics& metrics) {
  return metrics.gauge("turnkeeper_rooms", "Rooms that are open.");
}

}  // namespace

Channels::Channels(std::string epoch, std::string server, Metrics& metrics)
    : epoch_(std::move(epoch)), server_(std::move(server)), metrics_(metrics) {}

Channels::~Channels() = default;

rooms::Outbox& Channels::open(const rooms::core::SessionId& session) {
  auto& channel = channels_[session];
  if (!channel) {
    Numbering numbering{epoch_, server_ + "." + std::to_string(++opened_)};
    channel = std::make_unique<RoomChannel>(std::move(numbering), metrics_);
  }
  open_rooms(metrics_).set(static_cast<std::int64_t>(channels_.size()));
  return *channel;
}

void Channels::close(const rooms::core::SessionId& session) {
  const auto found = channels_.find(session);
  if (found == channels_.end()) return;
  found->second->close_all();
  channels_.erase(found);
  open_rooms(metrics_).set(static_cast<std::int64_t>(channels_.size()));
}

RoomChannel* Channels::find(const rooms::core::SessionId& session) {
  const auto found = channels_.find(session);
  return found == channels_.end() ? nullptr : found->second.get();
}

void Channels::close_displays(const rooms::core::SessionId& session) {
  if (RoomChannel* const channel = find(session)) channel->close_displays();
}

void Channels::announce_closing() {
  std::int64_t guests = 0;
  for (const auto& [session, channel] : channels_) {
    guests += static_cast<std::int64_t>(channel->guests().size());
  }
  std::int64_t told = 0;
  for (const auto& [session, channel] : channels_) {
    for (Guest* const guest : channel->guests()) {
      const std::int64_t delay = kEarliestReturn + kReturnSpread * told++ / guests;
      guest->socket.send(make_frame(protocol::notification(
          "room.closing", {{"reason", "The server restarts. You are back in a moment."},
                           {"reconnect_after_ms", delay}})));
    }
  }
}

}  // namespace turnkeeper::net
