// "I must leave at six": the agenda against the clock on the wall.

#include "timekeeper/budget.h"
#include "timekeeper/progress.h"

namespace turnkeeper::timekeeper {

void charge_overrun(Draft& draft) {
  const auto& session = draft.session();
  const auto end = latest_end(session);
  if (!session.hard_end || !end || *end <= *session.hard_end) return;
  const auto payers = {Payer::reserve, Payer::turns, Payer::closing};
  const Millis amount = std::min<Millis>(*end - *session.hard_end, payable(session, payers));
  if (amount > Millis{0}) {
    draft.emit_for_nobody(TimeCharged{amount, collect(session, amount, payers)});
  }
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
