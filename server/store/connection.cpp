#include "store/connection.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <system_error>

#include "store/log_check.h"
#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

/// A write-ahead log that grew in a busy hour is cut back to this when it starts again.
constexpr const char* kLogLimit = "PRAGMA journal_size_limit = 67108864";
/// What people say must not go by way of a file elsewhere, as pages do that a statement might have
/// to take back; nor may a folder for such files that is full keep a change from being written.
constexpr const char* kNoTemporaryFiles = "PRAGMA temp_store = MEMORY";
constexpr int kReaderPatienceMs = 50;
constexpr int kVisitorPatienceMs = 5'000;

[[noreturn]] void fail(const std::filesystem::path& file, const SQLite::Exception& exception) {
  throw StoreError("The database " + file.string() + " cannot be opened (" + exception.what() +
                   "); check its folder's permissions, and whether its disk is full or broken.");
}

}  // namespace

SQLite::Database open_for_writing(const std::filesystem::path& file,
                                  std::chrono::milliseconds busy_timeout) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE,
                              static_cast<int>(busy_timeout.count()));
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    database.exec("PRAGMA foreign_keys = ON");
    database.exec("PRAGMA secure_delete = ON");
    database.exec(kNoTemporaryFiles);
    database.exec(kLogLimit);
    return database;
  } catch (const SQLite::Exception& exception) {
    fail(file, exception);
  }
}

SQLite::Database open_for_reading(const std::filesystem::path& file) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY, kReaderPatienceMs);
    database.exec("PRAGMA query_only = ON");
    database.exec(kNoTemporaryFiles);
    return database;
  } catch (const SQLite::Exception& exception) {
    fail(file, exception);
  }
}

SQLite::Database open_as_visitor(const std::filesystem::path& named, const Advice& advice) {
  std::error_code error;
  // SQLite keeps the log beside the file itself, and not beside a link to it.
  const bool is_link = std::filesystem::is_symlink(named, error);
  auto file = is_link ? std::filesystem::weakly_canonical(named, error) : named;
  if (error) file = named;
  if (!std::filesystem::exists(file, error)) {
    throw StoreError("There is no database " + file.string() + "; " + std::string{advice.missing} +
                     ".");
  }
  refuse_by_header(file, advice);
  if (std::filesystem::file_size(file, error) == 0) {
    throw StoreError("The database " + file.string() + " is empty; " + std::string{advice.damaged} +
                     ".");
  }
  refuse_by_log(file, advice);
  const bool leftovers = has_leftovers(file);
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, kVisitorPatienceMs);
    if (leftovers) {
      sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    refuse_by_version(database, advice);
    database.exec(kNoTemporaryFiles);
    return database;
  } catch (const SQLite::Exception& exception) {
    refuse_unreadable(file, exception, advice);
  }
}

}  // namespace turnkeeper::store
