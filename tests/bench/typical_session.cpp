#include "tests/bench/typical_session.h"

#include <stdexcept>
#include <utility>

#include "tests/support/agendas.h"

namespace turnkeeper::bench {

using namespace timekeeper;

namespace {

constexpr Instant kStart{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} +
                         std::chrono::hours{18}};

/// With ids as long as real ones are.
const Meeting& typical() {
  static const Meeting meeting{SessionId{"bGlnaHRob3VzZS4u-s1"},
                               CircleId{"bGlnaHRob3VzZS4u"},
                               {MemberId{"ana"}, MemberId{"bo"}, MemberId{"cy"}, MemberId{"di"},
                                MemberId{"eli"}, MemberId{"flo"}},
                               kStart};
  return meeting;
}

class Hall {
 public:
  explicit Hall(const Meeting& meeting = typical(), Keep keep = {})
      : keep_(std::move(keep)), now_(meeting.planned_at), people_(meeting.people) {
    static const Agenda agenda = testing::shipped_agenda("group-75");
    SessionPlanned plan;
    plan.session = meeting.session;
    plan.circle = meeting.circle;
    plan.agenda = agenda;
    for (const auto& member : people_) {
      plan.roster.push_back({member, Role::member, true, {}, false});
    }
    plan.roster.front().role = Role::facilitator;
    tell({}, PlanSession{std::move(plan)});
    for (const auto& member : people_) tell({}, Arrive{member});
    tell(people_.front(), StartSession{});
  }

  const Session& session() const { return session_; }
  const Count& count() const { return count_; }
  Instant now() const { return now_; }

  /// Somebody wants something. Throws std::logic_error if that is refused.
  void tell(const MemberId& by, CommandBody body) {
    auto decided = decide(session_, Command{by, std::move(body)}, now_);
    auto* decision = std::get_if<Decision>(&decided);
    if (decision == nullptr) throw std::logic_error("a typical command was refused");
    ++count_.commands;
    take(*decision, by);
  }

  void pass_time() {
    now_ = *next_deadline(session_);
    ++count_.deadlines;
    take(timekeeper::pass_time(session_), {});
  }

  void wait(Millis length) { now_ += length; }

  /// What people do in the stage that runs; then it runs out.
  void live_through_stage() {
    const MemberId holder = session_.stage->holder.value_or(people_.front());
    const auto* spec = current_spec(session_);
    if (session_.phase == Phase::check_in) tell(holder, SayCheckIn{"Well, and in need of a plan."});
    if (spec != nullptr) {
      if (spec->allows.contains(Ability::ask)) {
        explore(holder);
      } else if (spec->allows.contains(Ability::commit)) {
        tell(holder, AddAction{"Call the customer.",
                               "The call was made.",
                               std::chrono::floor<std::chrono::days>(now_) + std::chrono::days{7},
                               {},
                               {}});
        wait(std::chrono::seconds{40});
        tell(holder, AdvanceStage{session_.stage->id});
      } else {
        tell(holder, StateChallenge{"I cannot say no.", "To say it once."});
      }
    }
    if (session_.phase == Phase::closing) {
      for (const auto& member : people_) tell(member, WriteReflection{"A good evening."});
    }
    const auto stage = session_.stage->id;
    while (session_.stage && session_.stage->id == stage) pass_time();
  }

  void explore(const MemberId& holder) {
    for (const auto& member : people_) {
      if (member == holder) continue;
      tell(member, RaiseHand{});
      tell(member, AskQuestion{"What have you tried?"});
    }
    for (int i = 0; i < 5; ++i) tell(holder, CallEntry{});
    if (holder == people_[2]) {
      tell(people_.front(), ExtendTime{session_.stage->id, std::chrono::seconds{60}});
    }
  }

  void go_to_fourth_exploration() {
    int turns = 0;
    while (true) {
      const auto* spec = current_spec(session_);
      const bool explores = spec != nullptr && spec->allows.contains(Ability::ask);
      if (explores && ++turns == 4) break;
      live_through_stage();
    }
    explore(*session_.stage->holder);
  }

 private:
  void take(const Decision& decision, const MemberId& by) {
    for (const auto& event : decision.events) apply(session_, event);
    count_.events += decision.events.size();
    if (keep_) keep_(decision, by);
  }

  Keep keep_;
  Session session_;
  Instant now_;
  std::vector<MemberId> people_;
  Count count_;
};

}  // namespace

Count hold_session() {
  Hall hall;
  while (hall.session().phase != Phase::ended) hall.live_through_stage();
  return hall.count();
}

Session middle_of_session() {
  Hall hall;
  hall.go_to_fourth_exploration();
  return hall.session();
}

Instant middle_of_session(const Meeting& meeting, const Keep& keep) {
  Hall hall(meeting, keep);
  hall.go_to_fourth_exploration();
  return hall.now();
}

}  // namespace turnkeeper::bench
