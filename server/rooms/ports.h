// The ports of a room: all that a live session needs of the world. Each has an in-memory twin in
// tests/support.
//
// Everything here is called on the room's own thread (its shard's event loop), and calls back on
// it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "timekeeper/timekeeper.h"

namespace turnkeeper::rooms {

namespace core = turnkeeper::timekeeper;

/// Server time: the wall clock at start plus the monotonic clock since, never before the last event
/// of the journal.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual core::Instant now() const = 0;
};

/// One alarm queue a shard.
class Alarm {
 public:
  using Ticket = std::uint64_t;  ///< never 0
  virtual ~Alarm() = default;
  /// Calls `ring` once, at `when` or as soon after as the loop allows; never from inside `set`.
  virtual Ticket set(core::Instant when, std::function<void()> ring) = 0;
  /// After this the alarm will not ring. Unknown tickets are ignored.
  virtual void cancel(Ticket ticket) = 0;
};

/// What a change was answered with, kept so that the same change gets the same answer again.
struct ChangeResult {
  std::uint64_t seq = 0;
  std::optional<core::EntryId> entry;
  std::optional<core::ActionId> action;
  std::optional<core::VoteId> vote;
  std::optional<core::Transfer> paid;
  bool operator==(const ChangeResult&) const = default;
};

struct RememberedChange {
  core::MemberId seat;
  std::string change;  ///< the client's id for it
  ChangeResult result;
};

/// Events of one room, the words and changes that come with them, and the words that go: durable
/// together, or not at all.
struct Batch {
  core::SessionId session;
  std::uint64_t expected_seq =
      0;  ///< of the last event before these; they are numbered from the next
  std::vector<core::Event> events;
  std::vector<core::Words> words;
  std::vector<RememberedChange> changes;
  std::vector<core::WordsId> erased{};  ///< whose texts go for good; others' are left alone
};

enum class AppendOutcome : std::uint8_t {
  committed,
  conflict,     ///< somebody else wrote to the stream, or it is damaged: load the room again
  damaged,      ///< the lists that are kept of it contradict it; no other try helps
  unavailable,  ///< the disk refuses, or a table does not take it; nobody sees it, unless the
                ///< server dies before it writes again
};

class Journal {
 public:
  virtual ~Journal() = default;
  /// Calls `done` when the batch is on disk, or when it counts as not written: what a disk that
  /// refuses has taken of it nobody knows, and it is undone by the next write. Never from inside
  /// `append`.
  virtual void append(Batch batch, std::function<void(AppendOutcome)> done) = 0;
};

/// What has become of a room, for those who watch it.
struct Published {
  std::uint64_t seq = 0;
  const core::Event& event;
  const core::Session& after;
  const core::Wordbook& wordbook;
};

enum class Notice : std::uint8_t { storage_unavailable, storage_back };

/// Whoever is told of a room's events, after they are durable, in order, each once at most: a room
/// that breaks down in the middle is closed, and what it has not told is in the state.
class Outbox {
 public:
  virtual ~Outbox() = default;
  virtual void publish(const Published& published) = 0;
  virtual void notice(Notice notice) = 0;
};

}  // namespace turnkeeper::rooms
