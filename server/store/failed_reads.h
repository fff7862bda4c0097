// A disk that fails to read is not a database that is damaged.
#pragma once

namespace turnkeeper::store {

/// From here on SQLite says of a read that failed that it failed (SQLITE_IOERR_READ). By itself it
/// takes EIO for a sign of a corrupt file system, and says SQLITE_CORRUPT, as of a page with other
/// content than was written (sqlite3.c, seekAndRead; sqlite.org/rescode.html#ioerr_corruptfs). Once
/// in a process, before a database is opened.
void tell_failed_reads();

}  // namespace turnkeeper::store
