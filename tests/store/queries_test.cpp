#include "store/queries.h"

#include <catch2/catch.hpp>

#include "meeting.h"
#include "protocol/circle_codec.h"
#include "store/projector.h"
#include "store/tokens.h"
#include "store/verify.h"

using namespace turnkeeper;
using namespace turnkeeper::store;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

const core::CircleId kCircle{"c"};

/// A store with a circle that has not met yet.
struct BegunCircle {
  TemporaryDirectory temporary;
  Store store{temporary.path()};

  BegunCircle() { begin_circle(store); }
};

core::Date march(unsigned day) {
  return {std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{day}};
}

StreamAppend with_credentials(std::vector<NewCredential> credentials, std::uint64_t expected_seq) {
  StreamAppend append;
  append.expected_seq = expected_seq;
  append.kind = StreamKind::circle;
  append.stream = append.circle.value = "c";
  append.credentials = std::move(credentials);
  return append;
}

StreamAppend updated_action(std::uint64_t expected_seq, core::CircleActionUpdated updated,
                            std::vector<core::Words> words = {}) {
  StreamAppend append = issued_link("c", expected_seq);
  append.records = {{kSixOClock + hours{24}, "circle.action_updated", core::MemberId{"ana"},
                     protocol::journal_data(updated).dump(), std::move(words)}};
  return append;
}

}  // namespace

TEST_CASE("a credential opens its circle until it expires or is revoked", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  const Hash invite = hash_of_token(make_token());
  const Hash personal = hash_of_token(make_token());
  StreamAppend start = new_circle("c");
  start.credentials = {
      {invite, CredentialKind::invite, {}, kSixOClock, {}},
      {personal, CredentialKind::personal, {"ana"}, kSixOClock, kSixOClock + hours{1}}};
  REQUIRE(append(store.writer, store.pump, start) == AppendOutcome::committed);

  const auto found = store.queries.find_credential(personal, kSixOClock);
  REQUIRE(found);
  CHECK(found->circle == kCircle);
  CHECK(found->kind == CredentialKind::personal);
  CHECK(found->member.value == "ana");
  CHECK_FALSE(store.queries.find_credential(hash_of_token(make_token()), kSixOClock));
  CHECK_FALSE(store.queries.find_credential(personal, kSixOClock + hours{1}));
  CHECK(store.queries.find_credential(invite, kSixOClock + hours{1}));

  const Hash renewed = hash_of_token(make_token());
  StreamAppend rotation = issued_link("c", 1);
  rotation.revocations = {{CredentialKind::invite, {}, kSixOClock}};
  rotation.credentials = {{renewed, CredentialKind::invite, {}, kSixOClock, {}}};
  REQUIRE(append(store.writer, store.pump, rotation) == AppendOutcome::committed);
  CHECK_FALSE(store.queries.find_credential(invite, kSixOClock));
  CHECK(store.queries.find_credential(renewed, kSixOClock));
  CHECK(store.queries.find_credential(personal, kSixOClock));
}

TEST_CASE_METHOD(BegunCircle, "revoking one member's links leaves the others' alone", "[store]") {
  const Hash anas = hash_of_token("a");
  const Hash bos = hash_of_token("b");
  append(store.writer, store.pump,
         with_credentials({{anas, CredentialKind::personal, {"ana"}, kSixOClock, {}},
                           {bos, CredentialKind::personal, {"bo"}, kSixOClock, {}}},
                          4));
  StreamAppend revocation = with_credentials({}, 4);
  revocation.revocations = {{CredentialKind::personal, {"ana"}, kSixOClock}};
  append(store.writer, store.pump, revocation);
  CHECK_FALSE(store.queries.find_credential(anas, kSixOClock));
  CHECK(store.queries.find_credential(bos, kSixOClock));
  CHECK(store.queries.last_seq("c") == 4);
}

TEST_CASE_METHOD(BegunCircle, "a link is not issued on what its circle was before", "[store]") {
  const Hash anas = hash_of_token("a");
  CHECK(append(store.writer, store.pump,
               with_credentials({{anas, CredentialKind::personal, {"ana"}, kSixOClock, {}}}, 3)) ==
        AppendOutcome::conflict);
  CHECK_FALSE(store.queries.find_credential(anas, kSixOClock));
}

TEST_CASE("a token never stands in the database", "[store]") {
  const TemporaryDirectory temporary;
  const std::string token = make_token();
  {
    Store store(temporary.path());
    begin_circle(store);
    append(
        store.writer, store.pump,
        with_credentials({{hash_of_token(token), CredentialKind::invite, {}, kSixOClock, {}}}, 4));
    CHECK(bytes_of(temporary.file().string() + "-wal").find(token) == std::string::npos);
  }
  CHECK(bytes_of(temporary.file()).find(token) == std::string::npos);
}

