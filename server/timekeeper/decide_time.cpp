// Minutes asked for, and minutes given back.

#include "timekeeper/budget.h"
#include "timekeeper/coming_and_going.h"
#include "timekeeper/decide.h"
#include "timekeeper/departures.h"
#include "timekeeper/extension.h"
#include "timekeeper/hard_end.h"

namespace turnkeeper::timekeeper {

Refusal Deciding::operator()(const ExtendTime& command) const {
  const auto& session = draft.session();
  if (auto refusal = moved_on(session, command.expect)) return refusal;
  if (auto refusal = not_running(session)) return refusal;
  if (!is_facilitator(session, by)) return Rejection{Reason::needs_facilitator};
  if (session.phase == Phase::handover) return Rejection{Reason::wrong_phase};
  const auto headroom = headroom_of(session);
  const Millis growth = headroom.growth.value_or(Millis::max());
  const Millis available = std::min(headroom.payable, growth);
  if (command.amount > available) {
    return Rejection{
        .reason = growth < headroom.payable ? Reason::turn_at_limit : Reason::time_exhausted,
        .available = askable(available)};
  }
  auto paid = price_of(session, command.amount);
  draft.decision().paid = paid;
  draft.emit(TimeExtended{session.stage->id, command.amount, std::move(paid)});
  fit_departures(draft);
  return std::nullopt;
}

namespace {

/// What is left for the stages to come keeps a second each.
Millis left_to_give(const Session& session, const Turn& turn) {
  const auto stages = session.agenda->stages.size() - turn.next_stage;
  return std::max(Millis{0},
                  turn.left() - static_cast<Millis::rep>(stages) * std::chrono::seconds{1});
}

/// Whether minutes of somebody else's would still reach it.
bool can_be_given(const Session& session, const Turn& turn) {
  const bool runs = turn.status == Progress::now && running(session) &&
                    session.phase == Phase::turn && !session.stage->over;
  return runs || turn.status == Progress::waiting;
}

/// How much of their own turn somebody can give away now.
Refusal may_not_give(const Session& session, const Turn& turn, Instant now, Millis& available) {
  if (turn.status == Progress::now) {
    if (auto refusal = not_running(session)) return refusal;
    available = std::max<Millis>(Millis{0}, session.stage->deadline - now);
  } else if (turn.status == Progress::waiting) {
    available = left_to_give(session, turn);
  } else {
    return Rejection{Reason::wrong_phase};
  }
  return std::nullopt;
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
  if (auto refusal = may_not_give(session, turn, draft.at(), available)) return refusal;
  if (command.amount > available) {
    return Rejection{.reason = Reason::time_exhausted, .available = askable(available)};
  }
  draft.emit(TimeGivenBack{by, command.amount, distribute(session, command.amount, by)});
  return std::nullopt;
}

Refusal Deciding::operator()(const GiveTime& command) const {
  const auto& session = draft.session();
  const auto from = session.turns.find(by);
  const auto to = session.turns.find(command.member);
  if (!session.participants.contains(command.member)) return Rejection{Reason::not_found};
  if (session.phase == Phase::lobby || from == session.turns.end() || to == session.turns.end() ||
      command.member == by || !can_be_given(session, to->second)) {
    return Rejection{Reason::wrong_phase};
  }
  Millis available{0};
  if (auto refusal = may_not_give(session, from->second, draft.at(), available)) return refusal;
  const Millis growth = growth_left(session, to->second);
  if (command.amount > std::min(available, growth)) {
    return Rejection{.reason = growth < available ? Reason::turn_at_limit : Reason::time_exhausted,
                     .available = askable(std::min(available, growth))};
  }
  draft.emit(TimeGiven{by, command.member, command.amount});
  return std::nullopt;
}

Refusal Deciding::operator()(const PushEnd& command) const {
  const auto& session = draft.session();
  if (!session.stage) return Rejection{Reason::wrong_phase};
  if (!is_facilitator(session, by)) return Rejection{Reason::needs_facilitator};
  if (session.hard_end) return Rejection{Reason::hard_end};
  draft.emit(EndPushed{command.amount});
  include_left_out(draft);
  fit_departures(draft);
  return std::nullopt;
}

namespace {

Refusal in_past(const std::optional<Instant>& at, Instant now) {
  if (!at || *at > now) return std::nullopt;
  return Rejection{.reason = Reason::invalid_params,
                   .fault = FieldFault{"at", "is in the past: name a time to come"}};
}

}  // namespace

Refusal Deciding::operator()(const SetStart& command) const {
  const auto& session = draft.session();
  if (session.phase != Phase::lobby) return Rejection{Reason::wrong_phase};
  if (!is_facilitator(session, by) && !stands_in(session, by)) {
    return Rejection{is_seated(session, by) ? Reason::needs_facilitator : Reason::not_allowed};
  }
  if (auto refusal = in_past(command.at, draft.at())) return refusal;
  if (session.starts_at == command.at) return std::nullopt;
  draft.emit(StartSet{command.at});
  return std::nullopt;
}

Refusal Deciding::operator()(const SetHardEnd& command) const {
  const auto& session = draft.session();
  const bool lobby = session.phase == Phase::lobby;
  const bool own = command.member && acts_for(session, by, *command.member);
  if (!is_facilitator(session, by) && !own && !(lobby && stands_in(session, by))) {
    return Rejection{is_seated(session, by) ? Reason::needs_facilitator : Reason::not_allowed};
  }
  if (command.member && !is_seated(session, *command.member)) return Rejection{Reason::not_found};
  if (auto refusal = in_past(command.at, draft.at())) return refusal;
  const auto& set =
      command.member ? session.participants.at(*command.member).leaves_at : session.hard_end;
  if (set == command.at) return std::nullopt;
  if (auto refusal = too_early(session, command, draft.at())) return refusal;
  draft.emit(HardEndSet{command.member, command.at});
  if (!command.member) {
    charge_overrun(draft);
    return_charged(draft);
  }
  fit_departures(draft);
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
