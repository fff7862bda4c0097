#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <optional>
#include <thread>

#include "foreign_lock.h"
#include "hanging_disk.h"
#include "protocol/agenda_codec.h"
#include "store/store_error.h"
#include "store/verify.h"
#include "store_fixture.h"
#include "tests/support/full_disk.h"

using namespace turnkeeper;
using namespace turnkeeper::store;
using Catch::Matchers::Contains;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("an append at the expected seq is committed, and another one is a conflict", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  CHECK(append(store.writer, store.pump, new_circle("c")) == AppendOutcome::committed);
  CHECK(append(store.writer, store.pump, issued_link("c", 0)) == AppendOutcome::conflict);
  CHECK(append(store.writer, store.pump, issued_link("c", 2)) == AppendOutcome::conflict);
  CHECK(append(store.writer, store.pump, new_circle("c")) == AppendOutcome::conflict);
  CHECK(append(store.writer, store.pump, issued_link("c", 1)) == AppendOutcome::committed);
  CHECK(store.queries.last_seq("c") == 2);
  CHECK(store.queries.records("c").size() == 2);
  CHECK(store.writer.healthy());
}

TEST_CASE("a stream is of one kind and of one circle", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  append(store.writer, store.pump, new_circle("c"));
  StreamAppend other_kind;
  other_kind.stream = "c";
  other_kind.expected_seq = 1;
  other_kind.records.push_back({kSixOClock, "move.cancelled", {}, "{}", {}});
  CHECK(append(store.writer, store.pump, other_kind) == AppendOutcome::conflict);
  StreamAppend other_circle = issued_link("c", 1);
  other_circle.circle.value = "d";
  CHECK(append(store.writer, store.pump, other_circle) == AppendOutcome::conflict);
  CHECK(store.queries.last_seq("c") == 1);
}

TEST_CASE("what is appended together is committed together, or not at all", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  CHECK(append(store.writer, store.pump, {new_circle("c"), new_circle("d")}) ==
        AppendOutcome::committed);
  CHECK(append(store.writer, store.pump, {issued_link("c", 1), issued_link("d", 7)}) ==
        AppendOutcome::conflict);
  CHECK(store.queries.last_seq("c") == 1);
  CHECK(store.queries.last_seq("d") == 1);
  CHECK(verify(store.database.file()).whole());
}

TEST_CASE(
    "who breaks a rule of a table is refused alone, and only a key that is taken is a conflict",
    "[store]") {
  std::vector<std::string> reports;
  const TemporaryDirectory temporary;
  Store store(temporary.path(),
              {.report = [&](const std::string& report) { reports.push_back(report); }});
  append(store.writer, store.pump, new_circle("c"));
  StreamAppend named = seated_member("c", 1, "m1", "Ana");
  REQUIRE(append(store.writer, store.pump, named) == AppendOutcome::committed);

  StreamAppend taken = seated_member("c", 2, "m1", "Bo");
  CHECK(append(store.writer, store.pump, taken) == AppendOutcome::conflict);
  StreamAppend broken = issued_link("c", 2);
  broken.changes = {{"m1", "change", "{"}};
  for (int tries = 0; tries < 3; ++tries) {
    CHECK(append(store.writer, store.pump, broken) == AppendOutcome::unavailable);
  }
  CHECK(reports.size() == 2);  // one for each of them, however often it is tried
  CHECK(store.writer.healthy());
  CHECK(store.queries.last_seq("c") == 2);
  CHECK(append(store.writer, store.pump, issued_link("c", 2)) == AppendOutcome::committed);
  CHECK(verify(store.database.file()).whole());
}

namespace {

constexpr std::size_t kPage = 4'096;

/// Spoils the leaves of indexes that hold keys of `stream` and none of `other`. How many there
/// were.
int spoil_index_of(const std::filesystem::path& file, const std::string& stream,
                   const std::string& other) {
  constexpr char kLeafOfIndex = 0x0A;  // sqlite.org/fileformat2.html, 1.6
  std::string bytes = bytes_of(file);
  int spoilt = 0;
  for (std::size_t at = kPage; at + kPage <= bytes.size(); at += kPage) {
    const std::string_view page = std::string_view{bytes}.substr(at, kPage);
    if (page.front() != kLeafOfIndex || page.find(stream) == std::string_view::npos ||
        page.find(other) != std::string_view::npos) {
      continue;
    }
    bytes.replace(at, kPage, kPage, '\xEE');
    ++spoilt;
  }
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  return spoilt;
}

}  // namespace

