// One append, as rows. Only for the store's sources.
//
// Thread: that of its statements. REQUIRES for all: a transaction is open; what throws has to be
// rolled back.
#pragma once

#include "store/statements.h"
#include "store/stream.h"

namespace turnkeeper::store {

/// Writes events, words, projections and what stands beside them. False, and nothing is written, if
/// the stream is not at its expected seq or is another circle's or of the other kind. Throws
/// StatementError if SQLite refuses, StoreError for events that no projection can read.
bool write(Statements& statements, const StreamAppend& append);

}  // namespace turnkeeper::store
