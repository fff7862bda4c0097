// A journal in memory, with a disk that can be slow or refuse.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "rooms/ports.h"

namespace turnkeeper::testing {

namespace core = turnkeeper::timekeeper;

/// What became durable of one session.
struct MemoryStream {
  std::vector<core::Event> events;
  std::vector<core::Words> words;
  std::vector<rooms::RememberedChange> changes;
};

/// Appends wait in memory until `pump`, which writes each or refuses it, and only then says so.
class MemoryJournal : public rooms::Journal {
 public:
  void append(rooms::Batch batch, std::function<void(rooms::AppendOutcome)> done) override;

  /// Completes every append that waits, those that follow from them too.
  void pump();
  /// Completes the oldest append that waits; whether there was one.
  bool pump_one();

  /// From now on the disk refuses (or takes) what is completed.
  void refuse(bool refuses) { refuses_ = refuses; }

  /// From now on nothing can be written of this session: its lists contradict it.
  void contradict(const core::SessionId& session) { contradicted_ = session; }

  /// From now on `append` throws, which no journal may.
  void breaks(bool broken) { broken_ = broken; }

  /// Somebody else writes: the next append to this session is in conflict.
  void write_behind(const core::SessionId& session, core::Event event);

  std::size_t waiting() const { return waiting_.size(); }
  const MemoryStream& stream(const core::SessionId& session) { return streams_[session]; }
  const std::map<core::SessionId, MemoryStream>& streams() const { return streams_; }

 private:
  rooms::AppendOutcome write(rooms::Batch& batch);

  std::deque<std::pair<rooms::Batch, std::function<void(rooms::AppendOutcome)>>> waiting_;
  std::map<core::SessionId, MemoryStream> streams_;
  core::SessionId contradicted_;
  bool refuses_ = false;
  bool broken_ = false;
};

}  // namespace turnkeeper::testing
