#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <random>
#include <thread>

#include "meeting.h"
#include "protocol/event_codec.h"
#include "store/projector.h"
#include "store/verify.h"

using namespace turnkeeper;
using namespace turnkeeper::store;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using std::chrono::seconds;

namespace {

rooms::Opening open(Queries& queries, const std::string& session) {
  auto opening = read_session(queries, {session});
  REQUIRE(opening);
  return std::move(*opening);
}

/// Read by a server that knows nothing but the file.
void check_replayed(Store& store, const Meeting& meeting) {
  Queries fresh(store.database);
  const auto opening = open(fresh, meeting.session().id.value);
  CHECK(opening.session == meeting.session());
  CHECK(opening.seq == meeting.seq());
  // The clock is known to have run until then: an outage begins no earlier.
  const auto records = fresh.records(meeting.session().id.value);
  REQUIRE_FALSE(records.empty());
  CHECK(opening.last_at == records.back().at);
  CHECK(opening.last_at > core::Instant{});
}

/// What the lists say is what the session says.
void check_projected(Store& store, const Meeting& meeting) {
  const auto& session = meeting.session();
  CHECK(store.queries.session(session.id)->phase == session.phase);
  const auto actions = store.queries.actions(session.circle, {.session = session.id});
  CHECK(actions.size() == session.actions.size());
  for (const ActionRow& row : actions) {
    const core::Action& action = session.actions.at(row.id);
    CHECK(row.owner == action.owner);
    CHECK(row.what == meeting.words().at(action.what));
    CHECK(row.measure == meeting.words().at(action.measure));
    CHECK(row.due == action.due);
    CHECK(row.supporter == action.supporter);
  }
  const auto waivers = store.queries.waivers(session.id);
  CHECK(waivers.size() == session.waivers.size());
  for (const WaiverRow& row : waivers) CHECK(row.cause == session.waivers.at(row.member).cause);
  for (const FloorTime& time : store.queries.floor_times(session.id)) {
    CHECK(time.turn == session.turns.at(time.member).used);
  }
}

}  // namespace

TEST_CASE("a journal replayed is the session as it was held", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  begin_circle(store);
  Meeting meeting(store, "s1", 1);
  hold_session(meeting);
  check_replayed(store, meeting);
  check_projected(store, meeting);
  CHECK(meeting.session().actions.size() == 2);
  CHECK(meeting.session().waivers.size() == 1);
  CHECK(verify(store.database.file()).whole());
}

namespace {

/// Something that somebody may try at this moment, sensible or not.
core::CommandBody any_command(std::mt19937& random, const Meeting& meeting) {
  const auto& session = meeting.session();
  const auto stage = session.stage ? session.stage->id : core::StageId{"none"};
  const core::MemberId member{meeting.holder().empty() ? "ana" : meeting.holder()};
  const core::Date due{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{9}};
  const auto action =
      session.actions.empty() ? core::ActionId{"none"} : session.actions.begin()->first;
  const auto entry = session.entries.empty() ? core::EntryId{"none"} : session.entries.front().id;
  const std::vector<core::CommandBody> commands{
      core::StartSession{},
      core::PauseSession{},
      core::ResumeSession{},
      core::AdvanceStage{stage},
      core::AdvanceStage{stage},
      core::CancelMove{stage},
      core::ExtendTime{stage, seconds{10}},
      core::GiveBackTime{seconds{2}},
      core::ReorderRotation{core::waiting_turns(session)},
      core::DeferTurn{member, stage},
      core::PassTurn{member, "not today", stage},
      core::RaiseHand{},
      core::LowerHand{entry},
      core::CallEntry{},
      core::AskQuestion{"Why?"},
      core::WithdrawQuestion{entry},
      core::StateChallenge{"Too much of it", "Less"},
      core::SayCheckIn{"Well"},
      core::AddAction{"Do it", "It is done", due, {}, {}},
      core::EditAction{action, {}, "Two people saw it", {}, {}},
      core::RemoveAction{action},
      core::WaiveAction{"Nothing yet"},
      core::WriteReflection{"Good"},
      core::Arrive{member},
      core::Leave{member, {}},
      core::Arrive{{"bo"}},
      core::Outage{meeting.now() - seconds{1}, true},
      core::SeatMember{{"dee"}, core::Role::member, true},
  };
  return commands[random() % commands.size()];
}

bool from_the_house(const core::CommandBody& body) {
  return std::holds_alternative<core::Arrive>(body) || std::holds_alternative<core::Leave>(body) ||
         std::holds_alternative<core::Outage>(body) ||
         std::holds_alternative<core::SeatMember>(body);
}

}  // namespace

