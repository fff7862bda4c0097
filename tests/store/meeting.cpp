#include "meeting.h"

#include <catch2/catch.hpp>
#include <iterator>

#include "protocol/agenda_codec.h"

namespace turnkeeper::store {

using std::chrono::milliseconds;
using std::chrono::seconds;

void begin_circle(Store& store) {
  std::vector<StreamAppend> appends;
  appends.push_back(new_circle("c"));
  std::uint64_t seq = 0;
  for (const char* name : {"Ana", "Bo", "Cy"}) {
    std::string id = name;
    id.front() = static_cast<char>(id.front() - 'A' + 'a');
    appends.push_back(seated_member("c", ++seq, id, name));
  }
  REQUIRE(append(store.writer, store.pump, std::move(appends)) == AppendOutcome::committed);
}

Meeting::Meeting(Store& store, const std::string& session, int number, core::Instant now)
    : store_(store), journal_(store.writer), now_(now) {
  const core::CircleId circle{"c"};
  core::SessionPlanned plan;
  plan.session = core::SessionId{session};
  plan.circle = circle;
  plan.number = number;
  plan.agenda = *protocol::shipped_agenda("quick-15");
  plan.review = store.queries.open_actions(circle);
  const auto received = store.queries.received(circle);
  const auto carried = store.queries.carried(circle);
  for (const MemberRow& member : store.queries.members(circle)) {
    const auto found = received.find(member.id);
    plan.roster.push_back(
        {member.id, member.id.value == "bo" ? core::Role::facilitator : member.role, true,
         found == received.end() ? core::Millis{} : found->second, carried.contains(member.id)});
  }
  REQUIRE(tell("", core::PlanSession{std::move(plan)}));
}

void Meeting::start() {
  for (const char* member : {"ana", "bo", "cy"}) tell("", core::Arrive{{member}});
  REQUIRE(tell("bo", core::StartSession{}, "start"));
}

bool Meeting::tell(const std::string& by, core::CommandBody body, const std::string& change) {
  auto outcome = core::decide(session_, {core::MemberId{by}, std::move(body)}, now_);
  if (std::holds_alternative<core::Rejection>(outcome)) return false;
  keep(std::get<core::Decision>(std::move(outcome)), by, change);
  return true;
}

void Meeting::pass(core::Millis length) {
  const core::Instant until = now_ + length;
  for (auto next = core::next_deadline(session_); next && *next <= until;
       next = core::next_deadline(session_)) {
    now_ = *next;
    keep(core::pass_time(session_), "", "");
  }
  now_ = until;
}

void Meeting::wait_for_next_stage() {
  const auto before = session_.stage;
  while (session_.stage && session_.stage->id == before->id) pass(seconds{1});
}

void Meeting::wait_for(core::Phase phase) {
  constexpr int kMostStages = 300;
  for (int i = 0; i < kMostStages && session_.phase != phase; ++i) wait_for_next_stage();
  REQUIRE(session_.phase == phase);
}

std::string Meeting::holder() const {
  return session_.stage && session_.stage->holder ? session_.stage->holder->value : "";
}

void Meeting::keep(core::Decision decision, const std::string& by, const std::string& change) {
  if (decision.events.empty()) return;
  rooms::Batch batch;
  batch.expected_seq = seq_;
  batch.events = decision.events;
  batch.words = decision.words;
  for (const core::Words& words : decision.words) words_.emplace(words.id, words.text);
  for (const core::Event& event : decision.events) core::apply(session_, event);
  batch.session = session_.id;
  seq_ += decision.events.size();
  if (!change.empty()) {
    batch.changes.push_back(
        {core::MemberId{by},
         change,
         {seq_, decision.entry, decision.action, decision.vote, decision.paid}});
    changes_.push_back(batch.changes.back());
  }
  std::optional<AppendOutcome> answer;
  journal_.append(std::move(batch), [&](AppendOutcome outcome) { answer = outcome; });
  store_.pump.run_until([&] { return answer.has_value(); });
  REQUIRE(*answer == AppendOutcome::committed);
}

namespace {

/// One spotlight; the holder of the second leaves without an action, and says why.
void hold_turn(Meeting& meeting, int turn) {
  const std::string holder = meeting.holder();
  const std::string other = holder == "ana" ? "cy" : "ana";
  meeting.tell(holder, core::StateChallenge{"I never say no", "One free evening"});
  meeting.wait_for_next_stage();
  meeting.tell(other, core::RaiseHand{}, other + "-hand-" + std::to_string(turn));
  meeting.tell(other, core::AskQuestion{"What would happen?"});
  meeting.tell(holder, core::CallEntry{});
  meeting.tell("bo", core::ExtendTime{meeting.stage(), seconds{20}},
               "more-" + std::to_string(turn));
  meeting.wait_for_next_stage();
  if (turn == 1) {
    REQUIRE(meeting.tell(holder, core::WaiveAction{"I want to sleep on it"}));
  } else {
    const core::Date due{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{9}};
    // An action that comes after all takes the waiver back.
    REQUIRE(meeting.tell(holder, core::WaiveAction{"I do not know yet"}));
    REQUIRE(meeting.tell(holder, core::AddAction{"Say no once", "Somebody heard it", due, {}, {}},
                         holder + "-action"));
    const auto action = std::prev(meeting.session().actions.end())->first;
    REQUIRE(meeting.tell(holder,
                         core::EditAction{action, "Say no twice", {}, {}, core::MemberId{other}}));
    REQUIRE(meeting.tell(holder, core::AddAction{"A slip", "None", due, {}, {}}));
    REQUIRE(meeting.tell(holder,
                         core::RemoveAction{std::prev(meeting.session().actions.end())->first}));
  }
  meeting.wait_for_next_stage();
}

}  // namespace

void hold_session(Meeting& meeting) {
  meeting.start();
  while (meeting.session().phase == core::Phase::check_in) {
    meeting.tell(meeting.holder(), core::SayCheckIn{"Tired but glad"});
    meeting.wait_for_next_stage();
  }
  meeting.tell("", core::Leave{{"cy"}, {}});
  meeting.tell("", core::Arrive{{"cy"}});
  for (int turn = 0; meeting.session().phase != core::Phase::closing; ++turn) {
    while (meeting.session().phase == core::Phase::handover) meeting.wait_for_next_stage();
    meeting.tell("ana", core::PauseSession{});
    meeting.pass(seconds{7});
    meeting.tell("bo", core::ResumeSession{});
    meeting.tell(meeting.holder(), core::GiveBackTime{milliseconds{1'001}});
    hold_turn(meeting, turn);
  }
  for (const char* member : {"ana", "cy"}) {
    REQUIRE(meeting.tell(member, core::WriteReflection{"I am not alone"}));
  }
  meeting.wait_for_next_stage();
  REQUIRE(meeting.session().phase == core::Phase::ended);
}

}  // namespace turnkeeper::store
