#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "store/migrations.h"
#include "store/store_error.h"
#include "store/verify.h"
#include "store_fixture.h"

using namespace turnkeeper::store;
using Catch::Matchers::Contains;

namespace {

auto count_of_files(const std::filesystem::path& directory) {
  const std::filesystem::directory_iterator files(directory);
  return std::distance(begin(files), end(files));
}

std::string refusal_of(const std::filesystem::path& directory) {
  return complaint([&] { const Database database(directory); });
}

}  // namespace

TEST_CASE("a data directory is made for its owner alone", "[store]") {
  const TemporaryDirectory temporary;
  const auto directory = temporary.path() / "a" / "b";
  const Store store(directory);
  CHECK(permissions_of(directory) == 0700);
  for (const char* name : {"turnkeeper.db", "turnkeeper.db-wal", "turnkeeper.lock"}) {
    CHECK(permissions_of(directory / name) == 0600);
  }
}

TEST_CASE("the epoch survives a restart, and no two stores have the same", "[store]") {
  const TemporaryDirectory one;
  const TemporaryDirectory other;
  const std::string epoch = Database(one.path()).epoch();
  CHECK(epoch.size() == 24);
  CHECK(Database(one.path()).epoch() == epoch);
  CHECK(Database(other.path()).epoch() != epoch);
}

TEST_CASE("two servers never share a data directory", "[store]") {
  const TemporaryDirectory temporary;
  auto first = std::make_unique<Database>(temporary.path());
  CHECK_THAT(refusal_of(temporary.path()),
             Contains("Another Turnkeeper uses the data directory " + temporary.path().string()));
  first.reset();
  CHECK(refusal_of(temporary.path()).empty());
}

TEST_CASE("a newer version is refused, and the file stays as it was", "[store]") {
  const TemporaryDirectory temporary;
  { const Database database(temporary.path()); }
  tamper(temporary.file(), "PRAGMA user_version = 99");
  std::filesystem::remove(temporary.path() / "turnkeeper.lock");
  const std::string before = bytes_of(temporary.file());
  CHECK_THAT(refusal_of(temporary.path()),
             Contains(temporary.file().string()) && Contains("newer version 99"));
  CHECK(bytes_of(temporary.file()) == before);
  CHECK(count_of_files(temporary.path()) == 1);
}

TEST_CASE("a newer version is seen in a log that a crash left behind, too", "[store]") {
  const TemporaryDirectory temporary;
  { const Database database(temporary.path()); }
  // A connection that is never closed keeps the log from being moved into the file.
  SQLite::Database crashed(temporary.file().string(), SQLite::OPEN_READWRITE);
  crashed.exec("PRAGMA user_version = 99");
  const std::string before = bytes_of(temporary.file());
  const TemporaryDirectory copy;
  copy_as_crashed(temporary.file(), copy.file());
  CHECK_THAT(refusal_of(copy.path()), Contains("newer version 99"));
  CHECK(bytes_of(copy.file()) == before);
}

