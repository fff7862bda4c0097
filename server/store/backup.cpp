#include "store/backup.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <system_error>

#include "store/connection.h"
#include "store/database.h"
#include "store/new_file.h"
#include "store/store_error.h"
#include "store/tokens.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

constexpr int kStepsBetweenQuestions = 1'000;  ///< of SQLite's machine; less than a millisecond

/// Before any work is done; that it still holds at the end is seen to by NewFile::become.
void refuse_taken(const fs::path& file) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(file, error))) {
    throw StoreError("The file " + file.string() +
                     " is there already, and nothing is overwritten; give another name.");
  }
}

/// VACUUM INTO reads in one transaction, so that no writer makes it begin again, and writes only
/// what stands: of what was erased or overwritten not even an empty page comes along. And the copy
/// keeps no log beside it, so that it can be read from where nothing can be written.
void copy(SQLite::Database& database, const fs::path& into, const fs::path& target) {
  try {
    SQLite::Statement statement(database, "VACUUM INTO ?");
    statement.bind(1, into.string());
    statement.exec();
  } catch (const SQLite::Exception& exception) {
    const int code = exception.getErrorCode() & 0xFF;
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
      refuse_damaged(database.getFilename(), exception.what(), kAboutOurs);
    }
    if (code == SQLITE_INTERRUPT) {
      throw StoreError("The backup " + target.string() +
                       " was stopped, and nothing of it is left; begin it again when you like.");
    }
    throw StoreError("The backup " + target.string() + " cannot be written (" + exception.what() +
                     "); make room there, or name a file on another disk.");
  }
}

}  // namespace

std::uintmax_t back_up(const fs::path& directory, const fs::path& into,
                       const std::function<bool()>& give_up) {
  refuse_taken(into);
  SQLite::Database database = open_as_visitor(database_in(directory), kAboutOurs);
  std::function<bool()> ask = give_up;
  sqlite3_progress_handler(
      database.getHandle(), kStepsBetweenQuestions,
      [](void* asked) { return (*static_cast<std::function<bool()>*>(asked))() ? 1 : 0; }, &ask);
  NewFile file(into.string() + ".unfinished-" + make_id().substr(0, 6));
  copy(database, file.path(), into);
  file.sync();
  const auto size = fs::file_size(file.path());
  file.become(into);
  return size;
}

}  // namespace turnkeeper::store
