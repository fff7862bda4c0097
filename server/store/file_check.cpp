#include "store/file_check.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <system_error>

#include "store/migrations.h"
#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

using Header = std::array<char, 100>;

[[noreturn]] void refuse_foreign(const fs::path& file, const Advice& advice) {
  throw StoreError("The file " + file.string() + " is not a Turnkeeper database; " +
                   std::string{advice.foreign} + ".");
}

void refuse_newer(const fs::path& file, std::int64_t version, const Advice& advice) {
  if (version <= newest_version()) return;
  throw StoreError("The database " + file.string() + " is of the newer version " +
                   std::to_string(version) + " and this Turnkeeper knows up to " +
                   std::to_string(newest_version()) + "; " + std::string{advice.newer} + ".");
}

std::int64_t big_endian(const Header& header, std::size_t offset) {
  std::int64_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    number = number * 256 + static_cast<unsigned char>(header[offset + i]);
  }
  return number;
}

/// Zeros where the file is too short; nothing if it cannot be read.
std::optional<Header> read_header(const fs::path& file) {
  Header header{};
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  stream.read(header.data(), static_cast<std::streamsize>(header.size()));
  if (stream.bad()) return std::nullopt;
  return static_cast<std::size_t>(stream.gcount()) < header.size() ? Header{} : header;
}

bool is_sqlite(const Header& header) {
  return std::string_view{header.data(), 16} == std::string_view{"SQLite format 3\0", 16};
}

bool is_there_and_not_empty(const fs::path& file) {
  std::error_code none;
  const auto size = fs::file_size(file, none);
  return !none && size > 0;
}

}  // namespace

bool is_sqlite(const fs::path& file) {
  const auto header = read_header(file);
  return header && is_sqlite(*header);
}

bool has_log(const fs::path& file) { return is_there_and_not_empty(file.string() + "-wal"); }

bool has_leftovers(const fs::path& file) {
  return has_log(file) || is_there_and_not_empty(file.string() + "-journal");
}

void refuse_link(const fs::path& file) {
  std::error_code none;
  if (!fs::is_symlink(fs::symlink_status(file, none))) return;
  throw StoreError("The database " + file.string() +
                   " is a symbolic link; give --data the folder in which the file itself lies, or "
                   "a link to that folder.");
}

/// The places of the numbers: sqlite.org/fileformat2.html, 1.3.
void refuse_by_header(const fs::path& file, const Advice& advice) {
  std::error_code error;
  if (fs::exists(file, error) && !fs::is_regular_file(file, error)) refuse_foreign(file, advice);
  const auto size = fs::file_size(file, error);
  if (error || size == 0) return;  // none yet
  const auto header = read_header(file);
  if (!header) {
    throw StoreError("The database " + file.string() +
                     " cannot be read; check its permissions and its disk, or name another.");
  }
  // A power cut may have left any header; SQLite puts it right first, and the content tells.
  if (has_leftovers(file)) return;
  if (!is_sqlite(*header)) refuse_foreign(file, advice);
  if (big_endian(*header, 68) != kApplicationId) refuse_foreign(file, advice);
  refuse_newer(file, static_cast<std::int32_t>(big_endian(*header, 60)), advice);
}

void refuse_by_version(SQLite::Database& database, const Advice& advice) {
  const std::int64_t version = database.execAndGet("PRAGMA user_version").getInt64();
  if (database.execAndGet("PRAGMA application_id").getInt64() != kApplicationId) {
    refuse_foreign(database.getFilename(), advice);
  }
  refuse_newer(database.getFilename(), version, advice);
  if (version < 1) {  // it is written together with the id
    refuse_damaged(database.getFilename(), "it does not say which version wrote it", advice);
  }
}

std::vector<std::string> refuse_by_integrity(SQLite::Database& database, const Advice& advice) {
  std::vector<std::string> broken;
  SQLite::Statement check(database, "PRAGMA integrity_check");
  while (check.executeStep()) {
    std::string found = check.getColumn(0).getString();
    if (found == "ok") continue;
    if (!found.starts_with("CHECK constraint failed in ")) {
      refuse_damaged(database.getFilename(), std::move(found), advice);
    }
    broken.push_back(std::move(found));
  }
  return broken;
}

void refuse_damaged(const fs::path& file, std::string why, const Advice& advice) {
  std::replace(why.begin(), why.end(), '\n', ' ');
  throw StoreError("The database " + file.string() + " is damaged (" + why + "); " +
                   std::string{advice.damaged} + ".");
}

void refuse_unreadable(const fs::path& file, const SQLite::Exception& exception,
                       const Advice& advice) {
  const int code = exception.getErrorCode() & 0xFF;
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    refuse_damaged(file, exception.what(), advice);
  }
  throw StoreError("The database " + file.string() + " cannot be opened (" + exception.what() +
                   "); check its folder's permissions, and whether its disk is full or broken.");
}

}  // namespace turnkeeper::store