TEST_CASE("a page that goes bad under a writer costs whoever's stream it holds, and nobody else",
          "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    for (const std::string circle : {"first-circle", "other-circle"}) {
      append(store.writer, store.pump, new_circle(circle));
      std::vector<StreamAppend> many;
      for (std::uint64_t seq = 1; seq < 300; ++seq) many.push_back(issued_link(circle, seq));
      REQUIRE(append(store.writer, store.pump, many) == AppendOutcome::committed);
    }
  }
  const Database database(temporary.path());
  REQUIRE(spoil_index_of(temporary.file(), "other-circle", "first-circle") > 0);
  Pump pump;
  std::vector<std::string> reports;
  WriterOptions options;
  options.report = [&](const std::string& sentence) { reports.push_back(sentence); };
  Writer writer(database, pump.post(), std::move(options));
  std::map<std::string, AppendOutcome> outcomes;
  {
    const ForeignLock lock(temporary.file());  // behind the first they gather
    for (const std::string circle : {"alone", "first-circle", "other-circle", "last"}) {
      writer.append(circle.ends_with("-circle") ? issued_link(circle, 300) : new_circle(circle),
                    [&, circle](AppendOutcome outcome) { outcomes[circle] = outcome; });
    }
  }
  pump.run_until([&] { return outcomes.size() == 4; });
  CHECK(outcomes["first-circle"] == AppendOutcome::committed);
  CHECK(outcomes["other-circle"] == AppendOutcome::conflict);
  CHECK(outcomes["last"] == AppendOutcome::committed);
  CHECK(writer.healthy());
  CHECK(writer.counts().failures == 0);
  REQUIRE(reports.size() == 1);
  CHECK_THAT(reports.front(), Contains("malformed"));
}

TEST_CASE("an event that no projection knows is not even queued", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  StreamAppend unknown = issued_link("c", 0);
  unknown.records.front().type = "circle.danced";
  CHECK_THAT(complaint([&] { store.writer.append(unknown, [](AppendOutcome) {}); }),
             Contains("circle.danced"));
}

TEST_CASE("a list that lacks what the journal put there is damage, and concerns its stream alone",
          "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  append(store.writer, store.pump, new_circle("c"));
  append(store.writer, store.pump, new_circle("d"));
  tamper(store.database.file(), "DELETE FROM circles WHERE circle = 'c'");
  const auto change_agenda = [&](const std::string& circle) {
    StreamAppend change = issued_link(circle, 1);
    change.records.front().type = "circle.agenda_changed";
    change.records.front().data = protocol::Json{
        {"agenda", protocol::encode_agenda(*protocol::shipped_agenda(
                       "group-75"))}}.dump();
    return append(store.writer, store.pump, change);
  };
  CHECK(change_agenda("c") == AppendOutcome::damaged);
  CHECK(change_agenda("d") == AppendOutcome::committed);
  CHECK(store.writer.healthy());
}

TEST_CASE("data that no projection can read undo their own append alone", "[store]") {
  std::vector<std::string> reports;
  const TemporaryDirectory temporary;
  Store store(temporary.path(),
              {.report = [&](const std::string& report) { reports.push_back(report); }});
  StreamAppend bad = new_circle("c");
  SECTION("a field is missing") { bad.records.front().data = R"({"circle":"c"})"; }
  SECTION("no object") { bad.records.front().data = "[]"; }
  CHECK(append(store.writer, store.pump, bad) == AppendOutcome::unavailable);
  CHECK(append(store.writer, store.pump, new_circle("c")) == AppendOutcome::committed);
  CHECK(store.writer.healthy());
  REQUIRE(reports.size() == 1);
  CHECK_THAT(reports.front(), Contains("circle.created"));
}

TEST_CASE("nobody is told of an event before it is committed", "[store]") {
  const TemporaryDirectory temporary;
  const Database database(temporary.path());
  std::atomic<std::uint64_t> seen{0};
  {
    Queries queries(database);
    // Told at once, on the writer's own thread: the earliest that anybody could hear of it.
    Writer writer(database, [](const std::function<void()>& told) { told(); });
    writer.append(new_circle("c"), [&](AppendOutcome) { seen = queries.last_seq("c"); });
  }
  CHECK(seen == 1);
}

TEST_CASE("a writer that goes away commits what is queued, and tells it", "[store]") {
  const TemporaryDirectory temporary;
  const Database database(temporary.path());
  Pump pump;
  int told = 0;
  {
    Writer writer(database, pump.post());
    writer.append(new_circle("c"), [&](AppendOutcome) { ++told; });
    for (std::uint64_t seq = 1; seq <= 100; ++seq) {
      writer.append(issued_link("c", seq), [&](AppendOutcome) { ++told; });
    }
  }
  pump.run_until([&] { return told == 101; });
  CHECK(Queries(database).last_seq("c") == 101);
}

