// The data directory and the database in it: made if it is not there, brought up to date, and
// locked, so that two servers never share one.
//
// Opening is all or nothing. A file that is newer, damaged or not ours is refused by a StoreError,
// and left as it was.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace turnkeeper::store {

/// Where the database of a data directory is, or would be.
std::filesystem::path database_in(const std::filesystem::path& directory);

class Database {
 public:
  /// Opens the one of `directory`. Throws StoreError with one sentence that names the file and
  /// what to do.
  explicit Database(const std::filesystem::path& directory);
  /// REQUIRES: every Writer and Queries on it is gone. Gives the lock back.
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::filesystem::path& file() const;

  /// Names this history of the store. It survives restarts; only a restored backup starts a new
  /// one.
  const std::string& epoch() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace turnkeeper::store
