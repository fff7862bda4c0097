// Commitments: made, changed, waived, and looked at again.

#include "timekeeper/decide.h"

namespace turnkeeper::timekeeper {

namespace {

/// Nothing, if `by` may make or waive an action for the turn that is running.
Refusal may_not_commit(const Session& session, const MemberId& by) {
  const auto* spec = current_spec(session);
  if (spec == nullptr || !spec->allows.contains(Ability::commit)) {
    return Rejection{Reason::wrong_phase};
  }
  if (!acts_as_holder(session, by) && !is_facilitator(session, by)) {
    return Rejection{Reason::not_your_turn};
  }
  return std::nullopt;
}

Refusal bad_supporter(const Session& session, const MemberId& owner,
                      const std::optional<MemberId>& supporter) {
  if (!supporter) return std::nullopt;
  if (!is_seated(session, *supporter)) return Rejection{Reason::not_found};
  if (*supporter == owner) {
    return Rejection{.reason = Reason::invalid_params,
                     .fault = FieldFault{"supporter", "is the owner: name somebody else"}};
  }
  return std::nullopt;
}

Refusal in_past(Instant now, const std::optional<Date>& due) {
  if (due && *due < earliest_today(now)) return Rejection{Reason::due_in_past};
  return std::nullopt;
}

}  // namespace

Refusal Deciding::operator()(const AddAction& command) const {
  const auto& session = draft.session();
  if (auto refusal = may_not_commit(session, by)) return refusal;
  const MemberId turn = *session.stage->holder;
  const MemberId owner = command.owner.value_or(turn);
  if (!is_seated(session, owner)) return Rejection{Reason::not_found};
  if (auto refusal = bad_supporter(session, owner, command.supporter)) return refusal;
  if (auto refusal = in_past(draft.at(), command.due)) return refusal;
  if (session.actions.size() >= kMostActions) return Rejection{Reason::too_many_actions};
  const auto id = draft.issue<ActionId>('a');
  const auto what = draft.keep(command.what);
  const auto measure = draft.keep(command.measure);
  draft.decision().action = id;
  draft.emit(ActionAdded{id, Action{owner, turn, what, measure, command.due, command.supporter}});
  return std::nullopt;
}

namespace {

Refusal may_not_change(const Session& session, const MemberId& by, const ActionId& id) {
  const auto action = session.actions.find(id);
  if (action == session.actions.end()) return Rejection{Reason::not_found};
  if (!acts_for(session, by, action->second.owner) && !is_facilitator(session, by)) {
    return Rejection{Reason::not_yours};
  }
  return std::nullopt;
}

}  // namespace

Refusal Deciding::operator()(const EditAction& command) const {
  const auto& session = draft.session();
  if (auto refusal = may_not_change(session, by, command.action)) return refusal;
  const auto& owner = session.actions.at(command.action).owner;
  if (auto refusal = bad_supporter(session, owner, command.supporter)) return refusal;
  if (auto refusal = in_past(draft.at(), command.due)) return refusal;
  const auto what = draft.keep(command.what);
  const auto measure = draft.keep(command.measure);
  draft.emit(ActionEdited{command.action, what, measure, command.due, command.supporter});
  return std::nullopt;
}

Refusal Deciding::operator()(const RemoveAction& command) const {
  const auto& session = draft.session();
  if (auto refusal = may_not_change(session, by, command.action)) return refusal;
  const auto& turn = session.actions.at(command.action).turn;
  const auto of_turn = std::count_if(session.actions.begin(), session.actions.end(),
                                     [&](const auto& it) { return it.second.turn == turn; });
  // A turn that was carried over before it had begun is gone, and nothing is required of it.
  const auto made_in = session.turns.find(turn);
  const bool over = made_in != session.turns.end() && (made_in->second.status == Progress::done ||
                                                       made_in->second.status == Progress::passed);
  if (of_turn == 1 && over) return Rejection{Reason::action_required};
  draft.emit(ActionRemoved{command.action});
  return std::nullopt;
}

Refusal Deciding::operator()(const WaiveAction& command) const {
  const auto& session = draft.session();
  if (auto refusal = may_not_commit(session, by)) return refusal;
  const MemberId turn = *session.stage->holder;
  const bool has_action = std::any_of(session.actions.begin(), session.actions.end(),
                                      [&](const auto& it) { return it.second.turn == turn; });
  if (has_action) return Rejection{Reason::wrong_phase};
  draft.emit(ActionWaived{turn, WaiverCause::stated, draft.keep(command.reason)});
  return std::nullopt;
}

Refusal Deciding::operator()(const ReviewAction& command) const {
  const auto& session = draft.session();
  const auto item = session.review.find(command.action);
  if (item == session.review.end()) return Rejection{Reason::not_found};
  if (!acts_for(session, by, item->second.owner) && !is_facilitator(session, by)) {
    return Rejection{Reason::not_yours};
  }
  if (auto refusal = in_past(draft.at(), command.due)) return refusal;
  draft.emit(ActionReviewed{command.action, command.status, draft.keep(command.note), command.due});
  return std::nullopt;
}

}  // namespace turnkeeper::timekeeper
