// Rooms from what a MemoryJournal made durable.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "rooms/registry.h"
#include "tests/support/memory_journal.h"

namespace turnkeeper::testing {

class MemoryArchive : public rooms::Archive {
 public:
  explicit MemoryArchive(MemoryJournal& journal) : journal_(journal) {}

  std::optional<rooms::Opening> open(const core::SessionId& session) override;
  std::vector<core::SessionId> unsettled() override;

  /// From now on its journal cannot be read, or can again.
  void spoil(const core::SessionId& session) { spoilt_.insert(session); }
  void mend(const core::SessionId& session) { spoilt_.erase(session); }
  /// Its journal is not as it was written.
  void damage(const core::SessionId& session) { damaged_.insert(session); }

 private:
  MemoryJournal& journal_;
  std::set<core::SessionId> spoilt_;
  std::set<core::SessionId> damaged_;
};

}  // namespace turnkeeper::testing
