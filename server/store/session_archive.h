// Sessions as they come back from disk: their journals, replayed.
#pragma once

#include <optional>
#include <vector>

#include "rooms/registry.h"
#include "store/queries.h"

namespace turnkeeper::store {

/// Thread: that of its Queries.
class SessionArchive : public rooms::Archive {
 public:
  explicit SessionArchive(Queries& queries) : queries_(queries) {}

  /// Also for a session that has ended: how it went in full. Throws
  /// rooms::DamagedJournal, naming session and seq, for a journal that is not as it was written
  /// or that this version cannot replay, and StoreError for a disk that cannot be read.
  std::optional<rooms::Opening> open(const core::SessionId& session) override;
  std::vector<core::SessionId> unsettled() override;

 private:
  std::optional<rooms::Opening> read(const core::SessionId& session);

  Queries& queries_;
};

}  // namespace turnkeeper::store
