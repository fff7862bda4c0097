// A session that has ended, reopened: it stands where it stood, paused, until somebody goes on.

#include "timekeeper/decide.h"
#include "timekeeper/lobby.h"

namespace turnkeeper::timekeeper {

namespace {

/// The lobby is open again; an hour after which it would close at once is agreed on no longer.
void reopen_lobby(Draft& draft) {
  draft.emit(SessionReopened{});
  const auto closes = lobby_closes(draft.session());
  if (closes && *closes <= draft.at()) draft.emit(StartSet{});
}

}  // namespace

Refusal Deciding::operator()(const ReopenSession&) const {
  const auto& session = draft.session();
  if (session.phase != Phase::ended) return Rejection{Reason::wrong_phase};
  if (!is_facilitator(session, by) && !is_seated(session, by)) {
    return Rejection{Reason::not_allowed};
  }
  if (!can_reopen(session)) return Rejection{Reason::session_settled};
  if (!session.ending) {
    reopen_lobby(draft);
    return std::nullopt;
  }
  const auto& ending = *session.ending;
  const auto& before = *ending.before;
  SessionReopened reopened;
  reopened.left = ending.left;
  if (before.stage->kind == StageKind::closing) {
    const Millis wanted = std::max(Millis{0}, kReopenedClosing - ending.left);
    reopened.from_reserve = std::min(wanted, before.budget.reserve);
    if (!session.hard_end) reopened.pushed = wanted - reopened.from_reserve;
    reopened.left += reopened.from_reserve + reopened.pushed;
    if (reopened.left == Millis{0}) {
      return Rejection{.reason = Reason::time_exhausted, .available = Millis{0}};
    }
  }
  reopened.stage = draft.issue<StageId>('s');
  reopened.until = draft.at() + session.agenda->pause_limit;
  reopened.undone = ending.stage;
  reopened.kind = before.stage->kind;
  reopened.holder = before.stage->holder;
  reopened.length = before.stage->length + reopened.from_reserve + reopened.pushed;
  draft.emit(std::move(reopened));
  return std::nullopt;
}

Refusal Deciding::operator()(const SettleSession&) const {
  if (draft.session().reopen_until) draft.emit(SessionSettled{});
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