TEST_CASE("a circle is read with its name, its agenda and its members in order", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  CHECK_FALSE(store.queries.circle(kCircle));
  begin_circle(store);
  const auto circle = store.queries.circle(kCircle);
  REQUIRE(circle);
  CHECK(circle->name == "Thursday circle");
  CHECK(protocol::Json::parse(circle->agenda).at("name") == "quick-15");
  CHECK(circle->seq == 4);
  const auto members = store.queries.members(kCircle);
  REQUIRE(members.size() == 3);
  CHECK(members[0].person.name == "Ana");
  CHECK(members[2].id.value == "cy");
  CHECK(members[1].seated);
  CHECK(store.queries.members({"d"}).empty());
}

TEST_CASE_METHOD(BegunCircle, "sessions are listed newest first, each with its phase", "[store]") {
  Meeting first(store, "s1", 1);
  CHECK(store.queries.unended_session(kCircle)->phase == core::Phase::lobby);
  hold_session(first);
  CHECK_FALSE(store.queries.unended_session(kCircle));
  Meeting second(store, "s2", 2, first.now() + hours{1});
  for (const char* member : {"ana", "bo"}) second.tell("", core::Arrive{{member}});
  second.tell("bo", core::StartSession{});
  for (const auto phase : {core::Phase::check_in, core::Phase::handover, core::Phase::turn}) {
    second.wait_for(phase);
    CHECK(store.queries.unended_session(kCircle)->phase == phase);
  }
  const auto sessions = store.queries.sessions(kCircle);
  REQUIRE(sessions.size() == 2);
  CHECK(sessions[0].id.value == "s2");
  CHECK(sessions[0].number == 2);
  CHECK_FALSE(sessions[0].ended_at);
  CHECK(sessions[1].phase == core::Phase::ended);
  CHECK(sessions[1].planned_at == kSixOClock);
  CHECK(sessions[1].started_at == first.session().started_at);
  CHECK(sessions[1].ended_at == first.session().ended_at);
  CHECK(sessions[1].end_cause == core::EndCause::complete);
}

TEST_CASE_METHOD(BegunCircle, "who had how long is what the session says", "[store]") {
  Meeting meeting(store, "s1", 1);
  CHECK(store.queries.floor_times({"s1"}).empty());
  hold_session(meeting);
  const auto times = store.queries.floor_times({"s1"});
  REQUIRE(times.size() == 3);
  const auto received = store.queries.received(kCircle);
  for (const FloorTime& time : times) {
    CHECK(time.turn == meeting.session().turns.at(time.member).used);
    CHECK(time.turn == received.at(time.member));
    CHECK(time.check_in == seconds{20});
  }
}

TEST_CASE_METHOD(BegunCircle, "a move that was taken back is not in the tables of who had how long",
                 "[store]") {
  Meeting meeting(store, "s1", 1);
  meeting.start();
  meeting.wait_for(core::Phase::turn);
  const std::string holder = meeting.holder();

  SECTION("an advance") {
    REQUIRE(meeting.tell("bo", core::AdvanceStage{meeting.stage()}));
    meeting.pass(seconds{8});
  }
  SECTION("a pass, with the handover and the turn that came after it") {
    REQUIRE(meeting.tell("bo", core::PassTurn{{holder}, "not today", meeting.stage()}));
    meeting.pass(seconds{8});
    REQUIRE(meeting.holder() != holder);
    REQUIRE(store.queries.waivers({"s1"}).size() == 1);
  }
  REQUIRE(meeting.tell("bo", core::TakeBack{meeting.stage()}));
  REQUIRE(meeting.holder() == holder);
  CHECK(store.queries.waivers({"s1"}).empty());
  CHECK(store.queries.sessions(kCircle).front().phase == core::Phase::turn);
  meeting.wait_for(core::Phase::ended);
  const auto received = store.queries.received(kCircle);
  for (const auto& [member, turn] : meeting.session().turns) {
    CHECK(received.at(member) == turn.used);
  }
}

TEST_CASE_METHOD(BegunCircle, "only sessions that have ended count as received", "[store]") {
  Meeting meeting(store, "s1", 1);
  meeting.start();
  meeting.wait_for(core::Phase::closing);
  CHECK(store.queries.received(kCircle).empty());
}

