// Whatever was changed in the file behind the server's back is found, and named by stream and seq.
#include "store/verify.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <fstream>

#include "meeting.h"
#include "store/chain_check.h"
#include "store/hash_chain.h"
#include "store/migrations.h"

using namespace turnkeeper;
using namespace turnkeeper::store;
using Catch::Matchers::Contains;

namespace {

/// The circle "c" of Ana, Bo and Cy (events 1 to 4) and its session "s1", held to the end.
const TemporaryDirectory& original() {
  static const TemporaryDirectory directory;
  static const bool written = [] {
    Store store(directory.path());
    begin_circle(store);
    Meeting meeting(store, "s1", 1);
    hold_session(meeting);
    return true;
  }();
  REQUIRE(written);
  return directory;
}

struct Copy {
  TemporaryDirectory directory;

  Copy() { std::filesystem::copy_file(original().file(), file()); }
  std::filesystem::path file() const { return directory.file(); }

  /// "c 2: The event is not …", a line each.
  std::string faults() const {
    std::string lines;
    const Verified verified = verify(file());
    for (const Fault& fault : verified.faults.listed()) {
      lines += fault.stream + " " + std::to_string(fault.seq) + ": " + fault.why + "\n";
    }
    return lines;
  }
};

auto count_of_lines(const std::string& lines) {
  return std::count(lines.begin(), lines.end(), '\n');
}

}  // namespace

TEST_CASE("a store that nobody touched is whole, and is counted", "[store]") {
  const Verified verified = verify(original().file());
  CHECK(verified.whole());
  CHECK(verified.circles == 1);
  CHECK(verified.sessions == 1);
  CHECK(std::to_string(verified.events) == ask(original().file(), "SELECT count(*) FROM events"));
}

TEST_CASE("a change of any part of an event is found, there and nowhere else", "[store]") {
  const Copy copy;
  const std::string change =
      GENERATE(as<std::string>{}, "data = replace(data, 'seated', 'seatec')", "at_ms = at_ms + 1",
               "type = 'circle.link_issued'", "by_member = 'm9'", "by_member = ''",
               "prev_hash = zeroblob(32)", "hash = zeroblob(32)");
  CAPTURE(change);
  tamper(copy.file(), "UPDATE events SET " + change + " WHERE stream = 'c' AND seq = 2");
  CHECK(copy.faults() == "c 2: The event is not the one that was written.\n");
}

TEST_CASE("an event that is no JSON any more is named, and so is what else was changed",
          "[store]") {
  const Copy copy;
  const std::string column = GENERATE("data", "commitments");
  CAPTURE(column);
  tamper(copy.file(), "PRAGMA ignore_check_constraints = ON; UPDATE events SET " + column +
                          " = substr(" + column + ", 2) WHERE stream = 'c' AND seq = 2;" +
                          "UPDATE events SET at_ms = at_ms + 1 WHERE stream = 's1' AND seq = 3");
  const std::string faults = copy.faults();
  CHECK_THAT(faults, Contains("c 2: The event "));
  CHECK_THAT(faults, Contains("s1 3: The event is not the one that was written."));
  CHECK_THAT(faults, Contains(": CHECK constraint failed in events."));
}

TEST_CASE("what somebody put into the database does nothing to a terminal", "[store]") {
  const Copy copy;
  tamper(copy.file(),
         "INSERT INTO words VALUES ('w' || char(27) || char(10), 's1', 'x', zeroblob(16))");
  CHECK(copy.faults() == "s1 0: No event brought the words w??.\n");
}

TEST_CASE("a broken rule of a table that has no events is told", "[store]") {
  const Copy copy;
  tamper(copy.file(),
         "PRAGMA ignore_check_constraints = ON; UPDATE changes SET result = '{' WHERE seat = 'bo'");
  CHECK_THAT(copy.faults(), Contains(" 0: CHECK constraint failed in changes."));
}

TEST_CASE("a commitment that was taken away is found, and leaves words that nobody brought",
          "[store]") {
  const Copy copy;
  tamper(copy.file(), "UPDATE events SET commitments = '{}' WHERE stream = 'c' AND seq = 2");
  CHECK(copy.faults() ==
        "c 2: The event is not the one that was written.\n"
        "c 0: No event brought the words c-ana.\n");
}

TEST_CASE("commitments that are none are found", "[store]") {
  const Copy copy;
  tamper(copy.file(), "UPDATE events SET commitments = '[1]' WHERE stream = 'c' AND seq = 2");
  CHECK_THAT(copy.faults(), Contains("c 2: The event cannot be read."));
}

