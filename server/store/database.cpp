#include "store/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <system_error>

#include "store/data_directory.h"
#include "store/migrations.h"
#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

constexpr int kBusyTimeoutMs = 5'000;
/// A larger file is not read through at each start; a fault in it shows when its page is read.
constexpr std::uintmax_t kReadThrough = 64 * 1024 * 1024;

[[noreturn]] void refuse_foreign(const fs::path& file) {
  throw StoreError("The file " + file.string() +
                   " is not a Turnkeeper database; move it away, or give --data another folder.");
}

/// `why` may come from SQLite, in several lines.
[[noreturn]] void refuse_damaged(const fs::path& file, std::string why) {
  std::replace(why.begin(), why.end(), '\n', ' ');
  throw StoreError("The database " + file.string() + " is damaged (" + why +
                   "); restore a backup, or give --data another folder.");
}

[[noreturn]] void refuse_newer(const fs::path& file, std::int64_t version) {
  throw StoreError("The database " + file.string() + " is of the newer version " +
                   std::to_string(version) + " and this Turnkeeper knows up to " +
                   std::to_string(newest_version()) +
                   "; start the newer Turnkeeper, or give --data another folder.");
}

/// SQLite has work of its last user to finish before the file says what it holds.
bool has_leftovers(const fs::path& file) {
  std::error_code ignored;
  for (const char* suffix : {"-wal", "-journal"}) {
    const auto size = fs::file_size(fs::path{file.string() + suffix}, ignored);
    if (!ignored && size > 0) return true;
  }
  return false;
}

std::int64_t big_endian(const std::array<char, 100>& header, std::size_t offset) {
  std::int64_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    number = number * 256 + static_cast<unsigned char>(header[offset + i]);
  }
  return number;
}

/// Looks at the first bytes of a file (sqlite.org/fileformat2.html, 1.3) without SQLite, which
/// would make files beside it.
void refuse_by_header(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error || size == 0) return;  // none yet
  std::array<char, 100> header{};
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    throw StoreError("The database " + file.string() +
                     " cannot be read; check its permissions, or give --data another folder.");
  }
  stream.read(header.data(), static_cast<std::streamsize>(header.size()));
  if (static_cast<std::size_t>(stream.gcount()) < header.size() ||
      std::string_view{header.data(), 16} != std::string_view{"SQLite format 3\0", 16}) {
    refuse_foreign(file);
  }
  if (has_leftovers(file)) return;
  if (big_endian(header, 68) != kApplicationId) refuse_foreign(file);
  const std::int64_t version = big_endian(header, 60);
  if (version > newest_version()) refuse_newer(file, version);
}

/// Makes an empty file that only its owner can read; SQLite gives the same permissions to those
/// that it puts beside it.
bool make_file(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    ::close(descriptor);
    return true;
  }
  if (errno == EEXIST) return false;
  throw StoreError("The database " + file.string() + " cannot be made (" +
                   std::generic_category().message(errno) +
                   "); give --data a folder that can be written.");
}

void checkpoint_on_close(SQLite::Database& database, bool wanted) {
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wanted ? 0 : 1,
                    nullptr);
}

void refuse_by_content(const fs::path& file, SQLite::Database& database) {
  if (database.execAndGet("PRAGMA page_count").getInt64() == 0) return;  // nothing was written yet
  const std::int64_t version = database.execAndGet("PRAGMA user_version").getInt64();
  if (database.execAndGet("PRAGMA application_id").getInt64() != kApplicationId) {
    refuse_foreign(file);
  }
  if (version > newest_version()) refuse_newer(file, version);
  if (fs::file_size(file) <= kReadThrough) {
    const std::string found = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (found != "ok") refuse_damaged(file, found);
  }
}

/// The epoch.
std::string open_and_migrate(const fs::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
  // What is refused stays as it was: not even its own log is moved into it.
  checkpoint_on_close(database, false);
  refuse_by_content(file, database);
  checkpoint_on_close(database, true);
  database.exec("PRAGMA secure_delete = ON");
  migrate(database);
  // After the first step, so that a new file is never seen without its header.
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return database.execAndGet("SELECT value FROM meta WHERE key = 'epoch'").getString();
}

}  // namespace

struct Database::Parts {
  std::optional<DataDirectory> directory;
  fs::path file;
  std::string epoch;
};

Database::Database(const fs::path& directory) : parts_(std::make_unique<Parts>()) {
  parts_->file = directory / "turnkeeper.db";
  const fs::path& file = parts_->file;
  refuse_by_header(file);  // first, so that a folder that isn't ours gets no file from us
  parts_->directory.emplace(directory);
  const bool made = make_file(file);
  try {
    parts_->epoch = open_and_migrate(file);
  } catch (const SQLite::Exception& exception) {
    const int code = exception.getErrorCode() & 0xFF;
    if (made) {
      std::error_code ignored;
      fs::remove(file, ignored);
    }
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) refuse_damaged(file, exception.what());
    throw StoreError("The database " + file.string() + " cannot be opened (" + exception.what() +
                     "); check its folder's permissions and the disk.");
  }
}

Database::~Database() = default;

const fs::path& Database::file() const { return parts_->file; }

const std::string& Database::epoch() const { return parts_->epoch; }

}  // namespace turnkeeper::store
