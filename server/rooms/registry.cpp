#include "rooms/registry.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

namespace turnkeeper::rooms {

struct Registry::Kept {
  std::unique_ptr<Room> room;
  core::Instant opened_at;
  int tries_left = kTries;  ///< if it breaks down before the next tick
};

Registry::Registry(Clock& clock, Alarm& alarm, Journal& journal, Archive& archive,
                   Outboxes& outboxes, Report report)
    : clock_(clock),
      alarm_(alarm),
      journal_(journal),
      archive_(archive),
      outboxes_(outboxes),
      report_(std::move(report)) {}

Registry::~Registry() = default;

void Registry::expect(const std::vector<core::SessionId>& unsettled,
                      std::optional<core::Instant> last_mark) {
  expected_.assign(unsettled.begin(), unsettled.end());
  for (const auto& id : expected_) away_[id] = {last_mark.value_or(core::Instant::min())};
}

void Registry::take_up() {
  if (!std::exchange(taking_up_, true)) take_up_next();
}

void Registry::take_up_next() {
  while (!expected_.empty() && !stopped_) {
    const auto id = std::move(expected_.front());
    expected_.pop_front();
    const auto away = away_.find(id);
    if (away == away_.end() || away->second.tries_left == 0) continue;  // by somebody's asking
    --away->second.tries_left;
    return open(id, [this, id](const Found& found) {
      taken_up(id, found);
      take_up_next();
    });
  }
  taking_up_ = false;
}

/// A room that nobody has asked for. One that cannot be read must not keep the others waiting: if
/// it is damaged, or after some tries, it stays closed until somebody does ask.
void Registry::taken_up(const core::SessionId& session, Found found) {
  const auto tell = [&](const char* what, const std::exception& error) {
    report_("Session " + session.value + what + error.what());
  };
  try {
    found.get();
  } catch (const DamagedJournal& damage) {
    away_.at(session).tries_left = 0;
    tell(" stays closed. ", damage);
  } catch (const NoAnswer&) {
    ++away_.at(session).tries_left;  // that says nothing of the journal
  } catch (const std::exception& error) {
    const int left = away_.at(session).tries_left;
    if (left == kTries - 1) tell(" cannot be opened, and is tried again. ", error);
    if (left == 0) tell(" stays closed. ", error);
  }
}

/// The sessions that are away, and not given up.
std::deque<core::SessionId> Registry::to_be_tried() const {
  std::deque<core::SessionId> sessions;
  for (const auto& [id, away] : away_) {
    if (away.tries_left > 0) sessions.push_back(id);
  }
  return sessions;
}

void Registry::open(const core::SessionId& session, std::function<void(Found)> then) {
  auto& waiting = opening_[session];
  waiting.push_back(std::move(then));
  if (waiting.size() > 1) return;
  try {
    archive_.open(session, [this, session](Outcome<std::optional<Opening>> outcome) {
      opened(session, std::move(outcome));
    });
  } catch (const std::bad_alloc&) {
    if (!opening_.contains(session)) throw;
    // Or nobody could ever ask for it again.
    opened(session, Outcome<std::optional<Opening>>::failed(std::current_exception()));
  }
}

void Registry::opened(const core::SessionId& session, Outcome<std::optional<Opening>> outcome) {
  const auto who_waits = std::move(opening_.extract(session).mapped());
  const auto found = Found::of([&] { return take(session, std::move(outcome.get())); });
  for (const auto& each : who_waits) each(found);
}

Room* Registry::take(const core::SessionId& session, std::optional<Opening> opening) {
  if (!opening) return nullptr;
  const auto last_at = opening->last_at;
  auto& room = keep(*std::move(opening));
  if (const auto away = away_.extract(session)) {
    kept_.at(session)->tries_left = away.mapped().tries_left;
    // The clock ran at least until the last event, which may be later than the last mark.
    room.outage(std::min(std::max(away.mapped().since, last_at), clock_.now()));
  }
  return &room;
}

Room& Registry::keep(Opening opening) {
  const auto id = opening.session.id;
  auto& outbox = outboxes_.open(id);
  auto kept = std::make_unique<Kept>();
  kept->opened_at = clock_.now();
  kept->room = std::make_unique<Room>(std::move(opening), Ports{clock_, alarm_, journal_, outbox});
  if (stopped_) kept->room->stop();
  return *(kept_[id] = std::move(kept))->room;
}

void Registry::find(const core::SessionId& session, std::function<void(Found)> then) {
  if (Room* const room = if_open(session)) return then(room);
  close_lost(session);
  open(session, std::move(then));
}

Room* Registry::if_open(const core::SessionId& session) {
  const auto kept = kept_.find(session);
  return kept == kept_.end() || kept->second->room->lost() ? nullptr : kept->second->room.get();
}

void Registry::close_lost(const core::SessionId& session) {
  const auto kept = kept_.find(session);
  if (kept == kept_.end()) return;
  const auto& room = *kept->second->room;
  away_[session] = {room.last_alive(), kept->second->tries_left};
  if (!room.fault().empty()) {
    report_("Session " + session.value + " broke down, and its journal is read again. " +
            room.fault());
  }
  outboxes_.close(session);
  kept_.erase(kept);
}

std::vector<Room*> Registry::rooms() {
  std::vector<Room*> all;
  for (const auto& [id, kept] : kept_) all.push_back(kept->room.get());
  return all;
}

void Registry::pulse() {
  for (const auto& [id, kept] : kept_) kept->room->alive();
}

void Registry::doubt_storage() {
  for (const auto& [id, kept] : kept_) kept->room->doubt_storage();
}

void Registry::storage_hangs() {
  for (const auto& [id, kept] : kept_) kept->room->storage_hangs();
}

void Registry::stop() {
  stopped_ = true;
  for (const auto& [id, kept] : kept_) kept->room->stop();
}

bool Registry::tick() {
  if (stopped_) return false;
  const auto now = clock_.now();
  bool time_acts = false;
  bool accounted = to_be_tried().empty();
  std::vector<core::SessionId> over;
  std::vector<core::SessionId> lost;
  for (const auto& [id, kept] : kept_) {
    auto& room = *kept->room;
    room.alive();
    const auto& session = room.session();
    const bool ended = session.phase == core::Phase::ended;
    time_acts = time_acts || (!ended && core::next_deadline(session).has_value());
    accounted = accounted && room.accounted();
    const auto since = std::max(session.ended_at.value_or(now), kept->opened_at);
    const bool is_over = ended && !session.reopen_until && now - since >= kEndedRoom;
    if (room.lost()) {
      lost.push_back(id);
      continue;
    }
    kept->tries_left = kTries;
    if (is_over && room.idle()) {
      over.push_back(id);
    }
  }
  for (const auto& id : over) {
    outboxes_.close(id);
    kept_.erase(id);
  }
  for (const auto& id : lost) close_lost(id);
  // Their time goes on even if nobody asks for them. Those that are expected have their turn first.
  if (!taking_up_ && expected_.empty()) expected_ = to_be_tried();
  take_up();
  return time_acts && accounted;
}

}  // namespace turnkeeper::rooms
