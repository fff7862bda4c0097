// Votes: what the group decides while nobody facilitates, and what no facilitator decides alone.

#include "timekeeper/budget.h"
#include "timekeeper/coming_and_going.h"
#include "timekeeper/decide.h"
#include "timekeeper/departures.h"
#include "timekeeper/extension.h"
#include "timekeeper/pausing.h"
#include "timekeeper/stages.h"
#include "timekeeper/votes.h"

namespace turnkeeper::timekeeper {

namespace {

/// Beyond what a turn may grow to, a majority decides, whoever facilitates; the facilitator may ask
/// it, with or without a seat.
bool beyond_growth(const Session& session, Millis amount) {
  const auto growth = headroom_of(session).growth;
  return growth && amount > *growth;
}

Refusal may_not_vote_for_time(const Session& session, Millis amount) {
  if (auto refusal = not_running(session)) return refusal;
  if (session.phase == Phase::handover) return Rejection{Reason::wrong_phase};
  if (facilitator_present(session) && !beyond_growth(session, amount)) {
    return Rejection{Reason::facilitator_here};
  }
  if (session.stage->voted) return Rejection{Reason::vote_spent};
  const Millis payable = headroom_of(session).payable;
  if (amount > payable) {
    return Rejection{.reason = Reason::time_exhausted, .available = askable(payable)};
  }
  return std::nullopt;
}

Refusal may_not_vote_to_resume(const Session& session, Instant now) {
  if (!session.pause) return Rejection{Reason::not_paused};
  if (!paused_by_people(session)) return Rejection{Reason::not_yours};
  if (facilitator_present(session) && session.pause->cause != PauseCause::care) {
    return Rejection{Reason::facilitator_here};
  }
  if (now - session.pause->since < kCallersOwnPause) return Rejection{Reason::not_yours};
  return std::nullopt;
}

Refusal may_not_vote_to_move_on(const Session& session) {
  if (session.pending) return Rejection{Reason::move_pending};
  return incomplete(session);
}

Refusal may_not_vote_to_skip(const Session& session) {
  const bool somebodys = session.phase == Phase::turn || session.phase == Phase::handover;
  if (!somebodys) return Rejection{Reason::wrong_phase};
  if (is_present(session, *session.stage->holder)) return Rejection{Reason::not_yours};
  if (session.pause && session.pause->cause != PauseCause::holder_away) {
    return Rejection{Reason::paused};
  }
  return std::nullopt;
}

Refusal may_not_vote(const Session& session, const CallVote& command, Instant now) {
  if (command.kind == VoteKind::more_time) return may_not_vote_for_time(session, *command.amount);
  if (command.kind == VoteKind::resume) return may_not_vote_to_resume(session, now);
  if (facilitator_present(session)) return Rejection{Reason::facilitator_here};
  if (command.kind == VoteKind::skip) return may_not_vote_to_skip(session);
  if (auto refusal = not_running(session)) return refusal;
  if (command.kind == VoteKind::later_end && session.hard_end) return Rejection{Reason::hard_end};
  if (command.kind == VoteKind::move_on) return may_not_vote_to_move_on(session);
  return std::nullopt;
}

bool needs_amount(VoteKind kind) {
  return kind == VoteKind::more_time || kind == VoteKind::later_end;
}

}  // namespace

Refusal Deciding::operator()(const CallVote& command) const {
  const auto& session = draft.session();
  const bool for_time = command.kind == VoteKind::more_time;
  if (!is_seated(session, by) && !(for_time && is_facilitator(session, by))) {
    return Rejection{Reason::not_allowed};
  }
  if (!session.stage) return Rejection{Reason::wrong_phase};
  if (needs_amount(command.kind) != command.amount.has_value()) {
    return Rejection{.reason = Reason::invalid_params,
                     .fault = FieldFault{"amount_ms", needs_amount(command.kind)
                                                          ? "is needed: time is voted in amounts"
                                                          : "goes with time only"}};
  }
  if (command.expect) {
    if (auto refusal = moved_on(session, *command.expect)) return refusal;
  }
  if (session.vote) return Rejection{Reason::vote_open};
  if (auto refusal = may_not_vote(session, command, draft.at())) return refusal;
  VoteCalled called;
  called.vote = draft.issue<VoteId>('v');
  called.kind = command.kind;
  called.amount = command.amount;
  called.until = draft.at() + session.agenda->vote;
  if (for_time) called.price = price_of(session, *command.amount);
  for (const auto& [member, participant] : session.participants) {
    if (participant.seated && participant.present) called.voters.push_back(member);
  }
  draft.decision().vote = called.vote;
  draft.emit(std::move(called));
  settle_vote(draft, false);
  return std::nullopt;
}

Refusal Deciding::operator()(const CastVote& command) const {
  const auto& session = draft.session();
  if (!session.vote || session.vote->id != command.vote) return Rejection{Reason::not_found};
  const auto ballot = session.vote->ballots.find(by);
  if (ballot == session.vote->ballots.end()) return Rejection{Reason::not_yours};
  if (ballot->second) return Rejection{Reason::already_voted};
  draft.emit(VoteCast{command.vote, command.yes});
  settle_vote(draft, false);
  return std::nullopt;
}

namespace {

struct Count {
  std::size_t yes = 0;
  std::size_t no = 0;
  std::size_t all = 0;
};

Count count(const Vote& vote) {
  Count result;
  for (const auto& [voter, ballot] : vote.ballots) {
    ++result.all;
    if (ballot) ++(*ballot ? result.yes : result.no);
  }
  return result;
}

/// What the stage was held for and does not need, now that the vote is over. What it was given is
/// part of what was voted for.
std::optional<Transfer> not_needed(const Session& session, VoteOutcome outcome, Instant now) {
  const Vote& vote = *session.vote;
  if (vote.held == Millis{0} || session.pause) return std::nullopt;
  const Instant end = std::min(vote.held_until, session.stage->deadline);
  const Millis left = std::clamp(end - now, Millis{0}, vote.held);
  const bool decided = outcome == VoteOutcome::passed && vote.kind == VoteKind::more_time;
  const Millis needed = std::max(vote.held - left, decided ? *vote.amount : Millis{0});
  Millis rest = std::max(Millis{0}, vote.held - needed);
  if (rest == Millis{0}) return std::nullopt;
  Transfer back;
  for (auto paid = vote.held_by.rbegin(); paid != vote.held_by.rend() && rest > Millis{0}; ++paid) {
    const Millis part = std::min(rest, paid->sum());
    back = plus(session, back, pay_back(session, *paid, part));
    rest -= part;
  }
  return back;
}

void close(Draft& draft, VoteOutcome outcome) {
  const auto& session = draft.session();
  draft.emit(VoteClosed{session.vote->id, outcome, not_needed(session, outcome, draft.at())});
}

/// What the vote is about is still to be had, and nobody would pay more than they were shown: by
/// the second, odd milliseconds aside.
bool costs_what_was_said(const Session& session, const Vote& vote) {
  const Millis rest = *vote.amount - vote.held;
  if (rest <= Millis{0} || !vote.price) return true;
  if (rest > headroom_of(session).payable) return false;
  const auto more = minus(price_of(session, rest), *vote.price);
  const auto unnoticed = [](Millis amount) { return amount < std::chrono::seconds{1}; };
  return unnoticed(more.closing) &&
         std::all_of(more.turns.begin(), more.turns.end(),
                     [&](const auto& it) { return unnoticed(it.second); });
}

/// What the stage got for the vote's own sake is part of what it decided.
void extend_by_vote(Draft& draft, const Vote& vote) {
  const Millis rest = *vote.amount - vote.held;
  if (rest <= Millis{0}) return;
  const auto& session = draft.session();
  draft.emit(TimeExtended{session.stage->id, rest, price_of(session, rest)});
  fit_departures(draft);
}

void carry_out(Draft& draft, const Vote& vote) {
  switch (vote.kind) {
    case VoteKind::more_time:
      return extend_by_vote(draft, vote);
    case VoteKind::later_end:
      draft.emit(EndPushed{*vote.amount});
      return include_left_out(draft);
    case VoteKind::move_on:
      return end_stage_and_go_on(draft, StageEnd::moved_on);
    case VoteKind::pause:
      return pause(draft, PauseCause::called, vote.by, draft.at());
    case VoteKind::resume:
      resume(draft);
      return wait_for_holder(draft, draft.at());
    case VoteKind::skip:
      if (draft.session().pause) resume(draft);
      return suspend_turn(draft);
  }
}

/// While it was open somebody came, moved on, or took or got minutes that it was about.
bool still_makes_sense(const Session& session, const Vote& vote) {
  switch (vote.kind) {
    case VoteKind::move_on:
      return missing(session) == Needs::nothing;
    case VoteKind::skip:
      return !is_present(session, *session.stage->holder);
    case VoteKind::later_end:
      return !session.hard_end;
    case VoteKind::more_time:
      return costs_what_was_said(session, vote);
    case VoteKind::pause:
    case VoteKind::resume:
      return true;
  }
  return true;
}

}  // namespace

void drop_vote(Draft& draft) {
  if (draft.session().vote) close(draft, VoteOutcome::lapsed);
}

void settle_vote(Draft& draft, bool time_is_over) {
  const Vote vote = *draft.session().vote;
  const auto votes = count(vote);
  const bool passed = 2 * votes.yes > votes.all;
  const bool failed = time_is_over || 2 * votes.no >= votes.all;
  if (!passed && !failed) return;
  const bool lapsed = passed && !still_makes_sense(draft.session(), vote);
  close(draft, lapsed ? VoteOutcome::lapsed : passed ? VoteOutcome::passed : VoteOutcome::failed);
  if (lapsed) return;
  if (passed) {
    draft.act_for(vote.by);
    carry_out(draft, vote);
  }
  const bool gave_time = passed && vote.kind == VoteKind::more_time;
  if (vote.held > Millis{0} && !gave_time && running(draft.session())) run_out(draft);
}

}  // namespace turnkeeper::timekeeper