TEST_CASE("an event that is taken away is found, the last one too", "[store]") {
  const Copy copy;
  const int seq = GENERATE(1, 2, 3, 4);
  tamper(copy.file(), "DELETE FROM events WHERE stream = 'c' AND seq = " + std::to_string(seq));
  CHECK_THAT(copy.faults(), Contains("c " + std::to_string(seq) + ": The event is missing.\n"));
}

TEST_CASE("a run of missing events is one fault", "[store]") {
  const Copy copy;
  tamper(copy.file(), "DELETE FROM events WHERE stream = 'c' AND seq > 1");
  tamper(copy.file(), "DELETE FROM words WHERE stream = 'c' AND id <> 'c-w1'");
  CHECK(copy.faults() == "c 2: The events 2 to 4 are missing.\n");
}

TEST_CASE("events that changed places are found, both of them", "[store]") {
  const Copy copy;
  SECTION("in their numbers") {
    for (const char* move :
         {"seq = 999 WHERE seq = 2", "seq = 2 WHERE seq = 3", "seq = 3 WHERE seq = 999"}) {
      tamper(copy.file(), std::string{"UPDATE events SET "} + move + " AND stream = 'c'");
    }
    CHECK(copy.faults() ==
          "c 2: The event is not the one that was written.\n"
          "c 3: The event is not the one that was written.\n");
  }
  SECTION("in the order of all") {
    for (const char* move : {"position = 999999 WHERE seq = 2", "position = 2 WHERE seq = 3",
                             "position = 3 WHERE seq = 2"}) {
      tamper(copy.file(), std::string{"UPDATE events SET "} + move + " AND stream = 'c'");
    }
    CHECK(copy.faults() == "c 3: The event stands before the one that it follows.\n");
  }
}

TEST_CASE("who changes an event and its hash breaks the chain behind it", "[store]") {
  const Copy copy;
  {
    SQLite::Database database(copy.file().string(), SQLite::OPEN_READWRITE);
    SQLite::Statement row(database,
                          "SELECT at_ms, type, data, commitments, prev_hash FROM events WHERE "
                          "stream = 'c' AND seq = 2");
    REQUIRE(row.executeStep());
    Hash prev{};
    std::memcpy(prev.data(), row.getColumn(4).getBlob(), prev.size());
    const Commitments commitments = parse_commitments(row.getColumn(3).getString());
    const std::string type = row.getColumn(1).getString();
    const std::string data = row.getColumn(2).getString();
    const std::int64_t at = row.getColumn(0).getInt64() + 1;
    const Hash forged =
        hash_of({StreamKind::circle, "c", 2, prev, at, type, "", data, commitments});
    row.reset();
    SQLite::Statement update(
        database, "UPDATE events SET at_ms = ?, hash = ? WHERE stream = 'c' AND seq = 2");
    update.bind(1, at);
    update.bind(2, forged.data(), static_cast<int>(forged.size()));
    update.exec();
  }
  CHECK(copy.faults() ==
        "c 3: The event does not follow the one before it; one of the two was exchanged.\n");
}

TEST_CASE("a head that is not the stream's is found", "[store]") {
  const Copy copy;
  const auto [change, fault] = GENERATE(table<std::string, std::string>({
      {"UPDATE streams SET seq = 3", "c 4: The stream ends before this event.\n"},
      {"UPDATE streams SET seq = 6", "c 5: The events 5 to 6 are missing.\n"},
      {"UPDATE streams SET head_hash = zeroblob(32)",
       "c 4: The hash at the head of the stream is not that of its last event.\n"},
      {"UPDATE streams SET latest_ms = latest_ms + 1",
       "c 4: The time at the head of the stream is not that of its latest event.\n"},
      {"DELETE FROM streams", "c 0: The head of the stream is missing.\n"},
  }));
  tamper(copy.file(), change + " WHERE stream = 'c'");
  CHECK_THAT(copy.faults(), Contains(fault));
}

TEST_CASE("a tail that was cut off with its head is found, if somebody was told of it", "[store]") {
  const Copy copy;
  SQLite::Database database(copy.file().string(), SQLite::OPEN_READWRITE);
  const auto last = database.execAndGet("SELECT seq FROM streams WHERE stream = 's1'").getInt64();
  database.exec("INSERT INTO changes VALUES ('s1', 'ana', 'told', json_object('seq', " +
                std::to_string(last) + "))");
  CHECK(copy.faults().empty());
  database.exec("UPDATE changes SET result = json_object('seq', " + std::to_string(last + 3) +
                ") WHERE change = 'told'");
  CHECK(copy.faults() == "s1 " + std::to_string(last + 1) +
                             ": The event is missing: somebody was told of event " +
                             std::to_string(last + 3) + ".\n");
}

