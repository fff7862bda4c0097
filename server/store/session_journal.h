// The journal of live rooms, on the writer.
#pragma once

#include <functional>

#include "rooms/ports.h"
#include "store/writer.h"

namespace turnkeeper::store {

/// A room's batch as the append that it becomes; also for who plans a session together with its
/// circle's record of it. Each of the batch's words goes with the first event that refers to it, or
/// with the last if none does.
StreamAppend to_append(const rooms::Batch& batch);

class SessionJournal : public rooms::Journal {
 public:
  explicit SessionJournal(Writer& writer) : writer_(writer) {}
  void append(rooms::Batch batch, std::function<void(rooms::AppendOutcome)> done) override;

 private:
  Writer& writer_;
};

}  // namespace turnkeeper::store
