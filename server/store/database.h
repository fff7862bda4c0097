// The data directory and the database in it: made if it is not there, brought up to date, and
// locked, so that two servers never share one.
//
// Opening is all or nothing. A file that is newer, damaged or not ours is refused by a StoreError,
// and left as it was.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace turnkeeper::store {

/// Where the database of a data directory is, or would be.
std::filesystem::path database_in(const std::filesystem::path& directory);

/// What to do with data that are not as they were written.
enum class Damage : std::uint8_t {
  refuse,
  serve,  ///< whatever can still be read; a session with a gap in its journal cannot
};

class Database {
 public:
  /// Opens the one of `directory`. Spends up to a second on looking whether all is as it was
  /// written, as `verify` does; of a database for which that is too little, rooms look at their
  /// own journals. Throws StoreError with one sentence that names the file and what to do.
  explicit Database(const std::filesystem::path& directory, Damage damage = Damage::refuse);
  /// REQUIRES: every Writer and Queries on it is gone. Gives the lock back.
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::filesystem::path& file() const;

  /// Names this history of the store. It survives restarts; only a restored backup starts a new
  /// one, and whoever goes on without what was damaged.
  const std::string& epoch() const;

  /// What is to be noted once so many transactions of its writers are on disk: should the end of
  /// them be missing at a later start, it is known. Thread: the writer's.
  std::string note_of(std::uint64_t transactions) const;
  void keep_note(const std::string& note) const noexcept;

  /// What is not as it was written, and served all the same: a sentence or two; empty if all is.
  const std::string& damage() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace turnkeeper::store
