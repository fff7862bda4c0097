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

  /// Also for a session that has ended: how it went in full. Throws StoreError, naming session and
  /// seq, for a journal that this version cannot replay.
  std::optional<rooms::Opening> open(const core::SessionId& session) override;
  std::vector<core::SessionId> unsettled() override;

 private:
  Queries& queries_;
};

}  // namespace turnkeeper::store
