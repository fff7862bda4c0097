#include "store/backup.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <future>

#include "meeting.h"
#include "store/new_file.h"
#include "store/verify.h"

using namespace turnkeeper;
using namespace turnkeeper::store;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// A store that a server has open, and a folder for its backups.
struct Live {
  TemporaryDirectory data;
  TemporaryDirectory backups;
  Store store{data.path()};
  fs::path file = backups.path() / "monday.db";

  Live() { begin_circle(store); }

  std::string refusal(const fs::path& into) {
    return complaint([&] { back_up(data.path(), into); });
  }
};

}  // namespace

TEST_CASE_METHOD(Live, "a backup of a store that is open is that store, as one file of its owner",
                 "[store]") {
  Meeting meeting(store, "s1", 1);
  hold_session(meeting);
  const auto size = back_up(data.path(), file);
  CHECK(names_in(backups.path()) == std::set<std::string>{"monday.db"});
  CHECK(permissions_of(file) == 0600);
  CHECK(fs::file_size(file) == size);
  const Verified verified = verify(file);
  CHECK(verified.whole());
  CHECK(verified.events == verify(data.file()).events);
  for (const char* table : {"changes", "credentials", "words", "meta", "streams"}) {
    const std::string count = std::string{"SELECT count(*) FROM "} + table;
    CHECK(ask(file, count) == ask(data.file(), count));
  }
  CHECK(ask(file, "SELECT value FROM meta WHERE key = 'epoch'") == store.database.epoch());
  CHECK(names_in(backups.path()) == std::set<std::string>{"monday.db"});
}

TEST_CASE("a backup of a store that was closed leaves the folder as it was", "[store]") {
  const TemporaryDirectory data;
  const TemporaryDirectory backups;
  {
    Store store(data.path());
    begin_circle(store);
  }
  const auto names = names_in(data.path());
  const std::string before = bytes_of(data.file());
  back_up(data.path(), backups.path() / "b");
  CHECK(names_in(data.path()) == names);
  CHECK(bytes_of(data.file()) == before);
}

TEST_CASE_METHOD(Live, "what was deleted does not come along, not even in empty pages", "[store]") {
  const std::string secret = "something-that-was-said-in-confidence";
  tamper(data.file(),
         "PRAGMA secure_delete = OFF; CREATE TABLE scratch (text); INSERT INTO scratch "
         "VALUES ('" +
             secret + "'); DROP TABLE scratch");
  REQUIRE((bytes_of(data.file()) + bytes_of(data.file().string() + "-wal")).find(secret) !=
          std::string::npos);
  back_up(data.path(), file);
  CHECK(bytes_of(file).find(secret) == std::string::npos);
}

TEST_CASE_METHOD(Live, "what was acknowledged before a backup begins is in it, whoever writes on",
                 "[store]") {
  std::atomic<std::uint64_t> acknowledged{4};
  std::atomic<bool> enough{false};
  auto load = std::async(std::launch::async, [&] {
    while (!enough) {
      append(store.writer, store.pump, issued_link("c", acknowledged));
      ++acknowledged;
    }
  });
  for (int round = 0; round < 5; ++round) {
    while (acknowledged < 10U * static_cast<unsigned>(round) + 10) std::this_thread::yield();
    const std::uint64_t before = acknowledged;
    const fs::path copy = backups.path() / std::to_string(round);
    back_up(data.path(), copy);
    CHECK(verify(copy).whole());
    CHECK(verify(copy).events >= before);
  }
  enough = true;
  load.wait();
}

TEST_CASE_METHOD(Live, "a backup that is given up leaves nothing behind", "[store]") {
  tamper(data.file(),
         "CREATE TABLE filler AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
         "WHERE i < 1000) SELECT i FROM n");
  bool begun = false;
  const auto once_begun = [&] {
    begun = begun || !names_in(backups.path()).empty();
    return begun;
  };
  CHECK_THAT(complaint([&] { back_up(data.path(), file, once_begun); }),
             Contains(file.string() + " was stopped"));
  CHECK(begun);
  CHECK(names_in(backups.path()).empty());
  back_up(data.path(), file);
  CHECK(verify(file).whole());
}

TEST_CASE_METHOD(Live, "nothing that is there is overwritten", "[store]") {
  SECTION("a file") { std::ofstream(file) << "precious"; }
  SECTION("a link to nowhere") { fs::create_symlink("nowhere", file); }
  SECTION("a folder") { fs::create_directory(file); }
  const auto names = names_in(backups.path());
  CHECK_THAT(refusal(file), Contains(file.string()) && Contains("is there already"));
  CHECK(names_in(backups.path()) == names);
  if (fs::is_regular_file(file)) CHECK(bytes_of(file) == "precious");
}

TEST_CASE("a name that was taken while a backup was made stays who took it", "[store]") {
  const TemporaryDirectory folder;
  const fs::path name = folder.path() / "b";
  {
    NewFile file(folder.path() / "b.unfinished");
    std::ofstream(name) << "precious";
    CHECK_THAT(complaint([&] { file.become(name); }), Contains("is there already"));
  }
  CHECK(bytes_of(name) == "precious");
  CHECK(names_in(folder.path()) == std::set<std::string>{"b"});
}

TEST_CASE_METHOD(Live, "a place where no file can be is refused in a sentence", "[store]") {
  std::ofstream(backups.path() / "file") << "hello";
  for (const char* place : {"missing/b", "file/b"}) {
    const fs::path into = backups.path() / place;
    CHECK_THAT(refusal(into), Contains(into.string()) && Contains("a folder that is there"));
  }
  CHECK_THAT(refusal("/proc/b"), Contains("/proc/b"));
  CHECK(names_in(backups.path()) == std::set<std::string>{"file"});
}

TEST_CASE_METHOD(Live, "a disk that is full leaves nothing behind", "[store]") {
  const FullDisk full(16'384);
  CHECK_THAT(refusal(file), Contains(file.string()) && Contains("make room"));
  CHECK(names_in(backups.path()).empty());
}

TEST_CASE("without a database there is no backup, and no folder is made", "[store]") {
  const TemporaryDirectory temporary;
  const fs::path data = temporary.path() / "data";
  const fs::path file = temporary.path() / "b";
  const auto refusal = [&] { return complaint([&] { back_up(data, file); }); };
  CHECK_THAT(refusal(), Contains((data / "turnkeeper.db").string()) && Contains("--data"));
  CHECK(names_in(temporary.path()).empty());
  fs::create_directory(data);
  CHECK_THAT(refusal(), Contains("There is no database"));
  CHECK(names_in(data).empty());
}

TEST_CASE("a damaged database gives no backup", "[store]") {
  const TemporaryDirectory data;
  const TemporaryDirectory backups;
  { const Database database(data.path()); }
  std::fstream stream(data.file(), std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(4'096);
  stream << std::string(8'192, '\xEE');
  stream.close();
  CHECK_THAT(complaint([&] { back_up(data.path(), backups.path() / "b"); }),
             Contains(data.file().string()) && Contains("is damaged"));
  CHECK(names_in(backups.path()).empty());
}
