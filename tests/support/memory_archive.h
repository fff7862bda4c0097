// Rooms from what a MemoryJournal made durable.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "rooms/registry.h"
#include "tests/support/memory_journal.h"

namespace turnkeeper::testing {

class MemoryArchive : public rooms::Archive {
 public:
  explicit MemoryArchive(MemoryJournal& journal) : journal_(journal) {}

  /// At once, or when a test lets it.
  void open(const core::SessionId& session, Opened opened) override;
  std::optional<rooms::Opening> read(const core::SessionId& session);
  /// Sessions in which time has still something to do.
  std::vector<core::SessionId> unsettled();

  /// From now on nobody is answered before `answer_next`.
  void take_time() { takes_time_ = true; }
  /// Answers whoever has asked first. REQUIRES: somebody waits.
  void answer_next();
  std::size_t waiting() const { return waiting_.size(); }

  /// From now on its journal cannot be read, or can again.
  void spoil(const core::SessionId& session) { spoilt_.insert(session); }
  void mend(const core::SessionId& session) { spoilt_.erase(session); }
  /// There is no memory to ask it anything, once.
  void forget_next() { forgets_ = true; }
  /// It is not answered in time, or is again.
  void hang(bool hangs) { hangs_ = hangs; }
  /// Its journal is not as it was written.
  void damage(const core::SessionId& session) { damaged_.insert(session); }

 private:
  MemoryJournal& journal_;
  std::set<core::SessionId> spoilt_;
  std::set<core::SessionId> damaged_;
  bool takes_time_ = false;
  bool forgets_ = false;
  bool hangs_ = false;
  std::deque<std::pair<core::SessionId, Opened>> waiting_;
};

}  // namespace turnkeeper::testing
