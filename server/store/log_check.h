// Whether the write-ahead log beside a database is whole, but for a tail of which nobody was told.
// Only for the store's sources.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "store/file_check.h"

namespace turnkeeper::store {

/// The number of the first frame, from 0, in the log beside `database` that is not as it was
/// written, if something is lost with it that was told.
///
/// SQLite reads a log up to the first frame that is not as it was written, and takes the rest for
/// what a power cut left of the last transaction. But each transaction is synced before the next is
/// written: where another one follows, the frame was damaged afterwards, and what is lost was told.
/// A log whose very last transaction is damaged cannot be told from one that was never finished,
/// nor one whose last transactions are damaged where each of them meets the next: that is for the
/// note beside the database to say (store/witness.h).
///
/// May be called while a server writes the log. The format: sqlite.org/fileformat2.html, 4.
std::optional<std::size_t> lost_frame(const std::filesystem::path& database);

/// Throws StoreError if there is one.
void refuse_by_log(const std::filesystem::path& database, const Advice& advice);

}  // namespace turnkeeper::store