TEST_CASE("all that waits for the disk is committed in one transaction", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  std::vector<AppendOutcome> outcomes;
  const auto note = [&](AppendOutcome outcome) { outcomes.push_back(outcome); };
  {
    const ForeignLock lock(temporary.file());
    // The first may wait for the lock on its own; the others gather behind it.
    for (int i = 0; i < 50; ++i) store.writer.append(new_circle("c" + std::to_string(i)), note);
    store.writer.append(issued_link("c0", 9), note);
    for (int i = 50; i < 100; ++i) store.writer.append(new_circle("c" + std::to_string(i)), note);
  }
  store.pump.run_until([&] { return outcomes.size() == 101; });
  CHECK(std::count(outcomes.begin(), outcomes.end(), AppendOutcome::committed) == 100);
  CHECK(outcomes[50] == AppendOutcome::conflict);
  CHECK(store.writer.counts().appends == 100);
  CHECK(store.writer.counts().transactions <= 2);
}

TEST_CASE("a disk that refuses fails every append of the transaction, and nothing is written",
          "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path(), {.busy_timeout = milliseconds{1}});
  append(store.writer, store.pump, new_circle("c"));
  std::vector<AppendOutcome> outcomes;
  {
    const ForeignLock lock(temporary.file());
    for (int i = 0; i < 20; ++i) {
      store.writer.append(issued_link("c", static_cast<std::uint64_t>(1 + i)),
                          [&](AppendOutcome outcome) { outcomes.push_back(outcome); });
    }
    store.pump.run_until([&] { return outcomes.size() == 20; });
    CHECK_FALSE(store.writer.healthy());
    CHECK(store.writer.counts().failures == 20);
  }
  CHECK(std::count(outcomes.begin(), outcomes.end(), AppendOutcome::unavailable) == 20);
  CHECK(store.queries.last_seq("c") == 1);
  CHECK(append(store.writer, store.pump, issued_link("c", 1)) == AppendOutcome::committed);
  CHECK(store.writer.healthy());
}

TEST_CASE("while the disk refuses nobody waits for a lock as long as the first did", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path(), {.busy_timeout = seconds{1}});
  const ForeignLock lock(temporary.file());
  const auto refused = [&](int count) {
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i) {
      REQUIRE(append(store.writer, store.pump, new_circle("c")) == AppendOutcome::unavailable);
    }
    return std::chrono::steady_clock::now() - begun;
  };
  const auto first = refused(1);
  CHECK(refused(20) < 10 * first);
}

TEST_CASE("a transaction takes no more than it may, and the rest goes into the next", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path(), {.busy_timeout = hours{1}, .most_in_transaction = 2});
  int told = 0;
  {
    const ForeignLock lock(temporary.file());
    for (int i = 0; i < 5; ++i) {
      store.writer.append(new_circle("c" + std::to_string(i)), [&](AppendOutcome) { ++told; });
    }
  }
  store.pump.run_until([&] { return told == 5; });
  CHECK(store.writer.counts().appends == 5);
  CHECK(store.writer.counts().transactions >= 3);
}

TEST_CASE("a writer that goes away waits for no lock", "[store]") {
  const TemporaryDirectory temporary;
  std::optional<AppendOutcome> outcome;
  Pump pump;
  const Database database(temporary.path());
  const ForeignLock lock(temporary.file());
  {
    Writer writer(database, pump.post(), {.busy_timeout = hours{1}});
    writer.append(new_circle("c"), [&](AppendOutcome came) { outcome = came; });
  }
  pump.run_until([&] { return outcome.has_value(); });
  CHECK(outcome == AppendOutcome::unavailable);
}

TEST_CASE("readers are not disturbed by a writer that waits", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  append(store.writer, store.pump, new_circle("c"));
  const ForeignLock lock(temporary.file());
  CHECK(store.queries.last_seq("c") == 1);
}

TEST_CASE("a writer that goes away leaves one file, or says why not", "[store]") {
  std::vector<std::string> reports;
  const TemporaryDirectory temporary;
  const Database database(temporary.path());
  Pump pump;
  std::optional<Queries> reader;
  std::optional<Writer> writer;
  writer.emplace(
      database, pump.post(),
      WriterOptions{.busy_timeout = milliseconds{1},
                    .report = [&](const std::string& report) { reports.push_back(report); }});
  append(*writer, pump, new_circle("c"));
  const auto log = temporary.file().string() + "-wal";
  REQUIRE(std::filesystem::file_size(log) > 0);
  SECTION("nobody else has it open") {
    writer.reset();
    CHECK(reports.empty());
    CHECK_FALSE(std::filesystem::exists(log));
  }
  SECTION("somebody else has it open") {
    reader.emplace(database);
    REQUIRE(reader->last_seq("c") == 1);
    writer.reset();
    CHECK(reports.empty());
    CHECK(std::filesystem::file_size(log) == 0);
  }
  SECTION("somebody else is writing") {
    {
      const ForeignLock lock(temporary.file());
      writer.reset();
      REQUIRE(reports.size() == 1);
      CHECK_THAT(reports.front(), Contains(log));
    }
    CHECK(Queries(database).last_seq("c") == 1);
  }
}

