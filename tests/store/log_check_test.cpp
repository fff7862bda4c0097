// A byte of the log is changed after a crash: what was told is not lost without a word.
#include "store/log_check.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <set>
#include <sstream>

#include "store/store_error.h"
#include "store/verify.h"
#include "store_fixture.h"

using namespace turnkeeper::store;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kHead = 32;
constexpr std::size_t kFrame = 24 + 4'096;

void write(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

/// The files of a store that crashed with all its events in the log.
struct Crashed {
  static constexpr std::uint64_t kEvents = 6;
  TemporaryDirectory left;
  fs::path log = left.file().string() + "-wal";
  std::size_t last_begins = 0;  ///< the last transaction, in the log
  std::string epoch;

  Crashed() {
    const TemporaryDirectory lived;
    Store store(lived.path());
    epoch = store.database.epoch();
    append(store.writer, store.pump, new_circle("c"));
    for (std::uint64_t seq = 1; seq < kEvents; ++seq) {
      last_begins = fs::file_size(lived.file().string() + "-wal");
      append(store.writer, store.pump, issued_link("c", seq));
    }
    copy_as_crashed(lived.file(), left.file());
    REQUIRE(fs::file_size(log) == bytes_of(log).size());
    REQUIRE(last_begins > kHead + 3 * kFrame);
  }

  void flip(std::size_t at) const {
    std::string bytes = bytes_of(log);
    bytes.at(at) = static_cast<char>(bytes.at(at) ^ 0x10);
    write(log, bytes);
  }
  std::string refusal() const {
    return complaint([&] { const Database database(left.path()); });
  }
};

/// A database with a log, to which different things happen.
struct Fork {
  TemporaryDirectory place;

  /// The log after `sql`; where it is kept, only what was synced is in it.
  std::string log_after(const fs::path& from, const std::string& sql) const {
    for (const char* part : {"", "-wal"}) {
      fs::copy_file(from.string() + part, place.file().string() + part,
                    fs::copy_options::overwrite_existing);
    }
    SQLite::Database database(place.file().string(), SQLite::OPEN_READWRITE);
    database.exec(sql);
    return bytes_of(place.file().string() + "-wal");
  }
};

}  // namespace

