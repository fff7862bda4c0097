// Whether the write-ahead log beside a database is whole, but for a tail of which nobody was told.
// Only for the store's sources.
#pragma once

#include <filesystem>

#include "store/file_check.h"

namespace turnkeeper::store {

/// SQLite reads a log up to the first frame that is not as it was written, and takes the rest for
/// what a power cut left of the last transaction. But each transaction is synced before the next is
/// written: where another one follows, the frame was damaged afterwards, and what is lost was told.
/// Throws StoreError then; nothing is written. A log whose very last transaction is damaged cannot
/// be told from one that was never finished.
///
/// May be called while a server writes the log. The format: sqlite.org/fileformat2.html, 4.
void refuse_by_log(const std::filesystem::path& database, const Advice& advice);

}  // namespace turnkeeper::store
