// The order of the turns, and who has none today.

#include "timekeeper/coming_and_going.h"
#include "timekeeper/decide.h"
#include "timekeeper/departures.h"
#include "timekeeper/stages.h"

namespace turnkeeper::timekeeper {

Refusal Deciding::operator()(const ReorderRotation& command) const {
  const auto& session = draft.session();
  const bool lobby = session.phase == Phase::lobby;
  if (!is_facilitator(session, by) && !(lobby && stands_in(session, by))) {
    return Rejection{is_seated(session, by) ? Reason::needs_facilitator : Reason::not_allowed};
  }
  auto expected = lobby ? session.rotation : upcoming(session);
  if (!std::is_permutation(command.order.begin(), command.order.end(), expected.begin(),
                           expected.end())) {
    return Rejection{Reason::order_mismatch};
  }
  draft.emit(RotationReordered{command.order});
  fit_departures(draft);
  return std::nullopt;
}

namespace {

/// The parts that deferring and passing share: may `by` decide over the turn of `member`, and is it
/// there to be decided over?
Refusal refuse_for_turn(const Session& session, const MemberId& by, const MemberId& member,
                        const std::optional<StageId>& expect) {
  if (!is_facilitator(session, by) && !acts_for(session, by, member)) {
    return Rejection{session.participants.contains(member) ? Reason::not_your_turn
                                                           : Reason::not_found};
  }
  if (session.phase == Phase::lobby) return Rejection{Reason::wrong_phase};
  const auto turn = session.turns.find(member);
  if (turn == session.turns.end()) return Rejection{Reason::not_found};
  switch (turn->second.status) {
    case Progress::waiting:
      return std::nullopt;
    case Progress::done:
    case Progress::passed:
      return Rejection{Reason::wrong_phase};
    case Progress::now:
      break;
  }
  if (!expect) {
    return Rejection{
        .reason = Reason::invalid_params,
        .fault = FieldFault{"expect", "is needed: this turn runs, so name the stage that you see"}};
  }
  if (auto refusal = moved_on(session, *expect)) return refusal;
  if (auto refusal = not_running(session)) return refusal;
  if (session.pending) return Rejection{Reason::move_pending};
  return std::nullopt;
}

bool has_begun(const Session& session, const MemberId& member) {
  return session.turns.at(member).status == Progress::now;
}

}  // namespace

Refusal Deciding::operator()(const DeferTurn& command) const {
  const auto& session = draft.session();
  const auto& member = command.member;
  if (auto refusal = refuse_for_turn(session, by, member, command.expect)) return refusal;
  const auto waiting = waiting_turns(session);
  if (waiting.empty() || waiting.back() == member) return Rejection{Reason::wrong_phase};
  if (has_begun(session, member)) {
    propose(draft, {.move = Move::defer});
    return std::nullopt;
  }
  if (session.pause && holder(session) == member) return Rejection{Reason::paused};
  defer_waiting_turn(draft, member);
  return std::nullopt;
}

Refusal Deciding::operator()(const PassTurn& command) const {
  const auto& session = draft.session();
  const auto& member = command.member;
  if (auto refusal = refuse_for_turn(session, by, member, command.expect)) return refusal;
  if (has_begun(session, member)) {
    propose(draft, {.move = Move::pass, .reason = draft.keep(command.reason)});
    return std::nullopt;
  }
  if (session.pause && session.phase == Phase::handover && holder(session) == member) {
    return Rejection{Reason::paused};
  }
  // Whoever holds a seat speaks for who is away, and does not give up what was promised to them.
  if (by != member && !is_facilitator(session, by)) return Rejection{Reason::needs_facilitator};
  if (session.pending) return Rejection{Reason::move_pending};
  if (!session.pause) {
    propose(draft, {.move = Move::pass, .member = member, .reason = draft.keep(command.reason)});
    return std::nullopt;
  }
  // There are no seconds to wait while the clock stands. The words of a waiver that is not made
  // would have an id which no event accounts for.
  const bool waives = !committed(session, member);
  pass_waiting_turn(draft, by, member, waives ? draft.keep(command.reason) : std::nullopt);
  return std::nullopt;
}

Refusal Deciding::operator()(const IncludeMember& command) const {
  const auto& session = draft.session();
  if (!is_facilitator(session, by) && !acts_for(session, by, command.member)) {
    return Rejection{session.participants.contains(command.member) ? Reason::not_your_turn
                                                                   : Reason::not_found};
  }
  if (!is_seated(session, command.member)) return Rejection{Reason::not_found};
  return include_after_all(draft, command.member);
}

}  // namespace turnkeeper::timekeeper