TEST_CASE("whatever people do, the journal replayed is the session as it was held", "[store]") {
  const unsigned seed = GENERATE(1U, 2U, 3U, 4U, 5U, 6U);
  CAPTURE(seed);
  std::mt19937 random(seed);
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  begin_circle(store);
  Meeting meeting(store, "s1", 1);
  for (const char* member : {"ana", "bo", "cy"}) meeting.tell("", core::Arrive{{member}});
  const std::vector<std::string> people{"ana", "bo", "bo", "cy"};
  for (int i = 0; i < 300 && meeting.session().phase != core::Phase::ended; ++i) {
    auto command = any_command(random, meeting);
    meeting.tell(from_the_house(command) ? "" : people[random() % people.size()], command);
    meeting.pass(core::Millis{1 + random() % 6'000});
    if (i % 30 == 0) check_replayed(store, meeting);
    if (i % 30 == 0) check_projected(store, meeting);
  }
  check_replayed(store, meeting);
  check_projected(store, meeting);
  CHECK(verify(store.database.file()).whole());
}

TEST_CASE("a room is opened with its words, its people and its circle's name", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  begin_circle(store);
  Meeting meeting(store, "s1", 1);
  hold_session(meeting);
  const auto opening = open(store.queries, "s1");
  CHECK(opening.wordbook.circle_name == "Thursday circle");
  CHECK(opening.wordbook.people.at({"ana"}).name == "Ana");
  CHECK(opening.wordbook.people.size() == 3);
  CHECK(opening.wordbook.words == meeting.words());
}

TEST_CASE("the words of actions under review come along from the session that made them",
          "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  begin_circle(store);
  Meeting first(store, "s1", 1);
  hold_session(first);
  Meeting second(store, "s2", 2, first.now() + seconds{60});
  const auto opening = open(store.queries, "s2");
  CHECK(opening.session == second.session());
  REQUIRE(opening.session.review.size() == 2);
  for (const auto& [id, item] : opening.session.review) {
    CHECK(opening.wordbook.text(item.what) == "Say no twice");
    CHECK(opening.wordbook.text(item.measure) == "Somebody heard it");
  }
}

TEST_CASE("a change is remembered with its answer, after a restart too", "[store]") {
  const TemporaryDirectory temporary;
  std::vector<rooms::RememberedChange> told;
  {
    Store store(temporary.path());
    begin_circle(store);
    Meeting meeting(store, "s1", 1);
    hold_session(meeting);
    told = meeting.changes();
  }
  const Database database(temporary.path());
  Queries queries(database);
  const auto opening = open(queries, "s1");
  REQUIRE(told.size() > 3);
  CHECK(opening.changes.size() == told.size());
  bool paid = false;
  for (const auto& change : told) {
    const auto found = std::find_if(opening.changes.begin(), opening.changes.end(),
                                    [&](const auto& each) { return each.change == change.change; });
    REQUIRE(found != opening.changes.end());
    CHECK(found->seat == change.seat);
    CHECK(found->result == change.result);
    paid = paid || change.result.paid.has_value();
  }
  CHECK(paid);
}

TEST_CASE("what time has still to do with is found at the start, and what is settled is not",
          "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  begin_circle(store);
  CHECK(store.queries.unsettled_sessions().empty());
  Meeting first(store, "s1", 1);
  CHECK(store.queries.unsettled_sessions() == std::vector<core::SessionId>{{"s1"}});
  hold_session(first);
  CHECK(store.queries.unsettled_sessions() == std::vector<core::SessionId>{{"s1"}});
  first.pass(std::chrono::minutes{11});
  CHECK(store.queries.unsettled_sessions().empty());
  CHECK_FALSE(read_session(store.queries, {"s2"}));
  CHECK_FALSE(read_session(store.queries, {"c"}));
}

TEST_CASE("a journal that is not as it was written is not opened, whatever was changed",
          "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    begin_circle(store);
    Meeting meeting(store, "s1", 1);
    meeting.start();
    REQUIRE(meeting.tell(meeting.holder(), core::SayCheckIn{"hello"}));
  }
  const auto [change, seq] = GENERATE(table<std::string, std::string>({
      {"DELETE FROM events WHERE stream = 's1' AND seq = 1", "Event 1 "},
      {"DELETE FROM events WHERE stream = 's1' AND seq = 3", "Event 3 "},
      {"DELETE FROM events WHERE stream = 's1' AND seq = (SELECT max(seq) FROM events WHERE stream "
       "= 's1')",
       "Event "},
      {"UPDATE events SET prev_hash = zeroblob(32) WHERE stream = 's1' AND seq = 2", "Event 2 "},
      {"UPDATE events SET at_ms = at_ms + 1 WHERE stream = 's1' AND seq = 2", "Event 2 "},
      {"UPDATE events SET by_member = 'bo' WHERE stream = 's1' AND seq = 2", "Event 2 "},
      {"UPDATE events SET data = '{}' WHERE stream = 's1' AND seq = 1", "Event 1 "},
      {"UPDATE streams SET head_hash = zeroblob(32) WHERE stream = 's1'", "Event "},
      {"UPDATE words SET text = 'goodbye' WHERE text = 'hello'", "Event "},
  }));
  tamper(temporary.file(), change);
  CHECK_THAT(complaint([&] { const Database database(temporary.path()); }),
             Contains("is not as it was written (stream s1, event "));
  const Database database(temporary.path(), Damage::serve);
  Queries queries(database);
  CHECK_THAT(complaint([&] { read_session(queries, {"s1"}); }),
             StartsWith(seq) && Contains(" of the session s1: "));
  CHECK_THROWS_AS(read_session(queries, {"s1"}), rooms::DamagedJournal);
}

TEST_CASE("an event that was written and that nobody can read damages its session alone",
          "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  begin_circle(store);
  Meeting meeting(store, "s1", 1);
  meeting.start();
  StreamAppend odd;
  odd.stream = "s1";
  odd.expected_seq = meeting.seq();
  odd.records.push_back({kSixOClock, "hand.raised", {}, "{}", {}});
  REQUIRE(append(store.writer, store.pump, odd) == AppendOutcome::committed);
  CHECK_THROWS_WITH(read_session(store.queries, {"s1"}),
                    StartsWith("Event " + std::to_string(meeting.seq() + 1) +
                               " of the session s1 cannot be read: "));
  CHECK_THROWS_AS(read_session(store.queries, {"s1"}), rooms::DamagedJournal);
}

TEST_CASE("what is kept of a session and is none of ours damages it, too", "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    begin_circle(store);
    Meeting meeting(store, "s1", 1);
    meeting.start();
    REQUIRE(meeting.tell("ana", core::PauseSession{}, "change-1"));
  }
  const std::string change = GENERATE(
      as<std::string>{}, "UPDATE changes SET result = '[]' WHERE stream = 's1'",
      "PRAGMA ignore_check_constraints = ON; UPDATE events SET hash = x'00' WHERE stream = 's1'");
  const Database database(temporary.path());
  tamper(temporary.file(), change);
  Queries queries(database);
  CHECK_THROWS_AS(read_session(queries, {"s1"}), rooms::DamagedJournal);
}

