// What the store relies on is asked for, and not hoped to be what SQLite was built with.
#include "store/connection.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "store_fixture.h"

using namespace turnkeeper::store;

namespace {

extern "C" int be_careless(sqlite3* database, char**, const void*) {
  return sqlite3_exec(database,
                      "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;"
                      "PRAGMA secure_delete = OFF; PRAGMA journal_size_limit = -1",
                      nullptr, nullptr, nullptr);
}

/// As long as it lives each connection that is opened cares for nothing, until it is told to.
class CarelessSqlite {
 public:
  CarelessSqlite() { sqlite3_auto_extension(entry()); }
  ~CarelessSqlite() { sqlite3_cancel_auto_extension(entry()); }
  CarelessSqlite(const CarelessSqlite&) = delete;
  CarelessSqlite& operator=(const CarelessSqlite&) = delete;

 private:
  static void (*entry())() { return reinterpret_cast<void (*)()>(be_careless); }
};

}  // namespace

TEST_CASE("the writer syncs each commit, and deletes by overwriting, however SQLite was built",
          "[store]") {
  const TemporaryDirectory temporary;
  const CarelessSqlite careless;
  const Database database(temporary.path());
  SQLite::Database connection =
      open_for_writing(temporary.file(), std::chrono::milliseconds{5'000});
  const auto value = [&](const std::string& name) {
    return connection.execAndGet("PRAGMA " + name).getInt();
  };
  CHECK(connection.execAndGet("PRAGMA journal_mode").getString() == "wal");
  CHECK(value("synchronous") == 2);  // FULL
  CHECK(value("foreign_keys") == 1);
  CHECK(value("secure_delete") == 1);
  CHECK(value("temp_store") == 2);  // MEMORY
  CHECK(value("journal_size_limit") == 64 * 1024 * 1024);
}
