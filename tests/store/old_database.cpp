#include "old_database.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <stdexcept>

#include "store/migrations.h"

namespace turnkeeper::store {

bool make_version_1(const std::filesystem::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 5'000);
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  if (version != 2 || newest_version() != 2) {
    throw std::logic_error("Say here how a database of a newer version is taken back.");
  }
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  const char* const newer =
      "SELECT count(*) FROM events WHERE json_extract(data, '$.reopen_until') IS NOT NULL";
  if (database.execAndGet(newer).getInt() > 0) return false;
  database.exec(
      "DROP TABLE coaches;"
      "ALTER TABLE sessions DROP COLUMN reopen_until;"
      "DROP INDEX sessions_unended;"
      "CREATE INDEX sessions_unended ON sessions (circle) WHERE phase <> 'ended';"
      "PRAGMA user_version = 1");
  transaction.commit();
  return true;
}

}  // namespace turnkeeper::store
