// Whoever has to leave early, and their turn.

#include "timekeeper/departures.h"

#include "timekeeper/pausing.h"
#include "timekeeper/stages.h"

namespace turnkeeper::timekeeper {

namespace {

/// When the next turn would begin, as far as one can say; of a session that is paused, if it went
/// on now.
Instant next_turn_at(const Session& session, Instant now) {
  if (session.pause) return next_turn_at(as_resumed(session, now), now);
  const auto& budget = session.budget;
  if (session.phase == Phase::lobby) return now + budget.check_in;
  const auto end = expected_end(session);
  if (!end) return now;
  Millis to_come = budget.closing + budget.handover;
  for (const auto& member : upcoming(session)) to_come += session.turns.at(member).left();
  return *end - to_come;
}

/// The first in `order` whose turn would end after they have to leave; those in `early` are as
/// early as can be, and who was deferred since is where somebody wants them, at that price.
std::optional<MemberId> who_would_miss_it(const Session& session,
                                          const std::vector<MemberId>& order,
                                          const std::vector<MemberId>& early, Instant begin) {
  for (const auto& member : order) {
    begin += session.agenda->handover + session.turns.at(member).left();
    const auto& person = session.participants.at(member);
    const bool is_early = std::find(early.begin(), early.end(), member) != early.end();
    const bool misses = person.leaves_at && begin > *person.leaves_at;
    if (misses && !is_early && !person.deferred) return member;
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

std::vector<MemberId> cut_short(const Session& session, Instant now) {
  std::vector<MemberId> members;
  const auto check = [&](const MemberId& member, Instant end) {
    const auto& leaves_at = session.participants.at(member).leaves_at;
    if (leaves_at && end > *leaves_at) members.push_back(member);
  };
  Instant at = next_turn_at(session, now);
  if (session.phase == Phase::turn && !session.stage->over) check(*session.stage->holder, at);
  for (const auto& member : upcoming(session)) {
    at += session.agenda->handover + session.turns.at(member).left();
    check(member, at);
  }
  return members;
}

}  // namespace turnkeeper::timekeeper