TEST_CASE("a session that is gone with all its traces is found: its circle planned it", "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    StreamAppend planned = issued_link("c", 1);
    planned.records.front().type = "circle.session_planned";
    planned.records.front().data = R"({"number":1,"session":"c-s1"})";
    append(store.writer, store.pump, new_circle("c"));
    append(store.writer, store.pump, planned);
  }
  const Verified verified = verify(temporary.file());
  REQUIRE(verified.faults.listed().size() == 1);
  CHECK(verified.faults.listed()[0].stream == "c-s1");
  CHECK(verified.faults.listed()[0].seq == 1);
  CHECK(verified.faults.listed()[0].why == "The session is missing: event 2 of c planned it.");
}

TEST_CASE("a circle that is gone with all its traces is found: what came later is numbered on",
          "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    append(store.writer, store.pump, new_circle("a"));
    append(store.writer, store.pump, new_circle("b"));
  }
  CHECK(verify(temporary.file()).whole());
  for (const char* table : {"events", "words", "streams"}) {
    tamper(temporary.file(), std::string{"DELETE FROM "} + table + " WHERE stream = 'a'");
  }
  tamper(temporary.file(), "DELETE FROM circles WHERE circle = 'a'");
  const Verified verified = verify(temporary.file());
  REQUIRE(verified.faults.listed().size() == 1);
  CHECK(verified.faults.listed()[0].stream.empty());
  CHECK(verified.faults.listed()[0].why ==
        "Of 2 events only 1 are there, and nothing says whose were lost.");
}

TEST_CASE("a stream that was given to another circle is found, with its lists too", "[store]") {
  const Copy copy;
  const std::string stream = GENERATE(as<std::string>{}, "c", "s1");
  tamper(copy.file(), "UPDATE streams SET circle = 'd' WHERE stream = '" + stream + "'");
  if (stream == "s1") tamper(copy.file(), "UPDATE sessions SET circle = 'd'");
  CHECK_THAT(
      copy.faults(),
      Contains(stream + " 1: The stream is not listed with the circle that the event names.\n"));
}

TEST_CASE("a mark of life or an epoch that was changed is found, and nobody believes the mark",
          "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    store.writer.mark_of_life(kSixOClock);
    append(store.writer, store.pump, new_circle("c"));
  }
  CHECK(verify(temporary.file()).whole());
  const std::string change =
      GENERATE(as<std::string>{}, "'9' || substr(value, 2) WHERE key = 'mark_of_life'",
               "'' WHERE key = 'mark_of_life'", "'soon' WHERE key = 'mark_of_life'",
               "substr(value, 1, 40) WHERE key = 'mark_of_life'", "'abc' WHERE key = 'epoch'");
  CAPTURE(change);
  tamper(temporary.file(), "UPDATE meta SET value = " + change);
  const Verified verified = verify(temporary.file());
  REQUIRE(verified.faults.listed().size() == 1);
  CHECK(verified.faults.listed()[0].why ==
        "The mark of life, or the epoch, is not the one that was written.");
  const Database as_it_is(temporary.path(), Damage::serve);
  CHECK_FALSE(Queries(as_it_is).last_mark());
}

TEST_CASE("a mark of life that an earlier server left is a number alone", "[store]") {
  const TemporaryDirectory temporary;
  { const Store store(temporary.path()); }
  tamper(temporary.file(), "INSERT INTO meta VALUES ('mark_of_life', '1772388000000')");
  CHECK(verify(temporary.file()).whole());
  Store store(temporary.path());
  CHECK(store.queries.last_mark() == core::Instant{core::Millis{1'772'388'000'000}});
}

