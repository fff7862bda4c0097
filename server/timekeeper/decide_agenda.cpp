// Starting, pausing, moving on, ending.

#include "timekeeper/decide.h"
#include "timekeeper/progress.h"

namespace turnkeeper::timekeeper {

Refusal Deciding::operator()(const StartSession&) const {
  const auto& session = draft.session();
  if (session.phase != Phase::lobby) return Rejection{Reason::wrong_phase};
  if (!is_facilitator(session, by)) {
    if (!is_seated(session, by)) return Rejection{Reason::not_allowed};
    if (facilitator_present(session)) return Rejection{Reason::needs_facilitator};
  }
  const auto present = seated_present(session);
  if (present < kFewestPresent) {
    return Rejection{.reason = Reason::not_enough_members, .present = present};
  }
  const auto dealt = deal(session.agenda, session.rotation.size());
  if (dealt.turns.back() < session.agenda->shortest) {
    return Rejection{.reason = Reason::too_many_for_the_time, .available = dealt.turns.back()};
  }
  std::vector<ActionId> open;
  for (const auto& [id, item] : session.review) {
    if (item.status == ActionStatus::open) open.push_back(id);
  }
  draft.emit(SessionStarted{session.agenda, session.rotation, std::move(open)});
  begin_check_ins(draft);
  return std::nullopt;
}

Refusal Deciding::operator()(const PauseSession&) const {
  const auto& session = draft.session();
  if (auto refusal = not_running(session)) return refusal;
  if (is_facilitator(session, by)) {
    pause(draft, PauseCause::called, by, draft.at());
  } else if (is_seated(session, by)) {
    pause(draft, PauseCause::care, by, draft.at());
  } else {
    return Rejection{Reason::not_allowed};
  }
  return std::nullopt;
}

Refusal Deciding::operator()(const ResumeSession&) const {
  const auto& session = draft.session();
  if (!session.pause) return Rejection{Reason::not_paused};
  const auto& pause = *session.pause;
  const bool by_people = pause.cause == PauseCause::called || pause.cause == PauseCause::care;
  const bool waited = !by_people || draft.at() - pause.since >= kCallersOwnPause;
  if (!is_facilitator(session, by) && pause.by != by && !(stands_in(session, by) && waited)) {
    return Rejection{Reason::not_yours};
  }
  resume(draft);
  return std::nullopt;
}

namespace {

/// Writes down a move that the group may stop for a few seconds.
void propose(Draft& draft, Move move, std::optional<WordsId> reason = std::nullopt) {
  draft.emit(MoveProposed{move, draft.at() + draft.session().agenda->move_delay, reason});
}

}  // namespace

Refusal Deciding::operator()(const EndSession& command) const {
  const auto& session = draft.session();
  const bool may =
      is_facilitator(session, by) || (session.phase == Phase::closing && stands_in(session, by));
  if (!may) {
    return Rejection{is_seated(session, by) ? Reason::needs_facilitator : Reason::not_allowed};
  }
  if (session.phase == Phase::lobby) {
    end_session(draft, EndCause::cancelled);
    return std::nullopt;
  }
  if (command.expect) {
    if (auto refusal = moved_on(session, *command.expect)) return refusal;
  }
  if (session.pause) {  // there are no seconds to wait while the clock stands
    end_session(draft, EndCause::ended_by_hand);
    return std::nullopt;
  }
  if (session.pending) return Rejection{Reason::move_pending};
  propose(draft, Move::end);
  return std::nullopt;
}

namespace {

/// Who may end the current stage by hand.
bool may_advance(const Session& session, const MemberId& by) {
  const auto* spec = current_spec(session);
  const auto ends = [&](Hand hand) {
    return spec == nullptr ? hand != Hand::others : spec->ends_by.contains(hand);
  };
  if (is_facilitator(session, by) && ends(Hand::facilitator)) return true;
  const auto of = holder(session);
  if (!of) return stands_in(session, by);
  if (*of == by) return ends(Hand::holder);
  if (is_seated(session, by) && ends(Hand::others)) return true;
  // Nobody skips the breath before the turn of someone who is on their way back.
  return session.phase != Phase::handover && !is_present(session, *of) && stands_in(session, by);
}

}  // namespace

Refusal Deciding::operator()(const AdvanceStage& command) const {
  const auto& session = draft.session();
  if (auto refusal = moved_on(session, command.expect)) return refusal;
  if (auto refusal = not_running(session)) return refusal;
  if (!may_advance(session, by)) return Rejection{Reason::not_your_turn};
  if (session.pending) return Rejection{Reason::move_pending};
  if (missing(session) == Needs::action) return Rejection{Reason::action_required};
  if (missing(session) == Needs::challenge) return Rejection{Reason::challenge_required};
  propose(draft, Move::next);
  return std::nullopt;
}

Refusal Deciding::operator()(const CancelMove& command) const {
  const auto& session = draft.session();
  if (auto refusal = moved_on(session, command.expect)) return refusal;
  if (!session.pending) return Rejection{Reason::nothing_pending};
  const auto& pending = *session.pending;
  const bool ends_all = pending.move == Move::end || session.phase == Phase::closing;
  const bool concerned = is_facilitator(session, by) || holder(session) == by || pending.by == by ||
                         (ends_all && is_seated(session, by));
  if (!concerned) return Rejection{Reason::not_your_turn};
  draft.emit(MoveCancelled{});
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
