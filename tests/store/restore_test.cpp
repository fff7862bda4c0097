#include "store/restore.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "meeting.h"
#include "store/backup.h"
#include "store/data_directory.h"
#include "store/migrations.h"
#include "store/replacement.h"

using namespace turnkeeper;
using namespace turnkeeper::store;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// Appends to the circle "c" until it has `seq` events.
void write_until(Store& store, std::uint64_t seq) {
  for (auto last = store.queries.last_seq("c"); last < seq; ++last) {
    REQUIRE(append(store.writer, store.pump, issued_link("c", last)) == AppendOutcome::committed);
  }
}

std::string seq_in(const fs::path& file) {
  return ask(file, "SELECT seq FROM streams WHERE stream = 'c'");
}

/// Data with a circle of ten events, of which the backup has the first four.
struct SavedCircle {
  TemporaryDirectory data;
  TemporaryDirectory elsewhere;
  fs::path backup = elsewhere.path() / "monday.db";
  std::string epoch;

  SavedCircle() {
    Store store(data.path());
    epoch = store.database.epoch();
    begin_circle(store);
    back_up(data.path(), backup);
    write_until(store, 10);
  }

  std::string refusal(const fs::path& file) const {
    return complaint([&] { restore(file, data.path()); });
  }
};

/// Gets so far, and is gone.
[[noreturn]] void restore_and_die(const fs::path& backup, const fs::path& place, int steps) {
  NewFile incoming(place.string() + ".restoring");
  fs::copy_file(backup, incoming.path(), fs::copy_options::overwrite_existing);
  Replacement replacement(place);
  if (steps > 0) replacement.settle();
  if (steps > 1) replacement.keep_aside();
  if (steps > 2) replacement.clear();
  if (steps > 3) replacement.put(incoming);
  ::_exit(0);
}

}  // namespace

TEST_CASE_METHOD(SavedCircle, "a backup comes back as it was, in a folder that was not there",
                 "[store]") {
  const fs::path fresh = elsewhere.path() / "a" / "b";
  const Restored restored = restore(backup, fresh);
  CHECK_FALSE(restored.kept_aside);
  CHECK(restored.content.events == 4);
  CHECK(permissions_of(fresh / "turnkeeper.db") == 0600);
  CHECK(names_in(fresh) == std::set<std::string>{"turnkeeper.db", "turnkeeper.lock"});
  Store store(fresh);
  CHECK(store.queries.circle({"c"})->name == "Thursday circle");
  CHECK(store.queries.last_seq("c") == 4);
  CHECK(verify(store.database.file()).whole());
  write_until(store, 6);
  CHECK(verify(store.database.file()).whole());
}

TEST_CASE_METHOD(SavedCircle, "what is restored is a history of its own, each time", "[store]") {
  restore(backup, data.path());
  const std::string first = Database(data.path()).epoch();
  restore(backup, data.path());
  const std::string second = Database(data.path()).epoch();
  CHECK(first.size() == epoch.size());
  CHECK(first != epoch);
  CHECK(second != epoch);
  CHECK(second != first);
  CHECK(ask(backup, "SELECT value FROM meta WHERE key = 'epoch'") == epoch);
}

TEST_CASE_METHOD(SavedCircle, "what was there is kept aside, and can be restored in its turn",
                 "[store]") {
  const Restored first = restore(backup, data.path());
  REQUIRE(first.kept_aside);
  CHECK(first.kept_aside->parent_path() == data.path());
  CHECK(seq_in(*first.kept_aside) == "10");
  CHECK(seq_in(data.file()) == "4");
  // Within the same second, and out of the same folder.
  const Restored second = restore(*first.kept_aside, data.path());
  REQUIRE(second.kept_aside);
  CHECK(*second.kept_aside != *first.kept_aside);
  CHECK(seq_in(data.file()) == "10");
  CHECK(seq_in(*second.kept_aside) == "4");
  CHECK(seq_in(*first.kept_aside) == "10");
}

TEST_CASE_METHOD(SavedCircle, "what a server had half copied when it was killed goes", "[store]") {
  const fs::path copying = data.path() / "turnkeeper-20260101T000000Z.db.copying";
  std::ofstream(copying) << "half of it";
  restore(backup, data.path());
  CHECK_FALSE(fs::exists(copying));
}

