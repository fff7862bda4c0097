// A database that the program of version 1 wrote: fixtures/version-1.db, the circle "c" with two
// sessions that were held and one that is planned (meeting.h), and the circle "d".
#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "store/migrations.h"
#include "store/verify.h"
#include "store_fixture.h"

using namespace turnkeeper::store;

namespace {

void bring(const std::filesystem::path& into) {
  std::filesystem::copy_file(
      std::filesystem::path{TURNKEEPER_SOURCE_DIR} / "tests/store/fixtures/version-1.db", into);
}

}  // namespace

TEST_CASE("a database of version 1 is brought up to date, and says what it said", "[store]") {
  const TemporaryDirectory temporary;
  bring(temporary.file());
  REQUIRE(ask(temporary.file(), "PRAGMA user_version") == "1");
  Store store(temporary.path());
  CHECK(ask(temporary.file(), "PRAGMA user_version") == std::to_string(newest_version()));
  CHECK(verify(store.database.file()).whole());
  CHECK(store.queries.circle({"c"})->name == "Thursday circle");
  CHECK(store.queries.circle({"d"})->name == "Second circle");
  CHECK(store.queries.members({"c"}).size() == 3);
  CHECK(store.queries.last_seq("s1") == 83);
  CHECK(store.queries.last_seq("s2") == 83);
  CHECK(store.queries.last_seq("s3") == 1);
  CHECK(store.queries.open_actions({"c"}).size() == 4);
  CHECK(ask(temporary.file(),
            "SELECT count(*) FROM actions JOIN words ON words.id = actions.what WHERE text = 'Say "
            "no twice'") == "4");
}

TEST_CASE("a circle of version 1 goes on where it stood", "[store]") {
  const TemporaryDirectory temporary;
  bring(temporary.file());
  Store store(temporary.path());
  CHECK(append(store.writer, store.pump, issued_link("c", 4)) == AppendOutcome::committed);
  CHECK(verify(store.database.file()).whole());
}

TEST_CASE(
    "whoever goes on with a damaged history is of another one before anything else is changed",
    "[store]") {
  const TemporaryDirectory lived;
  const TemporaryDirectory temporary;
  bring(lived.file());
  SQLite::Database other(lived.file().string(), SQLite::OPEN_READWRITE);
  const auto log = lived.file().string() + "-wal";
  while (!std::filesystem::exists(log) || std::filesystem::file_size(log) < 24'000) {
    other.exec("UPDATE events SET at_ms = at_ms + 1 WHERE position = 1");
  }
  copy_as_crashed(lived.file(), temporary.file());
  const auto epoch = [&] {
    return ask(temporary.file(), "SELECT value FROM meta WHERE key = 'epoch'");
  };
  const std::string before = epoch();
  {
    const FullDisk full(33'000);  // room in the log for a word, not for the tables of version 2
    CHECK_THAT(complaint([&] { const Database database(temporary.path(), Damage::serve); }),
               Catch::Matchers::Contains("disk is full"));
  }
  CHECK(ask(temporary.file(), "PRAGMA user_version") == "1");
  CHECK(epoch() != before);
}
