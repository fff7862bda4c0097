// A history that has lost its end, which looks like one that never went further.
#include "store/witness.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "store/backup.h"
#include "store/restore.h"
#include "store/verify.h"
#include "store_fixture.h"

using namespace turnkeeper;
using namespace turnkeeper::store;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kLogHead = 32;
constexpr std::uintmax_t kFrame = 24 + 4'096;  ///< its head and a page

/// The folder of a server that was killed after it had told of three changes.
struct Killed {
  explicit Killed(const std::string& name = "killed") : folder(temporary.path() / name) {
    fs::create_directory(folder);
    {
      Store store(temporary.path() / "living");
      append(store.writer, store.pump, new_circle("c"));
      save(store, folder / "old");
      append(store.writer, store.pump, issued_link("c", 1));
      append(store.writer, store.pump, issued_link("c", 2));
      copy_as_crashed(store.database.file(), file());
      epoch = store.database.epoch();
    }
    fs::copy_file(temporary.path() / "living" / "turnkeeper.lock", folder / "turnkeeper.lock",
                  fs::copy_options::overwrite_existing);
  }

  fs::path file() const { return database_in(folder); }
  fs::path log() const { return file().string() + "-wal"; }

  static void save(const Store& store, const fs::path& to) {
    fs::create_directory(to);
    copy_as_crashed(store.database.file(), database_in(to));
  }

  TemporaryDirectory temporary;
  fs::path folder;
  std::string epoch;
};

void damage(const fs::path& log, std::uintmax_t at) {
  std::fstream bytes(log, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(static_cast<std::streamoff>(at));
  bytes.put('\x7F');
}

void damage_last_frame(const fs::path& log) { damage(log, fs::file_size(log) - 10); }

std::uint64_t links_in(const Database& database) { return Queries(database).last_seq("c"); }

}  // namespace

TEST_CASE("what a killed server left is taken as it is, when nothing of it is missing", "[store]") {
  const Killed killed;
  CHECK(verify(killed.file()).whole());
  const Database database(killed.folder);
  CHECK(links_in(database) == 3);
  CHECK(database.epoch() == killed.epoch);
  CHECK(database.damage().empty());
}

TEST_CASE("a database that has lost its end is refused, and left as it was", "[store]") {
  const Killed killed;
  std::string missing = "a transaction";
  SECTION("the last write in its log is damaged") { damage_last_frame(killed.log()); }
  SECTION("its log was cut short") {
    fs::resize_file(killed.log(), fs::file_size(killed.log()) - kFrame);
  }
  SECTION("its log was taken away") {
    fs::remove(killed.log());
    missing = "3 transactions";
  }
  SECTION("an old copy was put in its place") {
    for (const char* part : {"", "-wal"}) {
      fs::copy_file(database_in(killed.folder / "old").string() + part,
                    killed.file().string() + part, fs::copy_options::overwrite_existing);
    }
    missing = "2 transactions";
  }
  const auto before = bytes_of(killed.file());
  const std::string found = "The database " + killed.file().string() + " has lost its end, " +
                            missing + " that had been written to it.";
  CHECK_THAT(complaint([&] { const Database database(killed.folder); }),
             Contains(found) && Contains("--damaged serve"));
  CHECK(bytes_of(killed.file()) == before);
  const auto faults = verify(killed.file()).faults.listed();
  REQUIRE(faults.size() == 1);
  CHECK(faults.front().why == found);

  const bool has_log = fs::exists(killed.log());
  // Who insists begins another history, which has lost nothing.
  std::string epoch;
  {
    const Database database(killed.folder, Damage::serve);
    CHECK_THAT(database.damage(), Contains(found));
    const auto names = names_in(killed.folder);
    const bool kept = std::any_of(names.begin(), names.end(), [](const std::string& name) {
      return name.starts_with("turnkeeper-") && name.ends_with(".db-wal");
    });
    CHECK(kept == has_log);
    epoch = database.epoch();
    CHECK(epoch != killed.epoch);
  }
  {
    const Database again(killed.folder);
    CHECK(again.epoch() == epoch);
    CHECK(again.damage().empty());
    Pump pump;
    Writer writer(again, pump.post());
    CHECK(append(writer, pump, new_circle("d")) == AppendOutcome::committed);
  }
  CHECK(verify(killed.file()).whole());
  CHECK(Database(killed.folder).epoch() == epoch);
}

TEST_CASE("what a damaged log has lost is told once", "[store]") {
  const Killed killed;
  damage(killed.log(), kLogHead + kFrame - 10);
  const Database database(killed.folder, Damage::serve);
  CHECK_THAT(database.damage(), Contains("is damaged") && !Contains("lost its end"));
}

TEST_CASE("a power cut may leave an earlier note", "[store]") {
  const Killed killed;
  const int file = ::open((killed.folder / "turnkeeper.lock").c_str(), O_RDWR);
  keep_note(file, 6, note_of({killed.epoch, 2}));
  ::close(file);
  CHECK(links_in(Database(killed.folder)) == 3);
}

TEST_CASE("a note that cannot be believed, or is missing, proves nothing", "[store]") {
  const Killed killed;
  const fs::path lock = killed.folder / "turnkeeper.lock";
  std::string note = bytes_of(lock);
  REQUIRE(note.starts_with("begun\n" + killed.epoch + " 3 "));
  fs::remove(killed.log());
  SECTION("none") { std::ofstream(lock) << "begun\n"; }
  SECTION("no file") { fs::remove(lock); }
  SECTION("one that was cut off") { fs::resize_file(lock, note.size() - 5); }
  SECTION("one that was changed") {
    std::ofstream(lock) << note.replace(note.find(" 3 "), 3, " 9 ");
  }
  SECTION("something else") { std::ofstream(lock) << "begun\n\x01\x02 and so on"; }
  CHECK_THAT(complaint([&] { const Database database(killed.folder); }), !Contains("lost its end"));
}

TEST_CASE("a backup that is restored has lost nothing, nor has one that lies beside its database",
          "[store]") {
  const TemporaryDirectory temporary;
  const fs::path data = temporary.path() / "data";
  const fs::path backup = data / "backup.db";
  {
    Store store(data);
    append(store.writer, store.pump, new_circle("c"));
    back_up(data, backup, [] { return false; });
    append(store.writer, store.pump, issued_link("c", 1));
  }
  CHECK(verify(backup).whole());
  restore(backup, data);
  CHECK(verify(database_in(data)).whole());
  CHECK(links_in(Database(data)) == 1);
}

TEST_CASE("a transaction that the disk refused is none that is missing", "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path(), {.probe_every = std::chrono::hours{1}});
    append(store.writer, store.pump, new_circle("c"));
    {
      const FullDisk full(fs::file_size(store.database.file().string() + "-wal"));
      CHECK(append(store.writer, store.pump, issued_link("c", 1)) == AppendOutcome::unavailable);
    }
    CHECK(verify(store.database.file()).whole());
    CHECK(append(store.writer, store.pump, issued_link("c", 1)) == AppendOutcome::committed);
    CHECK(verify(store.database.file()).whole());
  }
  CHECK(links_in(Database(temporary.path())) == 2);
}

TEST_CASE("what is missing otherwise is told though the end cannot be looked for", "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    append(store.writer, store.pump, new_circle("c"));
  }
  tamper(temporary.file(), "DROP TABLE meta");
  const auto faults = verify(temporary.file()).faults.listed();
  REQUIRE(faults.size() == 1);
  CHECK(faults.front().why == "The table meta is missing.");
}