TEST_CASE_METHOD(SavedCircle, "the log of a crash goes aside with what it belongs to", "[store]") {
  const TemporaryDirectory crashed;
  {
    Store store(data.path());
    write_until(store, 12);
    copy_as_crashed(data.file(), crashed.file());
  }
  const Restored restored = restore(backup, crashed.path());
  REQUIRE(restored.kept_aside);
  CHECK(seq_in(*restored.kept_aside) == "12");
  CHECK(seq_in(crashed.file()) == "4");
  CHECK(verify(crashed.file()).whole());
}

TEST_CASE_METHOD(SavedCircle, "a log with a damaged middle goes aside as it is, its end included",
                 "[store]") {
  const TemporaryDirectory crashed;
  {
    Store store(data.path());
    write_until(store, 16);
    copy_as_crashed(data.file(), crashed.file());
  }
  std::string log = bytes_of(crashed.file().string() + "-wal");
  log.at(1'000) = static_cast<char>(log.at(1'000) ^ 0x10);
  std::ofstream(crashed.file().string() + "-wal", std::ios::binary | std::ios::trunc) << log;
  const Restored restored = restore(backup, crashed.path());
  REQUIRE(restored.kept_aside);
  CHECK(bytes_of(restored.kept_aside->string() + "-wal") == log);
  CHECK(seq_in(crashed.file()) == "4");
  CHECK(verify(crashed.file()).whole());
}

TEST_CASE_METHOD(SavedCircle, "what is damaged is kept as it is, with its log", "[store]") {
  const std::string garbage = GENERATE(std::string(9'000, 'x'), std::string());
  std::ofstream(data.file(), std::ios::trunc) << garbage;
  std::ofstream(data.file().string() + "-wal") << "log";
  const Restored restored = restore(backup, data.path());
  REQUIRE(restored.kept_aside);
  CHECK(bytes_of(*restored.kept_aside) == garbage);
  CHECK(bytes_of(restored.kept_aside->string() + "-wal") == "log");
  CHECK(seq_in(data.file()) == "4");
  CHECK_FALSE(fs::exists(data.file().string() + "-wal"));
}

TEST_CASE_METHOD(SavedCircle, "nothing takes the place of what cannot be kept aside", "[store]") {
  const TemporaryDirectory other;
  { const Database database(other.path()); }
  SECTION("its log cannot be read") {
    fs::create_directory(other.file().string() + "-wal");
    CHECK_THAT(complaint([&] { restore(backup, other.path()); }),
               Contains("cannot be kept aside (its log cannot be read); nothing was changed."));
  }
  SECTION("it is a link") {
    const fs::path real = other.path() / "real.db";
    fs::rename(other.file(), real);
    fs::create_symlink(real, other.file());
    CHECK_THAT(complaint([&] { restore(backup, other.path()); }), Contains("is a symbolic link"));
    CHECK(fs::is_symlink(other.file()));
  }
}

TEST_CASE_METHOD(SavedCircle, "a restored history ran up to its last mark of life", "[store]") {
  const fs::path marked = elsewhere.path() / "marked.db";
  {
    Store store(data.path());
    store.writer.mark_of_life(kSixOClock);
    write_until(store, 11);
    back_up(data.path(), marked);
  }
  restore(marked, data.path());
  CHECK(verify(data.file()).whole());
  Store store(data.path());
  CHECK(store.queries.last_mark() == kSixOClock);
}

TEST_CASE_METHOD(SavedCircle, "a restore that is cut off over a damaged log loses none of it",
                 "[store]") {
  const int steps = GENERATE(0, 1, 2, 3, 4);
  const TemporaryDirectory crashed;
  {
    Store store(data.path());
    write_until(store, 16);
    copy_as_crashed(data.file(), crashed.file());
  }
  { DataDirectory(crashed.path()).begun(); }
  std::string log = bytes_of(crashed.file().string() + "-wal");
  log.at(1'000) = static_cast<char>(log.at(1'000) ^ 0x10);
  std::ofstream(crashed.file().string() + "-wal", std::ios::binary | std::ios::trunc) << log;
  const pid_t child = ::fork();
  if (child == 0) restore_and_die(backup, crashed.file(), steps);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);

  // Nothing passes for whole that is not.
  const std::string refused = complaint([&] { const Database database(crashed.path()); });
  CHECK(refused.empty() == (steps == 4));
  bool kept = false;
  for (const auto& entry : fs::directory_iterator(crashed.path())) {
    const std::string name = entry.path().string();
    kept = kept || (name.ends_with("-wal") && bytes_of(entry.path()) == log &&
                    fs::exists(name.substr(0, name.size() - 4)));
  }
  CHECK(kept);
  restore(backup, crashed.path());
  CHECK(seq_in(crashed.file()) == "4");
}