TEST_CASE("a full queue answers at once", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path(), {.most_queued = 3});
  int refused = 0;
  int told = 0;
  {
    const ForeignLock lock(temporary.file());
    for (int i = 0; i < 10; ++i) {
      store.writer.append(new_circle("c" + std::to_string(i)), [&](AppendOutcome outcome) {
        ++told;
        refused += outcome == AppendOutcome::unavailable ? 1 : 0;
      });
    }
  }
  store.pump.run_until([&] { return told == 10; });
  // One transaction may have taken some of them away before the rest came.
  CHECK(refused >= 4);
  CHECK(refused <= 7);
}

TEST_CASE("a writer that the disk keeps waiting is not well until it is let go", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path(), {.busy_timeout = milliseconds{20}});
  append(store.writer, store.pump, new_circle("c"));
  std::optional<AppendOutcome> told;
  const std::string file = temporary.file();
  const auto keep_waiting = [&](const std::string& name, StreamAppend what) {
    const HangingDisk disk(name);
    store.writer.append(std::move(what), [&](AppendOutcome outcome) { told = outcome; });
    const auto begun = std::chrono::steady_clock::now();
    while (store.writer.healthy()) {
      REQUIRE(std::chrono::steady_clock::now() - begun < seconds{60});
      std::this_thread::yield();
    }
    CHECK(store.pump.idle());
  };
  SECTION("for a change") { keep_waiting(file + "-wal", issued_link("c", 1)); }
  SECTION("for the log to be emptied of what was erased") {
    StreamAppend change = issued_link("c", 1);
    change.erased = {core::WordsId{"w"}};
    keep_waiting(file, std::move(change));
  }
  store.pump.run_until([&] { return told.has_value(); });
  CHECK(told == AppendOutcome::committed);
  CHECK(store.writer.healthy());
}

TEST_CASE("what would be written into a file that was moved away is refused until it is back",
          "[store]") {
  const TemporaryDirectory temporary;
  { Store store(temporary.path()); }
  Store store(temporary.path());
  const bool wrote_before = GENERATE(true, false);
  if (wrote_before) append(store.writer, store.pump, new_circle("other"));
  const std::string moved = temporary.file().string() + GENERATE(as<std::string>{}, "", "-wal");
  std::filesystem::rename(moved, moved + ".moved");
  SECTION("it is gone") {}
  SECTION("another is in its place") { std::ofstream(moved) << "another"; }
  CHECK(append(store.writer, store.pump, new_circle("c")) == AppendOutcome::unavailable);
  CHECK_FALSE(store.writer.healthy());
  std::filesystem::rename(moved + ".moved", moved);
  CHECK(append(store.writer, store.pump, new_circle("c")) == AppendOutcome::committed);
  CHECK(store.writer.healthy());
}

TEST_CASE("a probe finds out that the disk is full before anybody writes", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  append(store.writer, store.pump, new_circle("c"));
  CHECK(probe(store.writer, store.pump) == AppendOutcome::committed);
  {
    const FullDisk full(4'096);
    CHECK(probe(store.writer, store.pump) == AppendOutcome::unavailable);
    CHECK_FALSE(store.writer.healthy());
  }
  CHECK(probe(store.writer, store.pump) == AppendOutcome::committed);
  CHECK(store.writer.healthy());
}

TEST_CASE("the last mark of life is the one that counts", "[store]") {
  const TemporaryDirectory temporary;
  const Database database(temporary.path());
  CHECK_FALSE(Queries(database).last_mark());
  {
    Writer writer(database, [](const std::function<void()>&) {});
    for (int second = 0; second <= 60; second += 5) {
      writer.mark_of_life(kSixOClock + std::chrono::seconds{second});
    }
  }
  CHECK(Queries(database).last_mark() == kSixOClock + std::chrono::seconds{60});
}

TEST_CASE("what one room writes of a gap is no mark of life for the others", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  const auto gap = kSixOClock - std::chrono::hours{1};
  store.writer.mark_of_life(gap);
  append(store.writer, store.pump, new_circle("c"));
  CHECK(store.queries.last_mark() == gap);
}

TEST_CASE("server time can be kept from falling before the journal", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  CHECK_FALSE(store.queries.last_event());
  append(store.writer, store.pump, new_circle("c"));
  StreamAppend earlier = issued_link("c", 1);
  earlier.records.front().at = kSixOClock - std::chrono::seconds{3};
  append(store.writer, store.pump, earlier);
  CHECK(store.queries.last_event() == kSixOClock);
}
