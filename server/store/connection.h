// How the store's connections are opened. Only for its sources.
#pragma once

#include <chrono>
#include <filesystem>

#include "store/file_check.h"

namespace SQLite {
class Database;
}

namespace turnkeeper::store {

/// For the one writer: commits reach the disk before they return, erased pages are overwritten.
/// Throws StoreError.
SQLite::Database open_for_writing(const std::filesystem::path& file,
                                  std::chrono::milliseconds busy_timeout);

/// For readers: it can write nothing, and hardly waits for a lock, which hardly ever is.
/// Throws StoreError.
SQLite::Database open_for_reading(const std::filesystem::path& file);

/// For a visitor from another process, whether or not a server has the file open: it waits as long
/// as it must, and moves no log into the file. It could write, because whoever only reads cannot
/// take its own empty log away when it is the last to leave. Throws StoreError for a file that is
/// not there, and as file_check.h does.
SQLite::Database open_as_visitor(const std::filesystem::path& file, const Advice& advice);

}  // namespace turnkeeper::store