TEST_CASE("a page that goes bad under a server damages the sessions that it holds", "[store]") {
  const TemporaryDirectory temporary;
  {
    Store store(temporary.path());
    begin_circle(store);
    Meeting meeting(store, "s1", 1);
    meeting.start();
  }
  const Database database(temporary.path());
  Queries queries(database);
  const auto page = std::stoull(
      ask(temporary.file(), "SELECT rootpage FROM sqlite_schema WHERE name = 'events'"));
  std::fstream file(temporary.file(), std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>((page - 1) * 4'096));
  file << std::string(4'096, '\xEE');
  file.close();
  CHECK_THROWS_AS(read_session(queries, {"s1"}), rooms::DamagedJournal);
}

TEST_CASE("a session that is written to meanwhile does not look damaged", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  begin_circle(store);
  Meeting meeting(store, "s1", 1);
  meeting.start();
  std::atomic<bool> over = false;
  int opened = 0;
  std::string damage;
  std::thread reader([&] {
    Queries queries(store.database);
    try {
      for (; !over; ++opened) read_session(queries, {"s1"});
    } catch (const std::exception& error) {
      damage = error.what();
    }
  });
  for (int i = 0; i < 200; ++i) {
    meeting.tell("bo", core::PauseSession{});
    meeting.tell("bo", core::ResumeSession{});
  }
  over = true;
  reader.join();
  CHECK(damage.empty());
  CHECK(opened > 0);
}

TEST_CASE("every event of the core has its place in the projections", "[store]") {
  std::set<std::string_view> known;
  for (const auto& [type, handler] : session_handlers()) known.insert(type);
  const auto names = protocol::all_event_names();
  CHECK(known == std::set<std::string_view>(names.begin(), names.end()));
}

TEST_CASE("a session that was reopened is found at the start, and one that was settled is not",
          "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  begin_circle(store);
  Meeting meeting(store, "s1", 1);
  hold_session(meeting);
  REQUIRE(meeting.tell("ana", core::ReopenSession{}, "again"));
  CHECK(store.queries.unsettled_sessions() == std::vector<core::SessionId>{{"s1"}});
  CHECK(open(store.queries, "s1").session.pause->by == core::MemberId{"ana"});
  check_replayed(store, meeting);
  check_projected(store, meeting);

  meeting.tell("bo", core::EndSession{meeting.stage()});
  meeting.pass(seconds{3});
  REQUIRE(meeting.session().phase == core::Phase::ended);
  REQUIRE(meeting.tell("", core::SettleSession{}));
  CHECK(store.queries.unsettled_sessions().empty());
  CHECK_FALSE(store.queries.session({"s1"})->reopen_until);
  check_replayed(store, meeting);
  CHECK(verify(store.database.file()).whole());
}

TEST_CASE(
    "changes that found nothing to do are kept without an event, in their place or not at all",
    "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  append(store.writer, store.pump, new_circle("c"));
  StreamAppend idle = issued_link("c", 1);
  idle.records.clear();
  idle.changes = {{"ana", "c1", "{}"}};
  CHECK(append(store.writer, store.pump, idle) == AppendOutcome::committed);
  CHECK(store.queries.last_seq("c") == 1);
  REQUIRE(store.queries.changes("c").size() == 1);
  CHECK(store.queries.changes("c").front().change == "c1");

  idle.changes = {{"ana", "c2", "{}"}};
  idle.expected_seq = 0;  // somebody else wrote meanwhile
  CHECK(append(store.writer, store.pump, idle) == AppendOutcome::conflict);
  CHECK(store.queries.changes("c").size() == 1);
  CHECK(verify(store.database.file()).whole());
}
