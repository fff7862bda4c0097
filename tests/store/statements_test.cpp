// What one run of a statement leaves to the next: nothing.
#include "store/statements.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <catch2/catch.hpp>

using namespace turnkeeper::store;

TEST_CASE("what a run that failed had bound is not in the next one", "[store]") {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec("CREATE TABLE said (by TEXT, text TEXT)");
  sqlite3_limit(database.getHandle(), SQLITE_LIMIT_LENGTH, 1'000);
  Statements statements(database);
  const auto say = [&](const std::optional<std::string>& by, const std::string& text) {
    statements.run("INSERT INTO said (by, text) VALUES (?, ?)", by, text);
  };
  CHECK_THROWS_AS(say("m1", std::string(2'000, 'x')), StatementError);
  say(std::nullopt, "short");
  auto row = statements.select("SELECT by FROM said");
  REQUIRE(row.next());
  CHECK(row.absent(0));
}
