// Rooms from what a MemoryJournal made durable.
#pragma once

#include <optional>
#include <vector>

#include "rooms/registry.h"
#include "tests/support/memory_journal.h"

namespace turnkeeper::testing {

class MemoryArchive : public rooms::Archive {
 public:
  explicit MemoryArchive(MemoryJournal& journal) : journal_(journal) {}

  std::optional<rooms::Opening> open(const core::SessionId& session) override;
  std::vector<core::SessionId> unended() override;

 private:
  MemoryJournal& journal_;
};

}  // namespace turnkeeper::testing
