// Minutes asked for, and minutes given back.

#include "timekeeper/budget.h"
#include "timekeeper/decide.h"
#include "timekeeper/progress.h"

namespace turnkeeper::timekeeper {

Refusal Deciding::operator()(const ExtendTime& command) const {
  const auto& session = draft.session();
  if (auto refusal = moved_on(session, command.expect)) return refusal;
  if (auto refusal = not_running(session)) return refusal;
  if (!is_facilitator(session, by)) return Rejection{Reason::needs_facilitator};
  if (session.phase == Phase::handover) return Rejection{Reason::wrong_phase};
  const auto room = room_to_extend(session);
  const Millis growth = std::max(Millis{0}, room.growth.value_or(Millis::max()));
  const Millis available = std::min(room.payable, growth);
  if (command.amount > available) {
    return Rejection{
        .reason = growth < room.payable ? Reason::turn_at_limit : Reason::time_exhausted,
        .available = available};
  }
  auto paid = price_of(session, command.amount);
  draft.decision().paid = paid;
  draft.emit(TimeExtended{session.stage->id, command.amount, std::move(paid)});
  return std::nullopt;
}

namespace {

/// What is left for the stages to come keeps a second each.
Millis left_to_give(const Session& session, const Turn& turn) {
  const auto stages = session.agenda->stages.size() - turn.next_stage;
  return std::max(Millis{0},
                  turn.left() - static_cast<Millis::rep>(stages) * std::chrono::seconds{1});
}

}  // namespace

Refusal Deciding::operator()(const GiveBackTime& command) const {
  const auto& session = draft.session();
  const auto found = session.turns.find(by);
  if (session.phase == Phase::lobby || found == session.turns.end()) {
    return Rejection{Reason::wrong_phase};
  }
  const auto& turn = found->second;
  Millis available{0};
  if (turn.status == Progress::now) {
    if (auto refusal = not_running(session)) return refusal;
    available = std::max(Millis{0}, session.stage->deadline - draft.at());
  } else if (turn.status == Progress::waiting) {
    available = left_to_give(session, turn);
  } else {
    return Rejection{Reason::wrong_phase};
  }
  if (command.amount > available) {
    return Rejection{.reason = Reason::time_exhausted, .available = available};
  }
  draft.emit(TimeGivenBack{by, command.amount, distribute(session, command.amount, by)});
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
