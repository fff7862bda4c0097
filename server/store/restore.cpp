#include "store/restore.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <system_error>

#include "store/connection.h"
#include "store/data_directory.h"
#include "store/database.h"
#include "store/history.h"
#include "store/new_file.h"
#include "store/replacement.h"
#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

void refuse_faults(const fs::path& file, const Faults& faults) {
  if (faults.empty()) return;
  throw StoreError("The backup " + file.string() + " is not as it was written" + faults.told() +
                   " Nothing was restored; name another backup.");
}

/// What a restore that was killed left behind. REQUIRES: the data directory is ours.
void clear_unfinished(const fs::path& incoming) {
  std::error_code ignored;
  for (const char* suffix : kBesideDatabase) fs::remove(incoming.string() + suffix, ignored);
  fs::remove(incoming, ignored);
}

/// Page by page, in the transaction in which they were verified: what is taken is what was read.
void copy(SQLite::Database& verified, const fs::path& into) {
  try {
    SQLite::Database copy(into.string(), SQLite::OPEN_READWRITE);
    SQLite::Backup(copy, verified).executeStep(-1);
    copy.exec("PRAGMA journal_mode = DELETE");  // one file, until it is opened in its place
    Statements statements(copy);
    begin_epoch(statements);
  } catch (const SQLite::Exception& exception) {
    throw StoreError("The copy " + into.string() + " cannot be written (" + exception.what() +
                     "); nothing was restored. Make room there, and restore again.");
  }
}

}  // namespace

Restored restore(const fs::path& file, const fs::path& directory) {
  const fs::path place = database_in(directory);
  refuse_link(place);
  Restored restored;
  std::optional<DataDirectory> ours;
  std::optional<NewFile> incoming;
  {
    SQLite::Database backup = open_as_visitor(file, kAboutBackup);
    backup.exec("BEGIN");
    restored.content = verify(backup, kAboutBackup);
    refuse_faults(file, restored.content.faults);
    ours.emplace(directory);
    clear_unfinished(place.string() + ".restoring");
    incoming.emplace(place.string() + ".restoring");
    copy(backup, incoming->path());
  }
  incoming->sync();
  Replacement replacement(place);
  replacement.settle();
  replacement.keep_aside();
  replacement.clear();
  replacement.put(*incoming);
  restored.kept_aside = replacement.aside();
  return restored;
}

}  // namespace turnkeeper::store
