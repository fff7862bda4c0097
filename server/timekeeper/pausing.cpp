// The clock stands, and goes on.

#include "timekeeper/pausing.h"

#include <algorithm>
#include <cassert>

#include "timekeeper/hard_end.h"
#include "timekeeper/votes.h"

namespace turnkeeper::timekeeper {

void pause(Draft& draft, PauseCause cause, const std::optional<MemberId>& caller, Instant from) {
  assert(draft.session().stage && !draft.session().stage->over);
  if (draft.session().pending) draft.emit(MoveCancelled{});
  drop_vote(draft);
  const auto& session = draft.session();
  const Agenda& agenda = session.agenda;
  const auto& stage = *session.stage;
  SessionPaused paused;
  paused.cause = cause;
  paused.caller = caller;
  paused.left = session.pause ? session.pause->left
                              : std::clamp<Millis>(stage.deadline - from, Millis{0}, stage.length);
  const Instant stands = stage.deadline - paused.left;
  if (session.pause) {
    paused.since = session.pause->since;
  } else if (stands < draft.at()) {
    paused.since = stands;
  }
  switch (cause) {
    case PauseCause::called:
    case PauseCause::care:
      paused.until = draft.at() + agenda.pause_limit;
      break;
    case PauseCause::outage:
      paused.until = draft.at() + agenda.return_wait;
      break;
    case PauseCause::room_empty:
      paused.until = draft.at() + agenda.empty_limit;
      break;
    case PauseCause::holder_away: {
      const Millis held = session.turns.at(*stage.holder).held;
      paused.until = std::max(draft.at(), from + std::min(agenda.hold, agenda.hold_in_turn - held));
      break;
    }
  }
  draft.emit(std::move(paused));
}

void resume(Draft& draft) {
  assert(draft.session().pause);
  drop_vote(draft);
  draft.emit(SessionResumed{draft.at() + draft.session().pause->left});
  charge_overrun(draft);
}

Session as_resumed(Session session, Instant now) {
  apply(session, Event{now, std::nullopt, SessionResumed{now + session.pause->left}});
  return session;
}

}  // namespace turnkeeper::timekeeper
