#include "rooms/registry.h"

#include <algorithm>

namespace turnkeeper::rooms {

struct Registry::Kept {
  std::unique_ptr<Room> room;
  core::Instant opened_at;
};

Registry::Registry(Clock& clock, Alarm& alarm, Journal& journal, Archive& archive,
                   Outboxes& outboxes)
    : clock_(clock), alarm_(alarm), journal_(journal), archive_(archive), outboxes_(outboxes) {}

Registry::~Registry() = default;

Room& Registry::keep(Opening opening) {
  const auto id = opening.session.id;
  auto& outbox = outboxes_.open(id);
  auto kept = std::make_unique<Kept>();
  kept->opened_at = clock_.now();
  kept->room = std::make_unique<Room>(std::move(opening), Ports{clock_, alarm_, journal_, outbox});
  return *(kept_[id] = std::move(kept))->room;
}

void Registry::recover(core::Instant last_mark) {
  for (const auto& id : archive_.unended()) {
    auto opening = archive_.open(id);
    if (opening) keep_after_outage(*std::move(opening), last_mark);
  }
}

Room& Registry::keep_after_outage(Opening opening, core::Instant last_mark) {
  // The clock ran at least until the last event, which may be later than the last mark.
  const auto since = std::min(std::max(last_mark, opening.last_at), clock_.now());
  auto& room = keep(std::move(opening));
  room.outage(since);
  return room;
}

Room* Registry::find(const core::SessionId& session) {
  if (const auto kept = kept_.find(session); kept != kept_.end()) {
    if (!kept->second->room->lost()) return kept->second->room.get();
    return open_again(session);
  }
  auto opening = archive_.open(session);
  return opening ? &keep(*std::move(opening)) : nullptr;
}

Room* Registry::open_again(const core::SessionId& session) {
  const auto last_alive = kept_.at(session)->room->last_alive();
  outboxes_.close(session);
  kept_.erase(session);
  auto opening = archive_.open(session);
  return opening ? &keep_after_outage(*std::move(opening), last_alive) : nullptr;
}

std::vector<Room*> Registry::rooms() {
  std::vector<Room*> all;
  for (const auto& [id, kept] : kept_) all.push_back(kept->room.get());
  return all;
}

bool Registry::tick() {
  const auto now = clock_.now();
  bool time_acts = false;
  std::vector<core::SessionId> over;
  std::vector<core::SessionId> lost;
  for (const auto& [id, kept] : kept_) {
    auto& room = *kept->room;
    room.alive();
    const auto& session = room.session();
    time_acts = time_acts || core::next_deadline(session).has_value();
    const auto since = std::max(session.ended_at.value_or(now), kept->opened_at);
    if (room.lost()) {
      lost.push_back(id);
    } else if (session.phase == core::Phase::ended && now - since >= kEndedRoom && room.idle()) {
      over.push_back(id);
    }
  }
  for (const auto& id : over) {
    outboxes_.close(id);
    kept_.erase(id);
  }
  for (const auto& id : lost) open_again(id);  // its time goes on even if nobody asks for it
  return time_acts;
}

}  // namespace turnkeeper::rooms
