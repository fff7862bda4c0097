// How the store's connections are opened. Only for its sources.
#pragma once

#include <chrono>
#include <filesystem>

namespace SQLite {
class Database;
}

namespace turnkeeper::store {

/// For the one writer: commits reach the disk before they return, erased pages are overwritten.
/// Throws StoreError.
SQLite::Database open_for_writing(const std::filesystem::path& file,
                                  std::chrono::milliseconds busy_timeout);

/// For readers: it can write nothing, and hardly waits, because it is asked on the loop.
/// Throws StoreError.
SQLite::Database open_for_reading(const std::filesystem::path& file);

}  // namespace turnkeeper::store
