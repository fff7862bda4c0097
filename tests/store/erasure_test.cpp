// Words that are erased are nowhere in the files, whoever reads them meanwhile.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "store_fixture.h"

using namespace turnkeeper::store;
using Catch::Matchers::Contains;

namespace {

const std::string kSecret = "Ana-with-a-name-like-no-other";

/// A store that keeps a name of which the log knows, and somebody who reads.
struct Kept {
  std::vector<std::string> reports;
  TemporaryDirectory temporary;
  Store store{temporary.path(),
              {.busy_timeout = std::chrono::minutes{10},
               .probe_every = std::chrono::milliseconds{1},
               .report = [this](const std::string& report) { reports.push_back(report); }}};
  SQLite::Database reader{temporary.file().string(), SQLite::OPEN_READONLY};

  explicit Kept(const std::string& name = kSecret) {
    append(store.writer, store.pump, new_circle("c"));
    append(store.writer, store.pump, seated_member("c", 1, "m1", name));
  }

  void read_on() {
    reader.exec("BEGIN");
    reader.execAndGet("SELECT count(*) FROM words");
  }
  AppendOutcome erase() {
    StreamAppend erasure;
    erasure.kind = StreamKind::circle;
    erasure.stream = "c";
    erasure.erased = {{"c-m1"}};
    return append(store.writer, store.pump, erasure);
  }
  bool is_in_the_files() const {
    return bytes_of(temporary.file()).find(kSecret) != std::string::npos ||
           bytes_of(temporary.file().string() + "-wal").find(kSecret) != std::string::npos;
  }
};

/// What a server leaves that dies after an erasure, when somebody's reading kept it in the log.
struct Remains {
  TemporaryDirectory left;

  Remains() {
    Kept kept;
    kept.read_on();
    kept.erase();
    copy_as_crashed(kept.temporary.file(), left.file());
  }
  bool holds_secret() const {
    return bytes_of(left.file().string() + "-wal").find(kSecret) != std::string::npos;
  }
};

/// While it lives, SQLite gets no file without a name, as it wants them for what may have to be
/// taken back.
class NoTemporaryFiles {
 public:
  NoTemporaryFiles() {
    shim = *system;
    shim.zName = "no temporary files";
    shim.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
      if (name != nullptr) return system->xOpen(system, name, file, flags, given);
      file->pMethods = nullptr;
      return SQLITE_CANTOPEN;
    };
    sqlite3_vfs_register(&shim, 1);
  }
  ~NoTemporaryFiles() { sqlite3_vfs_unregister(&shim); }
  NoTemporaryFiles(const NoTemporaryFiles&) = delete;
  NoTemporaryFiles& operator=(const NoTemporaryFiles&) = delete;

 private:
  static inline sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
  static inline sqlite3_vfs shim;
};

}  // namespace