TEST_CASE_METHOD(SavedCircle, "while a server uses the folder nothing is restored", "[store]") {
  const Store store(data.path());
  CHECK_THAT(refusal(backup),
             Contains("Another Turnkeeper uses") && Contains(data.path().string()));
  CHECK(seq_in(data.file()) == "10");
  CHECK(names_in(data.path()) == std::set<std::string>{"turnkeeper.db", "turnkeeper.db-shm",
                                                       "turnkeeper.db-wal", "turnkeeper.lock"});
}

TEST_CASE_METHOD(SavedCircle, "a file that is no whole backup is refused, and all stays as it was",
                 "[store]") {
  std::string expected = backup.string();
  SECTION("none") { fs::remove(backup); }
  SECTION("a folder") {
    fs::remove(backup);
    fs::create_directory(backup);
  }
  SECTION("something else") {
    std::ofstream(backup, std::ios::trunc) << std::string(5'000, 'x');
    expected = "is not a Turnkeeper database";
  }
  SECTION("another program's") {
    tamper(backup, "PRAGMA application_id = 99");
    expected = "is not a Turnkeeper database";
  }
  SECTION("a newer one") {
    tamper(backup, "PRAGMA user_version = 99");
    expected = "newer version 99";
  }
  SECTION("cut off") { fs::resize_file(backup, fs::file_size(backup) - 4'096); }
  SECTION("changed") {
    tamper(backup, "UPDATE events SET at_ms = at_ms + 1 WHERE stream = 'c' AND seq = 2");
    expected = "(stream c, event 2)";
  }
  const std::string before = bytes_of(data.file());
  const std::string sentence = refusal(backup);
  CHECK_THAT(sentence, Contains(expected) && Contains(backup.string()));
  CHECK(sentence.find('\n') == std::string::npos);
  CHECK(bytes_of(data.file()) == before);
  CHECK(names_in(data.path()) == std::set<std::string>{"turnkeeper.db", "turnkeeper.lock"});
}

TEST_CASE_METHOD(SavedCircle, "a disk that is full changes nothing", "[store]") {
  const std::string before = bytes_of(data.file());
  {
    const FullDisk full(16'384);
    CHECK_THAT(refusal(backup), Contains("Make room"));
  }
  CHECK(bytes_of(data.file()) == before);
  CHECK(names_in(data.path()) == std::set<std::string>{"turnkeeper.db", "turnkeeper.lock"});
}

TEST_CASE_METHOD(SavedCircle,
                 "wherever a restore is cut off, the old one is in its place or the new one",
                 "[store]") {
  const int steps = GENERATE(0, 1, 2, 3, 4);
  const TemporaryDirectory crashed;
  {
    Store store(data.path());
    write_until(store, 12);
    copy_as_crashed(data.file(), crashed.file());
  }
  const pid_t child = ::fork();
  if (child == 0) restore_and_die(backup, crashed.file(), steps);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);

  CHECK(verify(crashed.file()).whole());
  {
    Store store(crashed.path());
    CHECK(store.queries.last_seq("c") == (steps > 3 ? 4 : 12));
  }
  // What was left lying about is in nobody's way.
  CHECK(restore(backup, crashed.path()).kept_aside.has_value());
  CHECK(seq_in(crashed.file()) == "4");
  CHECK_FALSE(fs::exists(crashed.file().string() + ".restoring"));
}

TEST_CASE_METHOD(SavedCircle, "a backup that was copied into a folder by hand is opened, too",
                 "[store]") {
  const fs::path folder = elsewhere.path() / "by-hand";
  fs::create_directory(folder);
  fs::copy_file(backup, folder / "turnkeeper.db");
  Store store(folder);
  write_until(store, 5);
  CHECK(verify(store.database.file()).whole());
}

TEST_CASE("a backup of the first version is restored, and taken to the newest when it is opened",
          "[store]") {
  const TemporaryDirectory temporary;
  const fs::path backup = temporary.path() / "old.db";
  {
    SQLite::Database database(backup.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(database, migrations().first(1));
  }
  const fs::path data = temporary.path() / "data";
  CHECK(restore(backup, data).content.events == 0);
  CHECK(ask(data / "turnkeeper.db", "PRAGMA user_version") == "1");
  { const Database database(data); }
  CHECK(ask(data / "turnkeeper.db", "PRAGMA user_version") == std::to_string(newest_version()));
}
