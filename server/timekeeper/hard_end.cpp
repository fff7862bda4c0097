// "I must leave at six": the agenda against the clock on the wall.

#include "timekeeper/budget.h"
#include "timekeeper/progress.h"

namespace turnkeeper::timekeeper {

namespace {

constexpr auto kPayers = {Payer::reserve, Payer::turns, Payer::closing};

/// When it ends if all that is left is used; of a session that is paused, if it went on now.
std::optional<Instant> latest_end_from(const Session& session, Instant now) {
  if (!session.pause) return latest_end(session);
  Session then = session;
  apply(then, Event{now, std::nullopt, SessionResumed{now + then.pause->left}});
  return latest_end(then);
}

/// How much of the session would lie behind its hard end.
Millis overrun(const Session& session, Instant now) {
  if (!session.hard_end) return Millis{0};
  const auto end = latest_end_from(session, now);
  return end ? std::max<Millis>(Millis{0}, *end - *session.hard_end) : Millis{0};
}

/// The part of it that only guarantees could pay.
Millis shortfall(const Session& session, Instant now) {
  return std::max(Millis{0}, overrun(session, now) - payable(session, kPayers));
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
  charged.paid = collect(session, std::min(charged.amount, payable(session, kPayers)), kPayers);
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
                     .available = payable(then, kPayers),
                     .missing = missing,
                     .carried = still_missing == Millis{0} ? carried : std::vector<MemberId>{}};
  }
  if (still_missing == Millis{0}) return std::nullopt;
  return Rejection{.reason = Reason::too_late,
                   .available = payable(draft.session(), kPayers),
                   .missing = still_missing};
}

namespace {

/// When the next turn would begin, as far as one can say.
Instant next_turn_at(const Session& session, Instant now) {
  const auto& budget = session.budget;
  if (session.phase == Phase::lobby) return now + budget.check_in;
  const auto end = expected_end(session);
  if (!end) return now;
  Millis to_come = budget.closing + budget.handover;
  for (const auto& member : upcoming(session)) to_come += session.turns.at(member).left();
  return *end - to_come;
}

/// The first in `order` whose turn would end after they have to leave; those in `early` are as
/// early as can be.
std::optional<MemberId> who_would_miss_it(const Session& session,
                                          const std::vector<MemberId>& order,
                                          const std::vector<MemberId>& early, Instant begin) {
  for (const auto& member : order) {
    begin += session.agenda->handover + session.turns.at(member).left();
    const auto& leaves_at = session.participants.at(member).leaves_at;
    const bool is_early = std::find(early.begin(), early.end(), member) != early.end();
    if (leaves_at && begin > *leaves_at && !is_early) return member;
  }
  return std::nullopt;
}

}  // namespace

void fit_departures(Draft& draft) {
  const auto& session = draft.session();
  const auto leaves_at = [&](const MemberId& member) {
    return *session.participants.at(member).leaves_at;
  };
  const auto as_planned = upcoming(session);
  auto order = as_planned;
  std::vector<MemberId> early;
  const Instant begin = next_turn_at(session, draft.at());
  while (const auto member = who_would_miss_it(session, order, early, begin)) {
    early.insert(std::find_if(early.begin(), early.end(),
                              [&](const auto& it) { return leaves_at(*member) < leaves_at(it); }),
                 *member);
    order = as_planned;
    std::erase_if(order, [&](const auto& it) {
      return std::find(early.begin(), early.end(), it) != early.end();
    });
    order.insert(order.begin(), early.begin(), early.end());
  }
  if (order != as_planned) draft.emit_for_nobody(RotationReordered{std::move(order)});
}

}  // namespace turnkeeper::timekeeper
