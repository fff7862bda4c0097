// The live rooms of one shard: opened from the archive when first asked for, kept while their
// session lives, and for a minute after its end.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "rooms/room.h"

namespace turnkeeper::rooms {

/// Where rooms come from: what is durable, replayed.
class Archive {
 public:
  virtual ~Archive() = default;
  /// Nothing if there is no such session. Throws std::runtime_error with a sentence for a journal
  /// that cannot be read.
  virtual std::optional<Opening> open(const core::SessionId& session) = 0;
  virtual std::vector<core::SessionId> unended() = 0;
};

/// Makes the outbox of a room, and is told when the room is gone.
class Outboxes {
 public:
  virtual ~Outboxes() = default;
  virtual Outbox& open(const core::SessionId& session) = 0;
  virtual void close(const core::SessionId& session) = 0;
};

class Registry {
 public:
  static constexpr core::Millis kEndedRoom{60'000};  ///< an ended room stays open

  Registry(Clock& clock, Alarm& alarm, Journal& journal, Archive& archive, Outboxes& outboxes);
  ~Registry();

  /// Opens every session that had not ended; each one that was running or waiting is told of the
  /// outage since `last_mark`.
  void recover(core::Instant last_mark);

  /// The room of a planned, live or just ended session; nullptr if there is none. The pointer is
  /// good until control returns to the loop.
  Room* find(const core::SessionId& session);

  /// All rooms that are open.
  std::vector<Room*> rooms();

  /// To be called every `kTick` or so: gives each room its mark of life, opens those again that
  /// were lost, and closes those whose session is over. Answers whether time will act somewhere, a
  /// pause that has an end included, so that a mark of life is worth writing.
  bool tick();

  static constexpr core::Millis kTick = Room::kAliveEvery;

 private:
  struct Kept;

  Room& keep(Opening opening);
  Room& keep_after_outage(Opening opening, core::Instant last_mark);
  Room* open_again(const core::SessionId& session);

  Clock& clock_;
  Alarm& alarm_;
  Journal& journal_;
  Archive& archive_;
  Outboxes& outboxes_;
  std::map<core::SessionId, std::unique_ptr<Kept>> kept_;
};

}  // namespace turnkeeper::rooms