TEST_CASE_METHOD(BegunCircle,
                 "who checked in and had no turn is carried over, who passed it is not",
                 "[store]") {
  Meeting meeting(store, "s1", 1);
  meeting.start();
  meeting.wait_for(core::Phase::turn);
  CHECK(store.queries.carried(kCircle).empty());
  const std::string holder = meeting.holder();
  const std::string passes = holder == "ana" ? "cy" : "ana";
  meeting.tell(passes, core::PassTurn{{passes}, "not today", {}});
  meeting.pass(seconds{3});
  meeting.tell("bo", core::EndSession{});
  meeting.pass(seconds{3});
  REQUIRE(meeting.session().phase == core::Phase::ended);
  std::set<core::MemberId> expected{{"ana"}, {"bo"}, {"cy"}};
  expected.erase(core::MemberId{holder});
  expected.erase(core::MemberId{passes});
  CHECK(store.queries.carried(kCircle) == expected);
}

TEST_CASE_METHOD(
    BegunCircle,
    "whoever lost their turn to a hard end is carried over, though they had not checked in",
    "[store]") {
  Meeting meeting(store, "s1", 1);
  meeting.start();
  REQUIRE(meeting.tell("bo", core::SetHardEnd{std::nullopt, meeting.now() + seconds{480}, true}));
  std::set<core::MemberId> lost;
  for (const char* member : {"ana", "bo", "cy"}) {
    if (!meeting.session().turns.contains({member})) lost.insert({member});
  }
  REQUIRE_FALSE(lost.empty());
  REQUIRE(lost.size() < 3);
  meeting.pass(seconds{1});
  meeting.tell("bo", core::EndSession{});
  meeting.pass(seconds{3});
  REQUIRE(meeting.session().phase == core::Phase::ended);
  const auto carried = store.queries.carried(kCircle);
  for (const auto& member : lost) CHECK(carried.contains(member));
}

TEST_CASE_METHOD(BegunCircle,
                 "whoever had their turn after all, when the hour was taken back, is not carried "
                 "over",
                 "[store]") {
  Meeting meeting(store, "s1", 1);
  meeting.start();
  REQUIRE(meeting.tell("bo", core::SetHardEnd{std::nullopt, meeting.now() + seconds{480}, true}));
  REQUIRE(meeting.session().turns.size() < 3);
  REQUIRE(meeting.tell("bo", core::SetHardEnd{}));
  REQUIRE(meeting.session().turns.size() == 3);
  while (meeting.session().phase != core::Phase::ended) meeting.pass(seconds{60});
  for (const auto& [member, turn] : meeting.session().turns) REQUIRE(turn.used > seconds{0});
  CHECK(store.queries.carried(kCircle).empty());
}

TEST_CASE_METHOD(BegunCircle, "waivers and reflections are read with their words", "[store]") {
  Meeting meeting(store, "s1", 1);
  hold_session(meeting);
  const auto waivers = store.queries.waivers({"s1"});
  REQUIRE(waivers.size() == 1);
  CHECK(waivers[0].cause == core::WaiverCause::stated);
  CHECK(waivers[0].reason == "I want to sleep on it");
  CHECK(waivers[0].member == meeting.session().waivers.begin()->first);
  const auto reflections = store.queries.reflections({"s1"});
  REQUIRE(reflections.size() == 2);
  CHECK(reflections[0].text == "I am not alone");
}

TEST_CASE_METHOD(BegunCircle, "actions are listed with names, and filtered by each of their sides",
                 "[store]") {
  Meeting meeting(store, "s1", 1);
  hold_session(meeting);
  const auto all = store.queries.actions(kCircle);
  REQUIRE(all.size() == 2);
  CHECK(all[0].what == "Say no twice");
  CHECK(all[0].measure == "Somebody heard it");
  CHECK(all[0].due == march(9));
  CHECK(all[0].number == 1);
  CHECK(all[0].status == core::ActionStatus::open);
  CHECK(all[0].owner == all[0].turn);
  CHECK(all[0].owner_name == (all[0].owner.value == "ana" ? "Ana" : "Cy"));
  REQUIRE(all[0].supporter);
  CHECK(all[0].supporter_name == (all[0].supporter->value == "ana" ? "Ana" : "Cy"));

  const auto count = [&](const ActionFilter& filter) {
    return store.queries.actions(kCircle, filter).size();
  };
  CHECK(count({.status = core::ActionStatus::open}) == 2);
  CHECK(count({.status = core::ActionStatus::done}) == 0);
  CHECK(count({.owner = all[0].owner}) == 1);
  CHECK(store.queries.actions(kCircle, {.owner = all[1].owner}).at(0).id == all[1].id);
  CHECK(count({.session = core::SessionId{"s1"}}) == 2);
  CHECK(count({.session = core::SessionId{"s2"}}) == 0);
  CHECK(count({.due_before = march(9)}) == 0);
  CHECK(count({.due_before = march(10)}) == 2);
  CHECK(store.queries.actions({"d"}).empty());
  CHECK(store.queries.action(all[1].id)->owner == all[1].owner);
  CHECK_FALSE(store.queries.action({"none"}));
}

