// What a command would lead to: the same `decide`, on a copy.

#include "timekeeper/timekeeper.h"

namespace turnkeeper::timekeeper {

namespace {

void take(Session& session, const Decision& decision) {
  for (const auto& event : decision.events) apply(session, event);
}

/// Everybody who may vote says yes.
void pass_vote(Session& session, const VoteId& vote, Instant now) {
  const auto ballots = session.vote->ballots;
  for (const auto& [voter, ballot] : ballots) {
    if (!session.vote) return;
    const auto cast = decide(session, Command{voter, CastVote{vote, true}}, now);
    if (const auto* decision = std::get_if<Decision>(&cast)) take(session, *decision);
  }
}

/// Whoever has said yes, or no, still asks what it leads to.
bool has_voted(const Session& session, const MemberId& by, const CastVote& cast) {
  if (!session.vote || session.vote->id != cast.vote) return false;
  const auto ballot = session.vote->ballots.find(by);
  return ballot != session.vote->ballots.end() && ballot->second.has_value();
}

}  // namespace

std::variant<Session, Rejection> foresee(const Session& session, const Command& command,
                                         Instant now) {
  const auto* cast = std::get_if<CastVote>(&command.body);
  const bool voted = cast && cast->yes && has_voted(session, command.by, *cast);
  auto decided = voted ? Decision{} : decide(session, command, now);
  if (auto* rejection = std::get_if<Rejection>(&decided)) return std::move(*rejection);
  const auto& decision = std::get<Decision>(decided);
  Session then = session;
  take(then, decision);
  const auto vote = cast && cast->yes ? std::optional(cast->vote) : decision.vote;
  if (vote && then.vote) pass_vote(then, *vote, now);
  while (then.pending && !session.pending) take(then, pass_time(then));
  return then;
}

}  // namespace turnkeeper::timekeeper
