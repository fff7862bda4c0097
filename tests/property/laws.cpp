#include "tests/property/laws.h"

#include <algorithm>
#include <set>
#include <variant>

#include "timekeeper/replanning.h"

namespace turnkeeper::testing {

namespace {

using namespace turnkeeper::timekeeper;
using Fault = std::optional<std::string>;

constexpr Millis kNone{0};

Fault fault_of_budget(const Session& s) {
  const auto& budget = s.budget;
  if (budget_sum(s) != budget.total) {
    return "the budget adds up to " + std::to_string(budget_sum(s).count()) + " ms of " +
           std::to_string(budget.total.count());
  }
  const std::pair<const char*, Millis> parts[] = {
      {"late", budget.late},          {"charged", budget.charged},    {"used", budget.used},
      {"check-ins", budget.check_in}, {"handovers", budget.handover}, {"closing", budget.closing},
      {"reserve", budget.reserve}};
  for (const auto& [name, left] : parts) {
    if (left < kNone) return std::string(name) + ": the budget is overdrawn";
  }
  if (s.phase == Phase::closing &&
      (budget.check_in > kNone || budget.handover > kNone || turns_left(s) > kNone)) {
    return "minutes are left behind that nobody can use";
  }
  return std::nullopt;
}

Fault fault_of_turn(const MemberId& member, const Turn& turn) {
  if (turn.used < kNone || turn.left() < kNone || turn.guaranteed < kNone) {
    return member.value + "'s turn is overdrawn";
  }
  if (turn.status == Progress::waiting && turn.planned < turn.guaranteed) {
    return member.value + " waits with less than the guarantee";
  }
  const bool over = turn.status == Progress::done || turn.status == Progress::passed;
  Millis explained = turn.share;
  for (const auto& change : *turn.changes) explained += change.amount;
  if (!over && explained != turn.planned) {
    return member.value + " is not told what became of " +
           std::to_string((turn.planned - explained).count()) + " ms of the turn";
  }
  if (over && turn.left() != kNone) return member.value + "'s turn is over and not used up";
  return std::nullopt;
}

bool is_over(const std::pair<MemberId, Turn>& turn) {
  return turn.second.status == Progress::done || turn.second.status == Progress::passed;
}

Fault fault_of_turns(const Session& s) {
  std::vector<MemberId> in_turn;
  for (const auto& [member, turn] : s.turns) {
    if (auto fault = fault_of_turn(member, turn)) return fault;
    if (turn.status == Progress::now) in_turn.push_back(member);
  }
  const bool all_over = s.phase == Phase::closing || s.end_cause == EndCause::complete;
  if (all_over && !std::all_of(s.turns.begin(), s.turns.end(), is_over)) {
    return "somebody who waits for their turn was forgotten";
  }
  const bool between = s.stage && s.stage->over;
  if (in_turn.size() > 1) return "two turns at once";
  if (!between && s.phase != Phase::ended && (s.phase == Phase::turn) != (in_turn.size() == 1)) {
    return "the phase does not go with who is in a turn";
  }
  if (s.phase == Phase::turn && !between && s.stage->holder != in_turn.front()) {
    return "the stage is not that of the turn";
  }
  const std::set<MemberId> rotation(s.rotation.begin(), s.rotation.end());
  if (rotation.size() != s.rotation.size()) return "somebody is in the rotation twice";
  if (!std::all_of(s.turns.begin(), s.turns.end(),
                   [&](const auto& turn) { return rotation.contains(turn.first); })) {
    return "somebody has a turn who is not in the rotation";
  }
  return std::nullopt;
}

Fault fault_of_stage(const Session& s) {
  const bool between_ends = s.phase == Phase::lobby || s.phase == Phase::ended;
  if (between_ends && (s.stage || s.pause || s.pending)) return "something goes on in no session";
  if (!s.stage) return std::nullopt;
  const auto& stage = *s.stage;
  if (stage.length < kNone || stage.overtime < kNone || stage.overtime > stage.length) {
    return "the stage has an impossible length";
  }
  if (s.pause && (s.pause->left < kNone || s.pause->left > stage.length)) {
    return "the pause keeps more than the stage has";
  }
  if (s.pause && !s.pause->until) return "a pause without an end";
  if (s.pause && s.pending) return "a move is pending while the clock stands";
  if (stage.kind == StageKind::turn && !stage.over &&
      stage.length > s.turns.at(*stage.holder).left()) {
    return "the stage is longer than what is left of its turn";
  }
  return std::nullopt;
}

}  // namespace

Fault broken_law(const Session& session) {
  if (auto fault = fault_of_budget(session)) return fault;
  if (auto fault = fault_of_turns(session)) return fault;
  return fault_of_stage(session);
}

namespace {

/// A hard end may take what is guaranteed, once nobody who waits has anything any more.
bool last_resort(const Session& before, const Event& event) {
  const auto* charged = std::get_if<TimeCharged>(&event.body);
  if (charged == nullptr || !before.hard_end) return false;
  const auto waiting = waiting_turns(before);
  const bool runs = before.phase == Phase::handover && waiting.size() == 1 &&
                    waiting.front() == before.stage->holder;
  return (waiting.empty() || runs) && charged->paid.reserve == before.budget.reserve;
}

Fault fault_of_closing(const Session& before, const Event& event, const Session& after) {
  const bool to_come = after.phase != Phase::closing && after.phase != Phase::ended;
  const Millis floor = after.budget.closing_share * after.agenda->closing_floor_percent / 100;
  const auto* taken_back = std::get_if<MoveTakenBack>(&event.body);
  // What the stage that ended left to a closing below its floor is the stage's again.
  const bool stands_again = (taken_back != nullptr && taken_back->paid.closing == kNone) ||
                            std::holds_alternative<SessionReopened>(event.body);
  const bool fell = after.budget.closing < before.budget.closing && !stands_again;
  if (!to_come || !fell || after.budget.closing >= floor || last_resort(before, event)) {
    return std::nullopt;
  }
  return "the closing is below its floor";
}

/// Whose turn to come has another length by this step.
std::optional<MemberId> dealt_anew(const Session& before, const Session& after) {
  for (const auto& [member, turn] : before.turns) {
    const auto now = after.turns.find(member);
    if (now != after.turns.end() && turn.status == Progress::waiting &&
        now->second.status == Progress::waiting && now->second.planned != turn.planned) {
      return member;
    }
  }
  return std::nullopt;
}

/// A price that was shown is good for one plan; and whoever has more or less can be told why.
Fault fault_of_plan(const Session& before, const Event& event, const Session& after) {
  if (before.id.empty()) return std::nullopt;  // it has only been planned
  const auto member = dealt_anew(before, after);
  const bool moved = member || before.budget.closing != after.budget.closing ||
                     before.budget.reserve != after.budget.reserve;
  // The start of a stage follows at once what has counted.
  const bool follows = std::holds_alternative<StageStarted>(event.body);
  if (moved && !follows && before.plan == after.plan) {
    return "minutes have moved, and the plan did not count";
  }
  if (before.started_at && member && !moves_minutes(event.body)) {
    return member->value + "'s turn has another length, and nobody who comes later is told why";
  }
  return std::nullopt;
}

}  // namespace

Fault broken_law(const Session& before, const Event& event, const Session& after) {
  if (auto fault = fault_of_plan(before, event, after)) return fault;
  if (!before.started_at) return std::nullopt;  // nothing was promised yet
  if (auto fault = fault_of_closing(before, event, after)) return fault;
  for (const auto& [member, turn] : before.turns) {
    const auto still = after.turns.find(member);
    if (still == after.turns.end()) {
      if (std::holds_alternative<TurnAbsent>(event.body)) continue;
      if (std::holds_alternative<TurnCarriedOver>(event.body) && before.hard_end) continue;
      return member.value + "'s turn is gone";
    }
    const auto& now = still->second;
    const auto* included = std::get_if<RotationIncluded>(&event.body);
    const bool unbegun = turn.status == Progress::passed && turn.used == Millis{0};
    if (included != nullptr && included->member == member && unbegun) continue;  // after all
    const auto* gift = std::get_if<TimeGivenBack>(&event.body);
    const auto* present = std::get_if<TimeGiven>(&event.body);
    const bool given = (gift != nullptr && gift->member == member) ||
                       (present != nullptr && present->from == member);
    // Only a majority lets a turn grow any further, and while it is asked the stage goes on.
    const bool voted = std::holds_alternative<TimeExtended>(event.body) || before.vote;
    const bool grew = now.planned > turn.planned;
    const auto* back = std::get_if<MoveTakenBack>(&event.body);
    const bool taken_back = back != nullptr;
    // What nobody else could pay of the time that a mistake has cost.
    const bool by_itself = taken_back && back->holder == member && back->spent > back->paid.sum();
    if (grew && !voted && !taken_back &&
        now.planned > now.share * after.agenda->growth_percent / 100) {
      return member.value + "'s turn has outgrown its limit";
    }
    const bool over = now.status == Progress::done || now.status == Progress::passed;
    const bool ran_out = last_resort(before, event) && before.stage->holder == member;
    if (now.guaranteed < turn.guaranteed && !given && !over && !ran_out && !by_itself) {
      return member.value + " lost guaranteed minutes without giving them";
    }
    if (now.share != turn.share) return member.value + "'s share of the start has changed";
    if ((turn.status == Progress::done || turn.status == Progress::passed) &&
        now.status != turn.status && !taken_back) {
      return member.value + " has a second turn";
    }
  }
  const bool pushed = std::holds_alternative<EndPushed>(event.body) ||
                      std::holds_alternative<SessionReopened>(event.body);
  if (before.budget.total != after.budget.total && !pushed) {
    return "the total has changed";
  }
  return std::nullopt;
}

}  // namespace turnkeeper::testing