TEST_CASE_METHOD(
    BegunCircle,
    "an action goes on after its session: on the circle's page, and in the next review",
    "[store]") {
  Meeting first(store, "s1", 1);
  hold_session(first);
  const auto actions = store.queries.actions(kCircle);

  const core::ActionId done = actions[0].id;
  REQUIRE(append(store.writer, store.pump,
                 updated_action(4, {done, core::ActionStatus::done, core::WordsId{"c-n1"}, {}},
                                {{{"c-n1"}, "It was easy"}})) == AppendOutcome::committed);
  CHECK(store.queries.action(done)->status == core::ActionStatus::done);
  CHECK(store.queries.action(done)->note == "It was easy");
  CHECK(store.queries.action(done)->due == march(9));
  CHECK(store.queries.open_actions(kCircle).size() == 1);

  const core::ActionId carried = actions[1].id;
  Meeting second(store, "s2", 2, first.now() + hours{24});
  second.start();
  REQUIRE(second.tell("bo", core::ReviewAction{carried, core::ActionStatus::carried_on,
                                               "Ask for help first", march(20)}));
  const auto row = store.queries.action(carried);
  CHECK(row->status == core::ActionStatus::carried_on);
  CHECK(row->note == "Ask for help first");
  CHECK(row->due == march(20));
  CHECK(row->session.value == "s1");

  const auto open = store.queries.open_actions(kCircle);
  REQUIRE(open.size() == 1);
  CHECK(open[0].id == carried);
  CHECK(open[0].status == core::ActionStatus::open);
  CHECK(store.queries.words({open[0].what}).begin()->second == "Say no twice");

  const auto reviews = store.queries.reviews_of(carried);
  REQUIRE(reviews.size() == 1);
  CHECK(reviews[0].by->value == "bo");
  CHECK(reviews[0].due == march(20));
  CHECK(reviews[0].note == "Ask for help first");

  REQUIRE(
      second.tell("bo", core::ReviewAction{carried, core::ActionStatus::learned, "Help came", {}}));
  CHECK(store.queries.action(carried)->note == "Help came");
  CHECK(store.queries.action(carried)->due == march(20));
  CHECK(store.queries.open_actions(kCircle).empty());
  CHECK(store.queries.reviews_of(carried).size() == 2);
}

TEST_CASE_METHOD(BegunCircle, "an update of an action that is not the circle's is refused",
                 "[store]") {
  CHECK(append(store.writer, store.pump,
               updated_action(4, {{"none"}, core::ActionStatus::done, {}, {}})) ==
        AppendOutcome::damaged);
  CHECK(store.queries.last_seq("c") == 4);
}

TEST_CASE("projections that are dropped and made again are the same", "[store]") {
  const TemporaryDirectory temporary;
  const std::vector<std::string> tables{"circles", "members",        "sessions", "stages",
                                        "actions", "action_reviews", "waivers",  "reflections"};
  const auto dump = [&] {
    std::string rows;
    for (const std::string& table : tables) {
      const std::string found =
          ask(temporary.file(), "SELECT coalesce(json_group_array(json_array(" +
                                    ask(temporary.file(),
                                        "SELECT group_concat(name) FROM "
                                        "pragma_table_info('" +
                                            table + "')") +
                                    ")), '') FROM (SELECT * FROM " + table + " ORDER BY 1, 2)");
      CHECK(found.size() > 2);
      rows += table + found + "\n";
    }
    return rows;
  };
  {
    Store store(temporary.path());
    begin_circle(store);
    Meeting first(store, "s1", 1);
    hold_session(first);
    const core::ActionId action = store.queries.actions(kCircle)[0].id;
    append(store.writer, store.pump,
           updated_action(4, {action, core::ActionStatus::learned, {}, march(12)}));
    Meeting second(store, "s2", 2, first.now() + hours{24});
    hold_session(second);
  }
  const std::string before = dump();
  for (const std::string& table : tables) tamper(temporary.file(), "DELETE FROM " + table);
  const Database database(temporary.path(), Damage::serve);
  CHECK_FALSE(verify(database.file()).whole());
  rebuild_projections(database);
  CHECK(dump() == before);
  CHECK(verify(database.file()).whole());
}
