// "I must leave at six": the agenda against the clock on the wall.

#include "timekeeper/hard_end.h"

#include "timekeeper/budget.h"
#include "timekeeper/coming_and_going.h"
#include "timekeeper/pausing.h"
#include "timekeeper/stages.h"

namespace turnkeeper::timekeeper {

namespace {

/// When it ends if all that is left is used; of a session that is paused, if it went on now.
std::optional<Instant> latest_end_from(const Session& session, Instant now) {
  return session.pause ? latest_end(as_resumed(session, now)) : latest_end(session);
}

/// How much of the session would lie behind its hard end.
Millis overrun(const Session& session, Instant now) {
  if (!session.hard_end) return Millis{0};
  const auto end = latest_end_from(session, now);
  return end ? std::max<Millis>(Millis{0}, *end - *session.hard_end) : Millis{0};
}

/// The part of it that only guarantees could pay.
Millis shortfall(const Session& session, Instant now) {
  return std::max(Millis{0}, overrun(session, now) - payable(session, kAllPayers));
}

/// Whoever has received the most, what they have had of this session included; of equals the last
/// in the order.
MemberId has_received_most(const Session& session, const std::vector<MemberId>& members) {
  const auto received = [&](const MemberId& member) {
    return session.participants.at(member).received + session.turns.at(member).used;
  };
  return *std::max_element(
      members.rbegin(), members.rend(),
      [&](const auto& left, const auto& right) { return received(left) < received(right); });
}

/// Turns to come are given up, whole, until the others' guarantees can be kept. Whose they were.
std::vector<MemberId> carry_over(Draft& draft) {
  std::vector<MemberId> carried;
  while (shortfall(draft.session(), draft.at()) > Millis{0}) {
    const auto waiting = upcoming(draft.session());
    if (waiting.empty()) break;
    carried.push_back(has_received_most(draft.session(), waiting));
    carry_over_turn(draft, carried.back());
  }
  return carried;
}

/// What runs is cut in proportion: the current stage, and what follows it of the same turn or of
/// the check-ins.
Millis part_of_stage(const Session& session, Millis amount, Instant now) {
  const auto& stage = *session.stage;
  const Millis in_stage = stage.deadline - now;
  const Millis in_all = *latest_end(session) - now;
  return in_all == Millis{0} ? Millis{0} : amount * in_stage.count() / in_all.count();
}

}  // namespace

void charge_overrun(Draft& draft) {
  const auto& hard_end = draft.session().hard_end;
  if (!hard_end || *hard_end <= draft.at()) return;  // then it ends now, whatever is left
  carry_over(draft);
  const auto& session = draft.session();
  TimeCharged charged;
  charged.amount = overrun(session, draft.at());
  if (charged.amount == Millis{0}) return;
  charged.paid =
      collect(session, std::min(charged.amount, payable(session, kAllPayers)), kAllPayers);
  Millis missing = charged.amount - charged.paid.sum();
  if (missing > Millis{0} && session.phase != Phase::closing) {
    const Millis floor = std::min(missing, session.budget.closing - charged.paid.closing);
    charged.paid.closing += floor;
    missing -= floor;
  }
  if (missing > Millis{0}) {
    Session then = session;
    debit(then, charged.paid);
    charged.running = missing;
    charged.stage = part_of_stage(then, missing, draft.at());
  }
  draft.emit_for_nobody(std::move(charged));
}

namespace {

/// What the hard end has taken from a turn, as far as it may grow by it.
Millis taken_from(const Session& session, const Turn& turn) {
  const auto& changes = *turn.changes;
  const auto charged = std::find_if(changes.begin(), changes.end(), [](const Change& it) {
    return it.cause == ChangeCause::hard_end;
  });
  if (charged == changes.end()) return Millis{0};
  return std::max(Millis{0}, std::min(-charged->amount, growth_left(session, turn) - turn.given));
}

/// From what runs; a turn whose handover runs counts among those to come.
Millis taken_from_what_runs(const Session& session) {
  const auto& stage = *session.stage;
  if (stage.kind == StageKind::closing) {
    return std::max(Millis{0}, session.budget.closing_share - session.budget.closing);
  }
  if (stage.kind != StageKind::turn) return Millis{0};
  return taken_from(session, session.turns.at(*stage.holder));
}

/// Of what the running turn gets back, the current stage's part: as long as it is of what is left.
Millis part_of_stage_that_goes_on(const Session& session, Millis amount, Instant now) {
  const auto& stage = *session.stage;
  if (stage.kind == StageKind::closing) return amount;
  const Millis used = used_until(session, now);
  const Millis in_stage = stage.length - used;
  const Millis in_turn = session.turns.at(*stage.holder).left() - used;
  return in_turn <= Millis{0} ? amount : amount * in_stage.count() / in_turn.count();
}

/// To the turns to come that were cut, to the closing, then to the turns above their share what
/// they paid.
Transfer to_whom_it_was_taken_from(const Session& session, Millis amount) {
  return distribute_beyond(session, amount, {}, [&](const MemberId& member, Millis received) {
    return std::max(Millis{0}, taken_from(session, session.turns.at(member)) - received);
  });
}

}  // namespace

void return_charged(Draft& draft) {
  const auto& session = draft.session();
  TimeReturned back;
  back.amount = session.budget.charged;
  if (session.hard_end) {
    const auto end = latest_end_from(session, draft.at());
    if (!end) return;
    back.amount = std::clamp<Millis>(*session.hard_end - *end, Millis{0}, back.amount);
  }
  if (back.amount == Millis{0}) return;
  const Millis running = std::min(back.amount, taken_from_what_runs(session));
  if (running > Millis{0}) {
    back.running = running;
    back.stage = part_of_stage_that_goes_on(session, running, draft.at());
  }
  back.returned = to_whom_it_was_taken_from(session, back.amount - running);
  if (session.phase == Phase::closing) {  // it has its own already
    back.returned.reserve += std::exchange(back.returned.closing, Millis{0});
  }
  draft.emit_for_nobody(std::move(back));
  include_left_out(draft);
}

std::optional<Rejection> too_early(const Session& session, const SetHardEnd& command, Instant now) {
  if (command.member || !command.at || !session.stage) return std::nullopt;
  Session then = session;
  apply(then, Event{now, std::nullopt, HardEndSet{std::nullopt, command.at}});
  const Millis missing = shortfall(then, now);
  if (missing == Millis{0}) return std::nullopt;
  Draft draft(then, now, std::nullopt);
  auto carried = carry_over(draft);
  const Millis still_missing = shortfall(draft.session(), now);
  if (!command.carry_over) {
    return Rejection{.reason = Reason::too_late,
                     .available = payable(then, kAllPayers),
                     .missing = missing,
                     .carried = still_missing == Millis{0} ? carried : std::vector<MemberId>{}};
  }
  if (still_missing == Millis{0}) return std::nullopt;
  return Rejection{.reason = Reason::too_late,
                   .available = payable(draft.session(), kAllPayers),
                   .missing = still_missing};
}

}  // namespace turnkeeper::timekeeper