TEST_CASE("a file that is not ours is refused, and gets no company", "[store]") {
  const TemporaryDirectory temporary;
  SECTION("another program's database") {
    SQLite::Database(temporary.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE recipes (name TEXT)");
  }
  SECTION("no database at all") { std::ofstream(temporary.file()) << std::string(5'000, 'x'); }
  SECTION("a few bytes") { std::ofstream(temporary.file()) << "hello"; }
  const std::string before = bytes_of(temporary.file());
  CHECK_THAT(refusal_of(temporary.path()),
             Contains(temporary.file().string()) && Contains("is not a Turnkeeper database"));
  CHECK(bytes_of(temporary.file()) == before);
  CHECK(count_of_files(temporary.path()) == 1);
}

TEST_CASE("a folder that has the name of the database is refused", "[store]") {
  const TemporaryDirectory temporary;
  std::filesystem::create_directory(temporary.file());
  CHECK_THAT(refusal_of(temporary.path()), Contains("is not a Turnkeeper database"));
  CHECK(count_of_files(temporary.path()) == 1);
}

TEST_CASE("a damaged file is refused, and stays as it was", "[store]") {
  const TemporaryDirectory temporary;
  { const Database database(temporary.path()); }
  std::string damaged = bytes_of(temporary.file());
  SECTION("garbage in the middle") { damaged.replace(4'096, 8'192, std::string(8'192, '\xEE')); }
  SECTION("garbage where nobody looks at the start") {
    damaged.replace(damaged.size() - 4'096, 4'096, std::string(4'096, '\xEE'));
  }
  SECTION("cut off") { damaged.resize(damaged.size() - 3 * 4'096); }
  std::ofstream(temporary.file(), std::ios::binary | std::ios::trunc) << damaged;
  CHECK_THAT(refusal_of(temporary.path()),
             Contains("The database " + temporary.file().string() + " is damaged"));
  CHECK(bytes_of(temporary.file()) == damaged);
}

TEST_CASE("data that are not as they were written are refused, and served to whoever insists",
          "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    append(store.writer, store.pump, new_circle("c"));
    append(store.writer, store.pump, seated_member("c", 1, "m1", "Ana"));
    append(store.writer, store.pump, issued_link("c", 2));
  }
  const auto [change, said] = GENERATE(table<std::string, std::string>({
      {"UPDATE events SET at_ms = at_ms + 1 WHERE seq = 2", "(stream c, event 2)"},
      {"DELETE FROM events WHERE seq = 3", "(stream c, event 3)"},
      {"UPDATE words SET text = 'Eve'", "(stream c, event 1): The words "},
      {"UPDATE members SET name = 'Eve'", "(stream c)"},
      {"DELETE FROM meta WHERE key = 'epoch'", "its epoch, is missing"},
      {"DROP INDEX sessions_unended", "The index sessions_unended is missing"},
      {"CREATE TRIGGER forget AFTER INSERT ON events BEGIN DELETE FROM words; END",
       "The trigger forget is not ours"},
  }));
  CAPTURE(change);
  tamper(temporary.file(), change);
  const auto before = bytes_of(temporary.file());
  CHECK_THAT(refusal_of(temporary.path()), Contains("The database " + temporary.file().string()) &&
                                               Contains(said) && Contains("--damaged serve"));
  CHECK(bytes_of(temporary.file()) == before);
  if (change.find("epoch") == std::string::npos) {  // without it nothing can be said to anybody
    const std::string epoch = ask(temporary.file(), "SELECT value FROM meta WHERE key = 'epoch'");
    const Database database(temporary.path(), Damage::serve);
    CHECK_THAT(database.damage(), Contains(said));
    CHECK_FALSE(verify(database.file()).whole());
    CHECK(database.epoch() != epoch);  // what somebody saw may not be there any more
  }
}

TEST_CASE("a version below the first is no newer one", "[store]") {
  const TemporaryDirectory temporary;
  { const Database database(temporary.path()); }
  tamper(temporary.file(), "PRAGMA user_version = -1");
  CHECK_THAT(refusal_of(temporary.path()), Contains("does not say which version wrote it"));
}

TEST_CASE("a folder that cannot be one is refused in a sentence", "[store]") {
  const TemporaryDirectory temporary;
  const auto file = temporary.path() / "file";
  std::ofstream(file) << "hello";
  CHECK_THAT(refusal_of(file), Contains(file.string()) && Contains("--data"));
  CHECK_THAT(refusal_of(file / "below"), Contains((file / "below").string()) && Contains("--data"));
  CHECK_THAT(refusal_of("/proc/turnkeeper"), Contains("/proc/turnkeeper") && Contains("--data"));
  CHECK_THAT(refusal_of("/proc/self"), Contains("cannot be written") && Contains("--data"));
  const std::filesystem::path too_long = temporary.path() / std::string(300, 'x');
  CHECK_THAT(refusal_of(too_long), Contains(too_long.string()) && Contains("--data"));
}

TEST_CASE("a link in the place of the database is refused in a sentence", "[store]") {
  const TemporaryDirectory real;
  { const Database database(real.path()); }
  const TemporaryDirectory temporary;
  std::filesystem::create_symlink(real.file(), temporary.file());
  CHECK_THAT(refusal_of(temporary.path()), Contains("is a symbolic link"));
  std::filesystem::remove(real.file());
  CHECK_THAT(refusal_of(temporary.path()), Contains("is a symbolic link"));
  CHECK_FALSE(std::filesystem::exists(real.file()));
}

TEST_CASE("a log that cannot be read is refused in a sentence", "[store]") {
  const TemporaryDirectory temporary;
  { const Database database(temporary.path()); }
  const std::string log = temporary.file().string() + "-wal";
  std::filesystem::create_directory(log);
  CHECK_THAT(refusal_of(temporary.path()), Contains("The log " + log + " cannot be read"));
}

TEST_CASE("what a start that was cut off left behind is begun again", "[store]") {
  const TemporaryDirectory temporary;
  { std::ofstream nothing(temporary.file()); }
  CHECK(refusal_of(temporary.path()).empty());
}

TEST_CASE("a database that is gone is not begun anew in a folder that had one", "[store]") {
  const TemporaryDirectory temporary;
  SECTION("after an end in order") { const Store store(temporary.path()); }
  SECTION("after a crash, with a log that is left") {
    const TemporaryDirectory lived;
    Store store(lived.path());
    append(store.writer, store.pump, new_circle("c"));
    copy_as_crashed(lived.file(), temporary.file());
  }
  std::filesystem::remove(temporary.file());
  const auto left = names_in(temporary.path());
  CHECK_THAT(refusal_of(temporary.path()), Contains("is gone, though its folder had one"));
  CHECK(std::ranges::includes(names_in(temporary.path()), left));
}

TEST_CASE("a database that has lost all that was in it is not begun anew", "[store]") {
  const TemporaryDirectory temporary;
  CHECK(refusal_of(temporary.path()).empty());
  std::filesystem::resize_file(temporary.file(), 0);
  CHECK_THAT(refusal_of(temporary.path()), Contains("is empty; restore a backup"));
  CHECK(std::filesystem::file_size(temporary.file()) == 0);
}

TEST_CASE("a header that a power cut has torn is put right by the journal beside it", "[store]") {
  const TemporaryDirectory temporary;
  {
    const TemporaryDirectory elsewhere;
    SQLite::Database half(elsewhere.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    half.exec("PRAGMA cache_size = 1; BEGIN; CREATE TABLE half (filler)");
    half.exec("INSERT INTO half VALUES (zeroblob(100000))");
    for (const char* suffix : {"", "-journal"}) {
      std::filesystem::copy_file(elsewhere.file().string() + suffix,
                                 temporary.file().string() + suffix);
    }
  }
  REQUIRE(std::filesystem::file_size(temporary.file()) > 4'096);
  std::fstream(temporary.file(), std::ios::in | std::ios::out | std::ios::binary)
      << std::string(4'096, '\0');
  CHECK(refusal_of(temporary.path()).empty());
  CHECK(ask(temporary.file(), "PRAGMA user_version") == std::to_string(newest_version()));
}

TEST_CASE("a start that was cut off between its steps is gone on with", "[store]") {
  const TemporaryDirectory temporary;
  {
    SQLite::Database begun(temporary.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(begun, migrations().first(1));
  }
  CHECK(refusal_of(temporary.path()).empty());
  CHECK(ask(temporary.file(), "PRAGMA journal_mode") == "wal");
  CHECK(ask(temporary.file(), "PRAGMA user_version") == std::to_string(newest_version()));
}

TEST_CASE("an old database is taken step by step to the newest version", "[store]") {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrate(database);
  const Migration further{newest_version() + 1, "CREATE TABLE further (id INTEGER) STRICT;"};
  std::vector<Migration> steps(migrations().begin(), migrations().end());
  steps.push_back(further);
  migrate(database, steps);
  migrate(database, steps);
  CHECK(database.tableExists("further"));
  CHECK(database.execAndGet("PRAGMA user_version").getInt() == further.number);
}

TEST_CASE("who coached before there was a table for it is found in the journal", "[store]") {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrate(database, migrations().first(1));
  database.exec(
      "INSERT INTO streams VALUES ('s1', 'session', 'c1', 4, zeroblob(32), 0);"
      "INSERT INTO events (stream, seq, at_ms, type, data, commitments, prev_hash, hash) VALUES "
      "('s1', 1, 0, 'coach.named', '{\"turn\":\"m1\",\"coach\":\"m2\"}', '{}', zeroblob(32), "
      "zeroblob(32)),"
      "('s1', 2, 0, 'coach.named', '{\"turn\":\"m1\",\"coach\":\"m3\"}', '{}', zeroblob(32), "
      "zeroblob(32)),"
      "('s1', 3, 0, 'coach.named', '{\"turn\":\"m2\",\"coach\":\"m1\"}', '{}', zeroblob(32), "
      "zeroblob(32)),"
      "('s1', 4, 0, 'coach.named', '{\"turn\":\"m2\"}', '{}', zeroblob(32), zeroblob(32))");
  migrate(database);
  CHECK(database.execAndGet("SELECT count(*) FROM coaches").getInt() == 1);
  CHECK(database.execAndGet("SELECT coach FROM coaches WHERE session = 's1' AND turn = 'm1'")
            .getString() == "m3");
}

TEST_CASE("a step that fails changes nothing", "[store]") {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrate(database);
  const std::vector<Migration> steps{
      {newest_version() + 1, "CREATE TABLE further (id INTEGER) STRICT; CREATE TABLE meta (x);"}};
  CHECK_THROWS_AS(migrate(database, steps), SQLite::Exception);
  CHECK_FALSE(database.tableExists("further"));
  CHECK(database.execAndGet("PRAGMA user_version").getInt() == newest_version());
}

TEST_CASE("migrations are numbered from one without gaps", "[store]") {
  int number = 0;
  for (const Migration& migration : migrations()) CHECK(migration.number == ++number);
}