TEST_CASE("words that were exchanged, removed or slipped in are found", "[store]") {
  const Copy copy;
  const auto [change, fault] = GENERATE(table<std::string, std::string>({
      {"UPDATE words SET text = 'Bea' WHERE id = 'c-ana'",
       "c 2: The words c-ana are not those that were written.\n"},
      {"UPDATE words SET salt = zeroblob(16) WHERE id = 'c-ana'",
       "c 2: The words c-ana are not those that were written.\n"},
      {"DELETE FROM words WHERE id = 'c-ana'", "c 2: The words c-ana are missing.\n"},
      {"UPDATE words SET stream = 's1' WHERE id = 'c-ana'",
       "c 2: The words c-ana are missing.\ns1 0: No event brought the words c-ana.\n"},
      {"INSERT INTO words VALUES ('c-dee', 'c', 'Dee', zeroblob(16))",
       "c 0: No event brought the words c-dee.\n"},
  }));
  tamper(copy.file(), change);
  CHECK(copy.faults() == fault);
}

TEST_CASE("words that were erased are no fault", "[store]") {
  const Copy copy;
  tamper(copy.file(), "UPDATE words SET text = NULL, salt = NULL");
  CHECK(copy.faults().empty());
}

TEST_CASE("a list that was changed is found, by its name and its stream", "[store]") {
  const Copy copy;
  const auto [change, list, stream] = GENERATE(table<std::string, std::string, std::string>({
      {"UPDATE circles SET created_at = 0", "circles", "c"},
      {"UPDATE members SET role = 'facilitator' WHERE member = 'ana'", "members", "c"},
      {"DELETE FROM members WHERE member = 'cy'", "members", "c"},
      {"UPDATE sessions SET phase = 'lobby'", "sessions", "s1"},
      {"UPDATE stages SET used_ms = 0", "stages", "s1"},
      {"UPDATE actions SET due = '2099-01-01'", "actions", "s1"},
      {"INSERT INTO action_reviews VALUES ('a', 's1', 1, 0, NULL, 'done', NULL, NULL)",
       "action_reviews", "s1"},
      {"DELETE FROM waivers", "waivers", "s1"},
      {"UPDATE reflections SET text = 'w9'", "reflections", "s1"},
      {"INSERT INTO reflections VALUES ('s9', 'ana', 'w9')", "reflections", "s9"},
  }));
  tamper(copy.file(), change);
  CHECK(copy.faults() ==
        stream + " 0: The list \"" + list + "\" is not what the journal comes to.\n");
}

TEST_CASE("an event that is as it was written and means nothing is found", "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    StreamAppend odd = issued_link("c", 1);
    odd.records.front().data = R"({"link":"nonsense"})";
    append(store.writer, store.pump, new_circle("c"));
    append(store.writer, store.pump, odd);
  }
  const Verified verified = verify(temporary.file());
  REQUIRE(verified.faults.listed().size() == 1);
  CHECK(verified.faults.listed()[0].seq == 2);
  CHECK_THAT(verified.faults.listed()[0].why, Contains("cannot be replayed"));
}

TEST_CASE("wherever reading stops, no event is blamed for it", "[store]") {
  SQLite::Database connection(original().file().string(), SQLite::OPEN_READONLY);
  Statements statements(connection);
  const auto head = stream_head(statements, "s1");
  REQUIRE(head);
  int left = 0;
  sqlite3_progress_handler(
      connection.getHandle(), 1,
      [](void* steps) { return --*static_cast<int*>(steps) < 0 ? 1 : 0; }, &left);
  int stops = 0;
  for (bool whole = false; !whole; ++stops) {
    left = 17 * stops;
    Faults faults;
    try {
      check_chain(statements, *head, faults);
      whole = true;
    } catch (const StatementError& stopped) {
      CHECK_THAT(stopped.what(), Contains("interrupted"));
    }
    CHECK(faults.empty());
  }
  CHECK(stops > 100);
}

TEST_CASE("all that is wrong is told, not the first of it", "[store]") {
  const Copy copy;
  tamper(copy.file(), "UPDATE events SET at_ms = at_ms + 1 WHERE stream = 'c' AND seq IN (2, 4)");
  tamper(copy.file(), "DELETE FROM words WHERE id = 'c-bo'");
  tamper(copy.file(), "DELETE FROM events WHERE stream = 's1' AND seq = 7");
  const std::string faults = copy.faults();
  for (const char* place : {"c 2: ", "c 3: ", "c 4: ", "s1 7: "}) {
    CHECK_THAT(faults, Contains(place));
  }
  CHECK(count_of_lines(faults) >= 4);
}

TEST_CASE("a hundred faults are listed, and the others counted", "[store]") {
  const Copy copy;
  tamper(copy.file(),
         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150) INSERT "
         "INTO words SELECT 'stray' || i, 'c', 'x', zeroblob(16) FROM n");
  const Verified verified = verify(copy.file());
  CHECK(verified.faults.listed().size() == 100);
  CHECK(verified.faults.more() == 50);
}

