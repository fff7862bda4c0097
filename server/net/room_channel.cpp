#include "net/room_channel.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "protocol/limits.h"

namespace turnkeeper::net {

using protocol::CloseCode;
using protocol::Json;
namespace limits = protocol::limits;
namespace core = rooms::core;

namespace {

std::string_view name_of(rooms::Notice notice) {
  return notice == rooms::Notice::storage_unavailable ? "storage_unavailable" : "storage_back";
}

std::string_view sentence_of(rooms::Notice notice) {
  return notice == rooms::Notice::storage_unavailable
             ? "The server cannot save at the moment. The clock stands, and nothing is lost."
             : "The server can save again.";
}

Frame frame_of(rooms::Notice notice) {
  return make_frame(protocol::notification(
      "room.notice", {{"notice", name_of(notice)}, {"text", sentence_of(notice)}}));
}

}  // namespace

RoomChannel::RoomChannel(Numbering numbering, Metrics& metrics)
    : numbering_(std::move(numbering)),
      events_(metrics.counter("turnkeeper_events_total", "Events that rooms were told of.")),
      joined_(metrics.gauge("turnkeeper_guests", "Connections that have joined a room.")) {}

void RoomChannel::publish(const rooms::Published& published) {
  events_.add();
  session_ended_ = published.after.phase == core::Phase::ended;
  if (everyone_.started()) send(false, everyone_.advance(published));
  if (displays_.started()) send(true, displays_.advance(published));
  const auto* const seated = std::get_if<core::MemberSeated>(&published.event.body);
  if (seated == nullptr) return;
  for (Guest* const guest : guests_) {
    if (guest->member != seated->member) continue;
    guest->seated = seated->seated;
    guest->socket.send(seat_state(*guest));
  }
}

void RoomChannel::notice(rooms::Notice notice) {
  noticed_ = notice;
  const Frame frame = frame_of(notice);
  send(false, frame);
  send(true, frame);
}

void RoomChannel::send(bool to_displays, const Frame& frame) {
  for (Guest* const guest : guests_) {
    if (guest->is_display() == to_displays) guest->socket.send(frame);
  }
}

bool RoomChannel::has_place_for(const Guest& guest) const {
  return connections_like(guest) <
         (guest.is_display() ? limits::kDisplaysOfRoom : limits::kConnectionsOfSeat);
}

std::size_t RoomChannel::connections_like(const Guest& guest) const {
  return static_cast<std::size_t>(
      std::count_if(guests_.begin(), guests_.end(), [&](const Guest* other) {
        return other->is_display() == guest.is_display() && other->member == guest.member;
      }));
}

Json RoomChannel::enter(Guest& guest, const std::optional<protocol::Position>& resume,
                        const rooms::Room& room) {
  session_ended_ = room.session().phase == core::Phase::ended;
  Feed& feed = feed_of(guest);
  if (!feed.started()) feed.start(room);
  guests_.push_back(&guest);
  joined_.add();
  if (resume && leads_to(feed, *resume)) {
    if (auto events = feed.since(resume->seq)) {
      return with_numbering({{"seq", feed.seq()}, {"events", *std::move(events)}});
    }
  }
  return with_numbering(feed.whole());
}

/// Whether who stands at `position` saw what this feed has told. One that names no run may have
/// been brought to where the feed began by an earlier server.
bool RoomChannel::leads_to(const Feed& feed, const protocol::Position& position) const {
  const bool same_run =
      position.run ? *position.run == numbering_.run : position.seq > feed.began_at();
  return position.epoch == numbering_.epoch && same_run;
}

Json RoomChannel::with_numbering(Json message) const {
  message["epoch"] = numbering_.epoch;
  message["run"] = numbering_.run;
  return message;
}

bool RoomChannel::leave(const Guest& guest) {
  if (std::erase(guests_, &guest) == 0) return false;
  joined_.add(-1);
  tell_seat(guest);
  return true;
}

void RoomChannel::tell_seat(const Guest& guest) {
  if (guest.is_display()) return;
  for (Guest* const other : guests_) {
    if (other->member == guest.member) other->socket.send(seat_state(*other));
  }
}

void RoomChannel::tell_trouble(const Guest& guest) const {
  if (noticed_ == rooms::Notice::storage_unavailable) guest.socket.send(frame_of(*noticed_));
}

Frame RoomChannel::seat_state(const Guest& guest) const {
  Json calls = Json::array();
  for (const protocol::Method& method : protocol::methods()) {
    if (method.allows(guest.caller)) calls.push_back(method.name);
  }
  return make_frame(protocol::notification("seat.state", {{"member", guest.member->value},
                                                          {"role", protocol::name(guest.caller)},
                                                          {"seated", guest.seated},
                                                          {"sockets", connections_like(guest)},
                                                          {"calls", std::move(calls)}}));
}

std::vector<Frame> RoomChannel::picture(const Guest& guest) const {
  const Feed& feed = feed_of(guest);
  if (!feed.started()) return {};  // the room has been opened again, without this guest
  std::vector<Frame> frames = {
      make_frame(protocol::notification("room.state", with_numbering(feed.whole())))};
  if (!guest.is_display()) frames.push_back(seat_state(guest));
  if (noticed_) frames.push_back(frame_of(*noticed_));
  return frames;
}

void RoomChannel::close_displays() {
  for (Guest* const guest : guests_) {
    if (guest->is_display()) guest->socket.close(CloseCode::credential_invalid);
  }
}

void RoomChannel::close_all() {
  const CloseCode code = session_ended_ ? CloseCode::room_ended : CloseCode::restart;
  joined_.add(-static_cast<std::int64_t>(guests_.size()));
  for (Guest* const guest : std::exchange(guests_, {})) guest->socket.close(code);
}

}  // namespace turnkeeper::net
