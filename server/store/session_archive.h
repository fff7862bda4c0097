// Sessions as they come back from disk: their journals, replayed.
#pragma once

#include <optional>

#include "rooms/registry.h"
#include "store/queries.h"
#include "store/reader.h"

namespace turnkeeper::store {

/// Also one that has ended: how it went in full. Nothing if there is no such session. Throws
/// rooms::DamagedJournal, naming session and seq, for a journal that is not as it was written or
/// that this version cannot replay, and StoreError for a disk that cannot be read.
std::optional<rooms::Opening> read_session(Queries& queries, const core::SessionId& session);

/// Thread: the loop's.
class SessionArchive : public rooms::Archive {
 public:
  explicit SessionArchive(Reader& reader) : reader_(reader) {}

  /// The outcome of read_session, or a NoAnswer.
  void open(const core::SessionId& session, Opened opened) override;

 private:
  Reader& reader_;
};

}  // namespace turnkeeper::store