TEST_CASE("what people said is in no fault", "[store]") {
  const Copy copy;
  tamper(copy.file(), "UPDATE words SET text = text || 'canary'");
  tamper(copy.file(), "UPDATE actions SET what = 'canary'");
  CHECK_FALSE(copy.faults().empty());
  CHECK_THAT(copy.faults(), !Contains("canary") && !Contains("Say no"));
}

TEST_CASE("who looks changes nothing, and leaves nothing", "[store]") {
  const Copy copy;
  SECTION("at a store that was closed in order") {
    const std::string before = bytes_of(copy.file());
    CHECK(verify(copy.file()).whole());
    CHECK(bytes_of(copy.file()) == before);
    CHECK(names_in(copy.directory.path()) == std::set<std::string>{"turnkeeper.db"});
  }
  SECTION("at what a crash left behind") {
    Store store(copy.directory.path());
    append(store.writer, store.pump, issued_link("c", 4));
    const TemporaryDirectory crashed;
    copy_as_crashed(copy.file(), crashed.file());
    const std::string before = bytes_of(crashed.file());
    const std::string log = bytes_of(crashed.file().string() + "-wal");
    const Verified verified = verify(crashed.file());
    CHECK(verified.whole());
    CHECK(verified.events == verify(original().file()).events + 1);
    CHECK(bytes_of(crashed.file()) == before);
    CHECK(bytes_of(crashed.file().string() + "-wal") == log);
  }
}

TEST_CASE("a store can be looked at while a server writes to it", "[store]") {
  const Copy copy;
  Store store(copy.directory.path());
  for (std::uint64_t seq = 4; seq < 14; ++seq) {
    CHECK(append(store.writer, store.pump, issued_link("c", seq)) == AppendOutcome::committed);
    CHECK(verify(copy.file()).whole());
  }
}

TEST_CASE("what cannot be looked at is one sentence, and stays as it was", "[store]") {
  const Copy copy;
  std::string expected;
  SECTION("a newer version") {
    tamper(copy.file(), "PRAGMA user_version = 99");
    expected = "newer version 99";
  }
  SECTION("another program's") {
    tamper(copy.file(), "PRAGMA application_id = 99");
    expected = "is not a Turnkeeper database";
  }
  SECTION("a folder") {
    const std::filesystem::path folder = copy.file();
    std::filesystem::remove(folder);
    std::filesystem::create_directory(folder);
    CHECK_THAT(complaint([&] { verify(folder); }), Contains("is not a Turnkeeper database"));
    std::filesystem::remove(folder);
    std::ofstream(folder) << "no database";
    expected = "is not a Turnkeeper database";
  }
  SECTION("damaged in the middle") {
    std::fstream stream(copy.file(), std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(3 * 4'096);
    stream << std::string(8'192, '\xEE');
    expected = "is damaged";
  }
  SECTION("cut off") {
    std::filesystem::resize_file(copy.file(), std::filesystem::file_size(copy.file()) - 8'192);
    expected = "is damaged";
  }
  SECTION("empty") {
    std::filesystem::resize_file(copy.file(), 0);
    expected = "is empty; restore a backup";
  }
  const std::string before = bytes_of(copy.file());
  const std::string sentence = complaint([&] { verify(copy.file()); });
  CHECK_THAT(sentence, Contains(copy.file().string()) && Contains(expected));
  CHECK(sentence.find('\n') == std::string::npos);
  CHECK(bytes_of(copy.file()) == before);
  CHECK(names_in(copy.directory.path()) == std::set<std::string>{"turnkeeper.db"});
}

TEST_CASE("a newer version is seen in a log that a crash left behind, and not looked into",
          "[store]") {
  const Copy copy;
  SQLite::Database newer(copy.file().string(), SQLite::OPEN_READWRITE);
  newer.exec("PRAGMA user_version = 99");
  const TemporaryDirectory crashed;
  copy_as_crashed(copy.file(), crashed.file());
  CHECK_THAT(complaint([&] { verify(crashed.file()); }), Contains("newer version 99"));
}

TEST_CASE("a store of the first version is held against what it will be", "[store]") {
  const TemporaryDirectory temporary;
  {
    SQLite::Database database(temporary.file().string(),
                              SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(database, migrations().first(1));
  }
  const std::string before = bytes_of(temporary.file());
  CHECK(verify(temporary.file()).whole());
  CHECK(bytes_of(temporary.file()) == before);
}