TEST_CASE("words that are erased do not go by way of a temporary file, however many", "[store]") {
  const NoTemporaryFiles none;
  Kept kept;
  StreamAppend talk = issued_link("c", 2);
  StreamAppend erasure;
  erasure.kind = StreamKind::circle;
  erasure.stream = "c";
  for (int i = 0; i < 100; ++i) {
    talk.records.front().words.push_back(
        {core::WordsId{"q" + std::to_string(i)}, std::string(2'000, 'q')});
    erasure.erased.push_back(talk.records.front().words.back().id);
  }
  CHECK(append(kept.store.writer, kept.store.pump, talk) == AppendOutcome::committed);
  CHECK(append(kept.store.writer, kept.store.pump, erasure) == AppendOutcome::committed);
}

TEST_CASE("whoever reads the words when they are erased keeps nobody waiting", "[store]") {
  Kept kept;
  kept.read_on();
  CHECK(kept.erase() == AppendOutcome::committed);
  CHECK(append(kept.store.writer, kept.store.pump, issued_link("c", 2)) ==
        AppendOutcome::committed);
  CHECK(kept.store.queries.words({{"c-m1"}}).empty());
  REQUIRE(kept.reports.size() == 1);
  CHECK_THAT(kept.reports.front(), Contains("another program uses it"));
}

TEST_CASE("who reads for a moment only is waited for before an erasure is told", "[store]") {
  std::vector<std::string> reports;
  const TemporaryDirectory temporary;
  Store store(temporary.path(),
              {.busy_timeout = std::chrono::minutes{10},
               .reader_patience = std::chrono::minutes{10},
               .report = [&](const std::string& report) { reports.push_back(report); }});
  append(store.writer, store.pump, new_circle("c"));
  append(store.writer, store.pump, seated_member("c", 1, "m1", kSecret));
  SQLite::Database reader(temporary.file().string(), SQLite::OPEN_READONLY);
  reader.exec("BEGIN");
  reader.execAndGet("SELECT count(*) FROM words");
  StreamAppend erasure;
  erasure.kind = StreamKind::circle;
  erasure.stream = "c";
  erasure.erased = {{"c-m1"}};
  bool erased = false;
  store.writer.append(erasure, [&](AppendOutcome) { erased = true; });
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{100};
  while (std::chrono::steady_clock::now() < until) std::this_thread::yield();
  CHECK(store.pump.idle());
  reader.exec("COMMIT");
  store.pump.run_until([&] { return erased; });
  CHECK(bytes_of(temporary.file().string() + "-wal").find(kSecret) == std::string::npos);
  CHECK(bytes_of(temporary.file()).find(kSecret) == std::string::npos);
  CHECK(reports.empty());
}

TEST_CASE("who reads on and on is not waited for again", "[store]") {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kPatience{400};
  const TemporaryDirectory temporary;
  Store store(temporary.path(), {.reader_patience = kPatience});
  append(store.writer, store.pump, new_circle("c"));
  std::vector<core::WordsId> names;
  for (std::uint64_t i = 1; i < 6; ++i) {
    const std::string member = "m" + std::to_string(i);
    append(store.writer, store.pump, seated_member("c", i, member, member));
    names.push_back({"c-" + member});
  }
  SQLite::Database reader(temporary.file().string(), SQLite::OPEN_READONLY);
  reader.exec("BEGIN");
  reader.execAndGet("SELECT count(*) FROM words");
  std::vector<Clock::duration> took;
  for (const core::WordsId& name : names) {
    StreamAppend erasure;
    erasure.kind = StreamKind::circle;
    erasure.stream = "c";
    erasure.erased = {name};
    const auto before = Clock::now();
    CHECK(append(store.writer, store.pump, erasure) == AppendOutcome::committed);
    took.push_back(Clock::now() - before);
  }
  CHECK(took.front() >= kPatience);
  CHECK(*std::min_element(took.begin() + 1, took.end()) < kPatience);
}

TEST_CASE("a text that fills pages of its own is gone like a short one", "[store]") {
  std::string long_text;
  while (long_text.size() < 8'000) long_text += kSecret + '.';  // two thousand characters, at most
  Kept kept(long_text);
  REQUIRE(kept.is_in_the_files());
  CHECK(kept.erase() == AppendOutcome::committed);
  CHECK_FALSE(kept.is_in_the_files());
}

TEST_CASE("words that were erased before a restart go after it, if they could not before",
          "[store]") {
  const Remains remains;
  REQUIRE(remains.holds_secret());
  const Database database(remains.left.path());
  CHECK_FALSE(remains.holds_secret());
}

TEST_CASE("words that could not go at a start either go when the last who read them is done",
          "[store]") {
  const Remains remains;
  SQLite::Database reader(remains.left.file().string(), SQLite::OPEN_READWRITE);
  reader.exec("BEGIN");
  reader.execAndGet("SELECT count(*) FROM words");
  const Store store(remains.left.path(), {.probe_every = std::chrono::milliseconds{1}});
  REQUIRE(remains.holds_secret());
  reader.exec("COMMIT");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (remains.holds_secret() && std::chrono::steady_clock::now() < until)
    std::this_thread::yield();
  CHECK_FALSE(remains.holds_secret());
}

TEST_CASE("words are gone from the files once the last who read them is done", "[store]") {
  Kept kept;
  kept.read_on();
  kept.erase();
  REQUIRE(kept.is_in_the_files());
  kept.reader.exec("COMMIT");
  SECTION("with the next that is written") {
    append(kept.store.writer, kept.store.pump, issued_link("c", 2));
    CHECK_FALSE(kept.is_in_the_files());
  }
  SECTION("by itself, if nobody writes") {
    const auto begun = std::chrono::steady_clock::now();
    while (kept.is_in_the_files()) {
      REQUIRE(std::chrono::steady_clock::now() - begun < std::chrono::seconds{30});
      std::this_thread::yield();
    }
  }
}
