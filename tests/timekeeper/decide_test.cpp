// What a transcript cannot tell: ids, and refusals of the house.

#include <catch2/catch.hpp>

#include "tests/property/checked_session.h"
#include "tests/support/agendas.h"
#include "tests/timekeeper/people.h"

using namespace turnkeeper::timekeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

const Date kSoon{std::chrono::year{2026} / 3 / 8};

SessionPlanned plan() {
  SessionPlanned planned;
  planned.session = SessionId{"s1"};
  planned.circle = CircleId{"c1"};
  planned.agenda = short_agenda();
  planned.roster = {{kAna, Role::member, true, 0ms}, {kBo, Role::member, true, 0ms}};
  return planned;
}

CheckedSession started(const SessionPlanned& planned = plan()) {
  CheckedSession live(kNow);
  live.handle({{}, PlanSession{planned}});
  for (const auto& seat : planned.roster) live.handle({{}, Arrive{seat.member}});
  live.handle({kAna, StartSession{}});
  return live;
}

void advance_to(CheckedSession& live, const std::string& stage) {
  while (live.session().stage->name != stage) live.pass_time(*next_deadline(live.session()));
}

void let_pass(CheckedSession& live, Millis by) {
  const Instant until = live.now() + by;
  while (live.pass_time(until)) {
  }
}

Reason refusal(CheckedSession& live, const Command& command) {
  const auto decided = live.handle(command);
  REQUIRE(std::holds_alternative<Rejection>(decided));
  return std::get<Rejection>(decided).reason;
}

}  // namespace

TEST_CASE("a session is planned once, and with an agenda that can be", "[timekeeper]") {
  CheckedSession live(kNow);
  auto planned = plan();
  planned.agenda = Agenda{};
  CHECK(refusal(live, {{}, PlanSession{planned}}) == Reason::invalid_params);
  live.handle({{}, PlanSession{plan()}});
  CHECK(refusal(live, {{}, PlanSession{plan()}}) == Reason::wrong_phase);
}

TEST_CASE("a reason that becomes no waiver takes no id from later words", "[timekeeper]") {
  auto live = started();
  advance_to(live, "action");
  live.handle({kAna, AddAction{"walk", "it is done", kSoon, std::nullopt, std::nullopt}});
  live.handle({kAna, DeferTurn{kAna, live.session().stage->id}});
  let_pass(live, 3s);
  advance_to(live, "challenge");
  // While the clock stands there are no seconds in which the words could wait for their waiver.
  live.handle({kAna, PauseSession{}});
  live.handle({kAna, PassTurn{kAna, "I have to go", std::nullopt}});
  live.handle({kAna, ResumeSession{}});
  // The laws of a checked session throw if the challenge got the id of the reason.
  CHECK_NOTHROW(live.handle({kBo, StateChallenge{"I cannot say no.", std::nullopt}}));
}

TEST_CASE("a turn that went and came back leaves nothing in the accounts of the others",
          "[timekeeper]") {
  const MemberId cy{"cy"};
  auto planned = plan();
  planned.roster.push_back({cy, Role::member, true, 0ms});
  auto live = started(planned);
  advance_to(live, "challenge");
  const auto changes = [&](const MemberId& member) {
    return *live.session().turns.at(member).changes;
  };
  live.handle({kBo, PassTurn{kBo, std::nullopt, std::nullopt}});
  let_pass(live, 3s);
  const auto bo_was_passed = [](const Change& it) {
    return it.cause == ChangeCause::turn_passed && it.whom == kBo && it.amount > Millis{0};
  };
  const auto with_bo_gone = changes(cy);
  CHECK(std::count_if(with_bo_gone.begin(), with_bo_gone.end(), bo_was_passed) == 1);
  live.handle({kBo, IncludeMember{kBo}});
  CHECK(changes(cy).empty());
}

TEST_CASE("strangers are refused whatever they want", "[timekeeper]") {
  auto live = started();
  CHECK(refusal(live, {MemberId{"eve"}, PauseSession{}}) == Reason::not_allowed);
  CHECK(refusal(live, {MemberId{}, PauseSession{}}) == Reason::not_allowed);
  CHECK(refusal(live, {{}, Arrive{MemberId{"eve"}}}) == Reason::not_found);
}

TEST_CASE("what needs a phase says which one it is", "[timekeeper]") {
  auto live = started();
  const auto decided = live.handle({kAna, WriteReflection{"All is well."}});
  REQUIRE(std::holds_alternative<Rejection>(decided));
  CHECK(std::get<Rejection>(decided).reason == Reason::wrong_phase);
  CHECK(std::get<Rejection>(decided).phase == Phase::check_in);
}

TEST_CASE("arriving or leaving twice is nothing new", "[timekeeper]") {
  auto live = started();
  const auto before = live.events().size();
  live.handle({{}, Arrive{kAna}});
  live.handle({{}, Leave{MemberId{"eve"}, {}}});
  live.handle({{}, SeatMember{kAna, Role::member, true}});
  CHECK(live.events().size() == before);
}

TEST_CASE("the action of a turn that was carried over before it had begun can be taken away",
          "[timekeeper]") {
  CheckedSession live = started();
  Session session = live.session();
  const auto happens = [&](EventBody body) {
    apply(session, Event{live.now(), std::nullopt, std::move(body)});
  };
  const ActionId action{"a1"};
  happens(ActionAdded{action, Action{kBo, kBo, {}, {}, kSoon, {}}});
  happens(TurnCarriedOver{kBo, Transfer{session.turns.at(kBo).left(), 0ms, {}}});
  REQUIRE_FALSE(session.turns.contains(kBo));
  const auto decided = decide(session, {kBo, RemoveAction{action}}, live.now());
  CHECK(std::holds_alternative<Decision>(decided));
}