TEST_CASE("a log with a changed byte is refused, whatever the byte, and stays as it was",
          "[store]") {
  const Crashed crashed;
  const auto at = GENERATE(0, 3, 5, 10, 13, 17, 22, 25, 31, kHead, kHead + 5, kHead + 9, kHead + 17,
                           kHead + 24, kHead + 3'000, kHead + kFrame + 4, kHead + 2 * kFrame + 12,
                           kHead + 2 * kFrame + 2'000);
  CAPTURE(at);
  crashed.flip(at);
  const auto log = bytes_of(crashed.log);
  const auto file = bytes_of(crashed.left.file());
  const std::string expected = "The log " + crashed.log.string() + " is damaged";
  CHECK_THAT(crashed.refusal(), Contains(expected));
  CHECK_THAT(complaint([&] { verify(crashed.left.file()); }), Contains(expected));
  CHECK(bytes_of(crashed.log) == log);
  CHECK(bytes_of(crashed.left.file()) == file);

  const Database as_it_is(crashed.left.path(), Damage::serve);
  CHECK(verify(as_it_is.file()).whole());
}

TEST_CASE(
    "whoever goes on without what a damaged log holds begins a history of its own, and keeps it",
    "[store]") {
  const Crashed crashed;
  std::string damage;
  const auto epoch = [&] {
    const Database database(crashed.left.path(), Damage::serve);
    damage = database.damage();
    return database.epoch();
  };
  SECTION("damaged") {
    crashed.flip(kHead + kFrame + 4);
    const auto log = bytes_of(crashed.log);
    const auto file = bytes_of(crashed.left.file());
    const auto before = crashed.epoch;
    const auto after = epoch();
    CHECK(after != before);
    const std::string said = damage;
    fs::path aside;
    for (const auto& entry : fs::directory_iterator(crashed.left.path())) {
      const auto name = entry.path().filename().string();
      if (name.starts_with("turnkeeper-") && name.ends_with(".db")) aside = entry.path();
    }
    REQUIRE_FALSE(aside.empty());
    CHECK(bytes_of(aside) == file);
    CHECK(bytes_of(aside.string() + "-wal") == log);
    CHECK_THAT(said, Contains("kept as " + aside.string()));
    CHECK(epoch() == after);  // from here on it is whole
    CHECK(damage.empty());
  }
  SECTION("whole") {
    CHECK(epoch() == crashed.epoch);
    CHECK(std::distance(fs::directory_iterator(crashed.left.path()), fs::directory_iterator()) ==
          2);
  }
}

TEST_CASE("what is damaged is kept aside with its log, or not at all", "[store]") {
  const Crashed crashed;
  crashed.flip(kHead + kFrame + 4);
  const auto there = names_in(crashed.left.path());
  const auto serve = [&] { const Database database(crashed.left.path(), Damage::serve); };
  SECTION("the disk is full") {
    std::uintmax_t room = fs::file_size(crashed.left.file());
    SECTION("for the log") { REQUIRE(room < fs::file_size(crashed.log)); }
    SECTION("for the database") {
      room /= 2;
      fs::resize_file(crashed.log, kHead + 8 * kFrame);
      REQUIRE(fs::file_size(crashed.log) < room);
    }
    {
      const turnkeeper::testing::FullDisk full(room);
      CHECK_THAT(complaint(serve), Contains("cannot be kept aside"));
    }
    auto names = names_in(crashed.left.path());
    names.erase("turnkeeper.lock");
    CHECK(names == there);
  }
  SECTION("what a server left that was killed while it copied goes") {
    const fs::path copying = crashed.left.path() / "turnkeeper-20260101T000000Z.db.copying";
    const fs::path own = crashed.left.path() / "notes.copying";
    write(copying, "half of it");
    write(own, "somebody's");
    serve();
    CHECK_FALSE(fs::exists(copying));
    CHECK(fs::exists(own));
  }
  SECTION("the name belongs to another log") {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    std::set<std::string> taken;
    for (int second = 0; second < 60; ++second) {
      const std::time_t at =
          std::chrono::system_clock::to_time_t(now + std::chrono::seconds{second});
      std::ostringstream name;
      name << std::put_time(std::gmtime(&at), "turnkeeper-%Y%m%dT%H%M%SZ.db");
      taken.insert(name.str());
      write(crashed.left.path() / (name.str() + "-wal"), "another");
    }
    serve();
    for (const std::string& name : taken) {
      CHECK(bytes_of(crashed.left.path() / (name + "-wal")) == "another");
      CHECK_FALSE(fs::exists(crashed.left.path() / name));
    }
  }
}

TEST_CASE("a log whose beginning was wiped out is refused for what stands behind it", "[store]") {
  const Crashed crashed;
  const std::size_t wiped = GENERATE(1, 24, 32, 512, 4'096, 8'192);
  const auto with = GENERATE('\0', '\xEE');
  CAPTURE(wiped, with);
  std::string log = bytes_of(crashed.log);
  log.replace(0, wiped, std::string(wiped, with));
  write(crashed.log, log);
  CHECK_THAT(crashed.refusal(), Contains("The log " + crashed.log.string() + " is damaged"));
  CHECK(bytes_of(crashed.log) == log);
}

TEST_CASE("a wrong bit in the head does not hide what is lost by one in the first write",
          "[store]") {
  const Crashed crashed;
  const std::size_t head = GENERATE(0, 5, 17, 26);
  const std::size_t frame = GENERATE(0, 1, 2);
  CAPTURE(head, frame);
  crashed.flip(head);
  crashed.flip(kHead + frame * kFrame + 100);
  CHECK_THAT(crashed.refusal(), Contains("The log " + crashed.log.string() + " is damaged"));
}

TEST_CASE("a log is not overlooked by whoever looks at the database through a link", "[store]") {
  const Crashed crashed;
  crashed.flip(kHead + kFrame + 4);
  const auto log = bytes_of(crashed.log);
  const auto file = bytes_of(crashed.left.file());
  const TemporaryDirectory elsewhere;
  fs::create_symlink(crashed.left.file(), elsewhere.file());
  CHECK_THAT(complaint([&] { verify(elsewhere.file()); }),
             Contains("The log " + crashed.log.string() + " is damaged"));
  CHECK(bytes_of(crashed.log) == log);
  CHECK(bytes_of(crashed.left.file()) == file);

  fs::remove(elsewhere.file());
  fs::create_symlink(elsewhere.file(), elsewhere.file());
  CHECK_THAT(complaint([&] { verify(elsewhere.file()); }),
             Contains("There is no database " + elsewhere.file().string()));
}

TEST_CASE("a wrong checksum in the last write but one does not hide the last", "[store]") {
  const Crashed crashed;
  const std::size_t at = GENERATE(range(16, 24));
  CAPTURE(at);
  crashed.flip(crashed.last_begins - kFrame + at);
  CHECK_THAT(crashed.refusal(), Contains("The log " + crashed.log.string() + " is damaged"));
}

TEST_CASE("a damaged log does not keep it quiet that the database is damaged, too", "[store]") {
  const Crashed crashed;
  crashed.flip(kHead + kFrame + 4);
  const std::string index = "sessions_unended";
  std::string file = bytes_of(crashed.left.file());
  for (auto at = file.find(index); at != std::string::npos; at = file.find(index)) {
    file.replace(at, index.size(), "sessions_renamed");
  }
  write(crashed.left.file(), file);
  const Database database(crashed.left.path(), Damage::serve);
  CHECK_THAT(database.damage(), Contains("The log of the database ") &&
                                    Contains("The index " + index + " is missing"));
}

TEST_CASE("a transaction that was cut off at the end of the log was told to nobody", "[store]") {
  const Crashed crashed;
  const auto cut = GENERATE(24, 1'000, 4'120, 5'000);
  CAPTURE(cut);
  const auto log = bytes_of(crashed.log);
  SECTION("it ends early") { write(crashed.log, log.substr(0, crashed.last_begins + cut)); }
  SECTION("a part of it did not arrive") { crashed.flip(crashed.last_begins + cut - 1); }
  Store store(crashed.left.path());
  CHECK(store.queries.last_seq("c") == Crashed::kEvents - 1);
  CHECK(verify(store.database.file()).whole());
}

TEST_CASE("what is left of transactions that failed behind one that did not is no damage",
          "[store]") {
  const Crashed crashed;
  const Fork fork;
  const auto insert = [&](int blobs) {
    return fork.log_after(crashed.left.file(),
                          "BEGIN; INSERT INTO probe (filler) SELECT zeroblob(9000) FROM "
                          "(VALUES (1),(2),(3),(4),(5)) LIMIT " +
                              std::to_string(blobs) + "; COMMIT");
  };
  const std::string longest = insert(5);
  const std::string longer = insert(3);
  std::string log = insert(1);
  REQUIRE(log.size() < longer.size());
  REQUIRE(longer.size() < longest.size());
  log += longer.substr(log.size());
  log += longest.substr(log.size());
  write(crashed.log, log);
  CHECK(crashed.refusal().empty());
}

TEST_CASE("what an older log left behind one whose head was torn is no damage", "[store]") {
  const TemporaryDirectory lived;
  const TemporaryDirectory left;
  Store store(lived.path());
  append(store.writer, store.pump, new_circle("c"));
  SQLite::Database other(lived.file().string(), SQLite::OPEN_READWRITE);
  const auto change = [&](char to) {
    other.exec("UPDATE meta SET value = '" + std::string(24, to) + "' WHERE key = 'epoch'");
  };
  change('a');
  change('b');
  other.exec("PRAGMA wal_checkpoint(FULL)");
  change('c');
  change('d');
  other.exec("PRAGMA wal_checkpoint(FULL)");
  copy_as_crashed(lived.file(), left.file());
  const auto log = left.file().string() + "-wal";
  std::string bytes = bytes_of(log);
  bytes.replace(0, 512, std::string(512, '\0'));
  write(log, bytes);
  const Database again(left.path());
  CHECK(again.epoch() == std::string(24, 'd'));
}

TEST_CASE("a head that was torn while the log was used again is no damage", "[store]") {
  const TemporaryDirectory lived;
  const TemporaryDirectory left;
  Store store(lived.path());
  append(store.writer, store.pump, new_circle("c"));
  append(store.writer, store.pump, issued_link("c", 1));
  SQLite::Database(lived.file().string(), SQLite::OPEN_READWRITE)
      .exec("PRAGMA wal_checkpoint(FULL)");
  copy_as_crashed(lived.file(), left.file());
  const auto log = left.file().string() + "-wal";
  std::string bytes = bytes_of(log);
  SECTION("in the middle of its numbers") {
    for (std::size_t i = 12; i < 20; ++i) bytes[i] = static_cast<char>(bytes[i] + 1);
  }
  SECTION("with its whole sector") { bytes.replace(0, 512, std::string(512, '\xEE')); }
  write(log, bytes);
  Store again(left.path());
  CHECK(again.queries.last_seq("c") == 2);
}

TEST_CASE("what was never committed is not missed behind a torn head", "[store]") {
  const Crashed crashed;
  const Fork fork;
  std::string log =
      fork.log_after(crashed.left.file(),
                     "PRAGMA cache_size = 1; BEGIN; INSERT INTO probe (filler) SELECT "
                     "zeroblob(9000) FROM (VALUES (1),(2),(3),(4),(5)); ROLLBACK; "
                     "PRAGMA wal_checkpoint(FULL)");
  REQUIRE(log.size() > fs::file_size(crashed.log));
  for (std::size_t i = 12; i < 20; ++i) log[i] = static_cast<char>(log[i] + 1);
  fs::copy_file(fork.place.file(), crashed.left.file(), fs::copy_options::overwrite_existing);
  write(crashed.log, log);
  CHECK(crashed.refusal().empty());
}

TEST_CASE("a log says itself how large its pages are", "[store]") {
  const Crashed crashed;
  crashed.flip(kHead + kFrame + 4);
  std::string file = bytes_of(crashed.left.file());
  file[16] = '\x02';  // 512 bytes
  write(crashed.left.file(), file);
  CHECK(lost_frame(crashed.left.file()) == 1);
}
