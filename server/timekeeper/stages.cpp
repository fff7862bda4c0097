#include "timekeeper/stages.h"

#include <cassert>
#include <limits>

#include "timekeeper/apply_parts.h"
#include "timekeeper/budget.h"
#include "timekeeper/coming_and_going.h"
#include "timekeeper/departures.h"
#include "timekeeper/extension.h"
#include "timekeeper/votes.h"

namespace turnkeeper::timekeeper {

namespace {

void give_up(Draft& draft, const MemberId& member);

std::string name_of(const Agenda& agenda, StageKind kind, std::size_t index) {
  switch (kind) {
    case StageKind::check_in:
      return "check_in";
    case StageKind::handover:
      return "handover";
    case StageKind::turn:
      return agenda.stages.at(index).id;
    case StageKind::closing:
      return "closing";
  }
  return {};
}

void begin(Draft& draft, StageKind kind, Millis length, std::optional<MemberId> holder,
           std::size_t index = 0, Millis from_reserve = {}) {
  StageStarted started;
  started.stage = draft.issue<StageId>('s');
  started.kind = kind;
  started.index = index;
  started.name = name_of(draft.session().agenda, kind, index);
  started.holder = std::move(holder);
  started.length = length;
  started.from_reserve = from_reserve;
  draft.emit(std::move(started));
}

bool waits_to_check_in(const Session& session, const MemberId& member) {
  const auto check_in = session.check_ins.find(member);
  return check_in != session.check_ins.end() && check_in->second.status == Progress::waiting &&
         is_present(session, member);
}

/// Who checks in next: those who are here, in the order of the turns. Whoever is away does not keep
/// the others waiting.
std::optional<MemberId> next_to_check_in(const Session& session) {
  const auto next =
      std::find_if(session.rotation.begin(), session.rotation.end(),
                   [&](const auto& member) { return waits_to_check_in(session, member); });
  return next == session.rotation.end() ? std::nullopt : std::optional(*next);
}

/// As long as the agenda says; if a hard end has left less, an equal part of it.
void begin_check_in(Draft& draft, const MemberId& member) {
  const auto& session = draft.session();
  const auto waiting =
      std::count_if(session.rotation.begin(), session.rotation.end(),
                    [&](const auto& each) { return waits_to_check_in(session, each); });
  begin(draft, StageKind::check_in,
        std::min(session.agenda->check_in, session.budget.check_in / waiting), member);
}

/// The next stage's part of what is left of the turn. One that was interrupted has what it had
/// left, and more or less of it as the turn itself was given more or cut meanwhile.
Millis length_of_next_stage(const Agenda& agenda, const Turn& turn) {
  if (turn.interrupted && turn.interrupted->turn > Millis{0}) {
    return turn.left() * turn.interrupted->stage.count() / turn.interrupted->turn.count();
  }
  return length_of_stage(agenda, turn.next_stage, turn.left());
}

void begin_turn_stage(Draft& draft, const MemberId& holder) {
  const auto& session = draft.session();
  const auto& turn = session.turns.at(holder);
  begin(draft, StageKind::turn, length_of_next_stage(session.agenda, turn), holder,
        turn.next_stage);
  wait_for_holder(draft, draft.at());
}

void begin_closing(Draft& draft) {
  begin(draft, StageKind::closing, draft.session().budget.closing, std::nullopt);
}

/// A handover that lasts no time begins all the same, so that somebody who is away can be waited
/// for.
void begin_handover(Draft& draft, const MemberId& next) {
  const auto& session = draft.session();
  const Millis wanted = session.agenda->handover;
  const Millis planned = std::min(wanted, session.budget.handover);
  const Millis from_reserve = std::min(wanted - planned, session.budget.reserve);
  const Millis length = planned + from_reserve;
  if (length > Millis{0} || !is_present(session, next)) {
    begin(draft, StageKind::handover, length, next, 0, from_reserve);
  } else {
    begin_turn_stage(draft, next);
  }
}

bool waited_in_vain(const Session& session, const MemberId& member) {
  return session.turns.at(member).missed && !is_present(session, member);
}

Transfer to_closing(Millis amount) {
  Transfer transfer;
  transfer.closing = amount;
  return transfer;
}

void begin_next_turn(Draft& draft) {
  fit_departures(draft);
  const auto waiting = waiting_turns(draft.session());
  const auto next = std::find_if(waiting.begin(), waiting.end(), [&](const MemberId& member) {
    return !waited_in_vain(draft.session(), member);
  });
  if (next == waiting.end()) {
    // They had a second chance, at the end of the rotation, and are still away.
    for (const auto& member : waiting) give_up(draft, member);
    return begin_closing(draft);
  }
  for (auto away = waiting.begin(); away != next; ++away) {
    draft.emit_for_nobody(TurnDeferred{*away});
  }
  begin_handover(draft, *next);
}

void end_stage(Draft& draft, StageEnd cause) {
  drop_vote(draft);
  const auto& session = draft.session();
  const auto& stage = *session.stage;
  assert(!stage.over);
  StageEnded ended;
  ended.stage = stage.id;
  ended.kind = stage.kind;
  ended.holder = stage.holder;
  ended.used = used_until(session, draft.at());
  ended.cause = cause;
  Millis rest = stage.length - ended.used;
  if (stage.kind == StageKind::check_in && !next_to_check_in(session)) {
    rest = session.budget.check_in - ended.used;  // those who did not come leave theirs as well
  }
  if (stage.kind == StageKind::check_in || stage.kind == StageKind::handover) {
    ended.returned = distribute(session, rest);
  }
  draft.emit(std::move(ended));
}

bool in_handover_of(const Session& session, const MemberId& member) {
  return session.phase == Phase::handover && session.stage->holder == member;
}

/// What of the handovers nobody needs once `member` has no turn. One that runs is spent already,
/// and so is that of a turn which was deferred after it began.
Millis spare_handover(const Session& session, const MemberId& member) {
  auto others = upcoming(session);
  std::erase(others, member);
  const bool runs = session.phase == Phase::handover && !session.stage->over;
  const Millis running = runs ? session.stage->length : Millis{0};
  const Millis needed = static_cast<Millis::rep>(others.size()) * session.agenda->handover;
  return std::max(Millis{0}, session.budget.handover - running - needed);
}

void end_turn(Draft& draft, const MemberId& member, TurnEnd cause) {
  const auto& session = draft.session();
  const Millis left = session.turns.at(member).left() + spare_handover(session, member);
  draft.emit(TurnEnded{member, cause, distribute(session, left)});
}

void waive_if_uncommitted(Draft& draft, const MemberId& member, WaiverCause cause,
                          const std::optional<WordsId>& reason) {
  if (!committed(draft.session(), member)) draft.emit(ActionWaived{member, cause, reason});
}

/// Nobody is left to whom minutes of a turn could go: the closing gets them, and may end early.
void give_up(Draft& draft, const MemberId& member) {
  waive_if_uncommitted(draft, member, WaiverCause::holder_left, std::nullopt);
  const auto& session = draft.session();
  const Millis left = session.turns.at(member).left();
  draft.emit_for_nobody(TurnPassed{member, to_closing(left + spare_handover(session, member))});
}

/// The grace for whoever is away when their turn comes: as much of it as the reserve holds.
bool wait_a_moment(Draft& draft) {
  const auto& session = draft.session();
  const auto& stage = *session.stage;
  const Millis grace = std::min(session.agenda->grace, session.budget.reserve);
  if (stage.blocks > 0 || session.turns.at(*stage.holder).missed || grace == Millis{0})
    return false;
  Transfer paid;
  paid.reserve = grace;
  draft.emit(StageOvertime{stage.id, grace, paid});
  return true;
}

/// The end of a stage waits for a vote that could change it, as overtime.
bool hold_for_vote(Draft& draft) {
  const auto& session = draft.session();
  if (!held_for_vote(session) || session.vote->until <= draft.at()) return false;
  const Millis needed = session.vote->until - draft.at();
  const auto headroom = headroom_of(session);
  // Beyond what a turn may grow to, the group may decide on more time, and on nothing else.
  const bool limited = session.vote->kind != VoteKind::more_time;
  const Millis growth = limited ? headroom.growth.value_or(needed) : needed;
  const Millis block = std::min({needed, growth, headroom.payable});
  if (block == Millis{0}) return false;
  draft.emit(StageOvertime{session.stage->id, block, price_of(session, block)});
  return true;
}

/// How many blocks of overtime the stage may have, if they can be paid.
int most_blocks(const Session& session) {
  if (session.phase != Phase::turn) return 0;
  switch (session.agenda->overtime) {
    case Overtime::open:
      return std::numeric_limits<int>::max();
    case Overtime::grace:
      return 1;
    case Overtime::strict:
      return missing(session) == Needs::action ? 1 : 0;
  }
  return 0;
}

/// Whose turn could still be used by somebody: the first in the order who is here and has none.
std::optional<MemberId> first_without_turn(const Session& session) {
  for (const auto& member : session.rotation) {
    if (!session.turns.contains(member) && is_present(session, member)) return member;
  }
  return std::nullopt;
}

/// The last event, unless it is reopened in time; not beyond the time at which everybody had to go.
void emit_end(Draft& draft, EndCause cause) {
  const auto& session = draft.session();
  Instant until = draft.at() + session.agenda->reopen;
  if (session.hard_end) until = std::min(until, *session.hard_end);
  SessionEnded ended{cause, std::nullopt};
  if (until > draft.at()) ended.reopen_until = until;
  draft.emit(std::move(ended));
}

TurnAbsent absence(const Session& session, const MemberId& member) {
  const Millis left = session.turns.at(member).left() + spare_handover(session, member);
  return TurnAbsent{member, share_out(session, left, member)};
}

/// The minutes of those who were not seen by the end of the check-in.
void share_absent(Draft& draft) {
  const auto waiting = waiting_turns(draft.session());
  for (const auto& member : waiting) {
    const auto& session = draft.session();
    if (session.participants.at(member).seen) continue;
    const Millis left = session.turns.at(member).left();
    draft.emit_for_nobody(absence(session, member));
    if (const auto next = first_without_turn(draft.session())) {
      include_if_useful(draft, *next, left);
    }
  }
}

}  // namespace

void begin_check_ins(Draft& draft) {
  const auto first = next_to_check_in(draft.session());
  if (first) return begin_check_in(draft, *first);
  share_absent(draft);
  begin_next_turn(draft);
}

void end_stage_and_go_on(Draft& draft, StageEnd cause) {
  const Stage stage = *draft.session().stage;
  end_stage(draft, cause);
  switch (stage.kind) {
    case StageKind::check_in:
      return begin_check_ins(draft);
    case StageKind::handover:
      return begin_turn_stage(draft, *stage.holder);
    case StageKind::turn:
      if (stage.index + 1 < draft.session().agenda->stages.size()) {
        return begin_turn_stage(draft, *stage.holder);
      }
      end_turn(draft, *stage.holder,
               cause == StageEnd::deadline ? TurnEnd::complete : TurnEnd::moved_on);
      return begin_next_turn(draft);
    case StageKind::closing:
      return emit_end(draft, EndCause::complete);
  }
}

void run_out(Draft& draft) {
  const auto& session = draft.session();
  const auto& stage = *session.stage;
  if (stage.kind == StageKind::handover && !is_present(session, *stage.holder)) {
    {
      if (!wait_a_moment(draft)) suspend_turn(draft);
      return;
    }
  }
  if (hold_for_vote(draft)) return;
  if (stage.blocks < most_blocks(session)) {
    const auto headroom = headroom_of(session);
    const Millis block = std::min({session.agenda->overtime_block, headroom.payable,
                                   headroom.growth.value_or(headroom.payable)});
    if (block > Millis{0}) {
      return draft.emit(StageOvertime{stage.id, block, price_of(session, block)});
    }
  }
  if (missing(session) == Needs::action) {
    draft.emit(ActionWaived{*stage.holder, WaiverCause::time_ran_out, std::nullopt});
  }
  end_stage_and_go_on(draft, StageEnd::deadline);
}

void pass_current_turn(Draft& draft, const std::optional<WordsId>& reason) {
  const MemberId holder = *draft.session().stage->holder;
  waive_if_uncommitted(draft, holder, WaiverCause::passed, reason);
  end_stage(draft, StageEnd::passed);
  end_turn(draft, holder, TurnEnd::passed);
  begin_next_turn(draft);
}

void defer_current_turn(Draft& draft) {
  const MemberId holder = *draft.session().stage->holder;
  end_stage(draft, StageEnd::deferred);
  draft.emit(TurnDeferred{holder});
  begin_next_turn(draft);
}

void pass_waiting_turn(Draft& draft, const MemberId& by, const MemberId& member,
                       const std::optional<WordsId>& reason) {
  const bool its_handover = in_handover_of(draft.session(), member);
  const bool may_come = !its_handover && !draft.session().participants.at(member).seen;
  if (may_come && by != member && !reason) return draft.emit(absence(draft.session(), member));
  waive_if_uncommitted(draft, member, WaiverCause::passed, reason);
  const auto& session = draft.session();
  const Millis left = session.turns.at(member).left() + spare_handover(session, member);
  draft.emit(TurnPassed{member, share_out(session, left, member)});
  if (its_handover) {
    end_stage(draft, StageEnd::passed);
    begin_next_turn(draft);
  }
}

void defer_waiting_turn(Draft& draft, const MemberId& member) {
  const bool its_handover = in_handover_of(draft.session(), member);
  draft.emit(TurnDeferred{member});
  if (its_handover) {
    end_stage(draft, StageEnd::deferred);
    begin_next_turn(draft);
  }
}

void carry_over_turn(Draft& draft, const MemberId& member) {
  const bool begun = draft.session().turns.at(member).used > Millis{0};
  if (begun && !committed(draft.session(), member)) {
    draft.emit_for_nobody(ActionWaived{member, WaiverCause::time_ran_out, std::nullopt});
  }
  const auto& session = draft.session();
  const Millis left = session.turns.at(member).left() + spare_handover(session, member);
  draft.emit_for_nobody(TurnCarriedOver{member, distribute(session, left, member)});
}

void suspend_turn(Draft& draft) {
  const auto& session = draft.session();
  const MemberId member = *session.stage->holder;
  const bool others_wait = !upcoming(session).empty();
  draft.act_for_nobody();
  if (session.phase == Phase::handover) {
    if (others_wait) return defer_waiting_turn(draft, member);
    return end_stage_and_go_on(draft, StageEnd::deadline);  // where the clock holds for them
  }
  if (others_wait) return defer_current_turn(draft);
  waive_if_uncommitted(draft, member, WaiverCause::holder_left, std::nullopt);
  end_stage(draft, StageEnd::passed);
  const Millis left =
      draft.session().turns.at(member).left() + spare_handover(draft.session(), member);
  draft.emit(TurnEnded{member, TurnEnd::passed, to_closing(left)});
  begin_next_turn(draft);
}

void end_session(Draft& draft, EndCause cause) {
  const auto& session = draft.session();
  if (session.stage && !session.stage->over) end_stage(draft, StageEnd::session_ended);
  emit_end(draft, cause);
}

Millis used_until(const Session& session, Instant now) {
  const auto& stage = *session.stage;
  const Millis left =
      session.pause ? session.pause->left : std::max(Millis{0}, stage.deadline - now);
  return std::clamp(stage.length - left, Millis{0}, stage.length);
}

std::vector<MemberId> upcoming(const Session& session) {
  auto waiting = waiting_turns(session);
  const bool runs = session.phase == Phase::handover && !session.stage->over;
  if (runs) std::erase(waiting, *session.stage->holder);
  return waiting;
}

}  // namespace turnkeeper::timekeeper
