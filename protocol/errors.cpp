#include "protocol/errors.h"

#include <array>
#include <stdexcept>

#include "protocol/names.h"

namespace turnkeeper::protocol {

namespace {

struct Entry {
  std::string_view reason;
  int code;
  std::string_view sentence;
};

constexpr std::array kEntries{
    Entry{"parse_error", kParseError, "The message is not JSON that can be read."},
    Entry{"invalid_request", kInvalidRequest,
          "The message is not a JSON-RPC 2.0 request with an id."},
    Entry{"unknown_method", kUnknownMethod, "There is no such method."},
    Entry{"invalid_params", kInvalidParams, "A field is missing, unknown, or of the wrong form."},
    Entry{"text_empty", kInvalidParams, "The text is empty: write something."},
    Entry{"text_too_long", kInvalidParams, "The text is too long: shorten it."},
    Entry{"text_invalid", kInvalidParams,
          "The text holds characters that cannot be shown: take them out."},
    Entry{"not_joined", kRejected, "Join the room first, with room.join."},
    Entry{"already_joined", kRejected, "This connection is in the room already."},
    Entry{"credential_invalid", kRejected,
          "This link does not open this room. Ask whoever sent it for a new one."},
    Entry{"not_allowed", kRejected, "That is not for your role."},
    Entry{"not_yours", kRejected, "That is for somebody else to do."},
    Entry{"wrong_phase", kRejected, "That has no place at this point of the session."},
    Entry{"session_ended", kRejected,
          "The session has ended. Its actions are on the circle's page."},
    Entry{"paused", kRejected, "The session is paused. Resume it first."},
    Entry{"not_paused", kRejected, "The session is not paused."},
    Entry{"not_your_turn", kRejected,
          "That is up to the one whose turn it is, or the facilitator."},
    Entry{"needs_facilitator", kRejected, "That is up to the facilitator."},
    Entry{"stage_moved_on", kRejected, "The room has moved on meanwhile. Nothing was changed."},
    Entry{"move_pending", kRejected, "A move is on its way already. It can be stopped first."},
    Entry{"nothing_pending", kRejected, "There is no move to stop."},
    Entry{"not_found", kRejected, "That is not here, or no longer."},
    Entry{"not_enough_members", kRejected, "Two seated members have to be here to start."},
    Entry{"too_many_for_the_time", kRejected,
          "With this many people a turn would be too short to be useful. Choose a longer agenda."},
    Entry{"challenge_required", kRejected,
          "The stage leaves the challenge in words. State it first."},
    Entry{"action_required", kRejected,
          "The turn leaves an action, or the reason why not. Write one down first."},
    Entry{"time_exhausted", kRejected, "So much time is not there any more."},
    Entry{"turn_at_limit", kRejected, "A turn may not grow any further than that."},
    Entry{"order_mismatch", kRejected,
          "The order has to name everyone who still waits, once each."},
    Entry{"already_raised", kRejected, "Your hand is up already."},
    Entry{"too_many_changes", kRejected,
          "You have made 3,000 changes in this session, and more are not taken."},
    Entry{"too_many_entries", kRejected, "The queue of this turn is full."},
    Entry{"too_many_actions", kRejected, "A session keeps at most 200 actions."},
    Entry{"due_in_past", kRejected, "The date is in the past. Choose today or later."},
    Entry{"too_late", kRejected,
          "It is so late that the reserve and the turns cannot pay for it. Choose a later end, or "
          "who has no turn today and is first next time."},
    Entry{"plan_changed", kRejected,
          "The minutes were planned anew meanwhile, so the price has changed. Nothing was done; "
          "look at it again."},
    Entry{"hard_end", kRejected, "Everybody has to go by the end that was agreed on. It stands."},
    Entry{"vote_open", kRejected, "A vote is open already. It takes a few seconds."},
    Entry{"already_voted", kRejected, "You have voted; each votes once."},
    Entry{"vote_spent", kRejected, "There was a vote for more time in this stage already."},
    Entry{"facilitator_here", kRejected,
          "The facilitator is here: ask them. Votes are for when nobody facilitates."},
    Entry{"nothing_to_take_back", kRejected,
          "There is no move to take back, or not any more: it has to be done soon after it."},
    Entry{"session_settled", kRejected,
          "This session cannot be reopened any more. Open the circle's next one."},
    Entry{"rate_limited", kRejected, "That was too much at once. Wait a moment and go on."},
    Entry{"busy", kRejected, "The room is busy writing. Try again in a moment."},
    Entry{"storage_unavailable", kRejected,
          "The server cannot save at the moment. Nothing was changed, and nothing is lost. Try "
          "again soon."},
    Entry{
        "data_damaged", kRejected,
        "What is saved here is damaged, and cannot be opened. Tell whoever runs this server; they "
        "can restore a backup."},
    Entry{"circle_full", kRejected,
          "All eight seats of this circle are taken. You can still join as an observer."},
    Entry{"facilitators_full", kRejected, "This circle has four facilitators already."},
    Entry{"observers_full", kRejected, "This circle has four observers already."},
    Entry{"method_not_allowed", kRejected, "That address does not take this method."},
    Entry{"body_too_large", kRejected, "The request's body may have at most 64 KiB."},
    Entry{"unsupported_media_type", kRejected, "The body has to be application/json."},
};

const Entry* find(std::string_view reason) {
  for (const auto& entry : kEntries) {
    if (entry.reason == reason) return &entry;
  }
  return nullptr;
}

}  // namespace

std::string_view name(timekeeper::Reason reason) {
  using enum timekeeper::Reason;
  switch (reason) {
    case not_allowed:
      return "not_allowed";
    case not_yours:
      return "not_yours";
    case wrong_phase:
      return "wrong_phase";
    case session_ended:
      return "session_ended";
    case paused:
      return "paused";
    case not_paused:
      return "not_paused";
    case not_your_turn:
      return "not_your_turn";
    case needs_facilitator:
      return "needs_facilitator";
    case stage_moved_on:
      return "stage_moved_on";
    case move_pending:
      return "move_pending";
    case nothing_pending:
      return "nothing_pending";
    case not_found:
      return "not_found";
    case not_enough_members:
      return "not_enough_members";
    case too_many_for_the_time:
      return "too_many_for_the_time";
    case challenge_required:
      return "challenge_required";
    case action_required:
      return "action_required";
    case time_exhausted:
      return "time_exhausted";
    case turn_at_limit:
      return "turn_at_limit";
    case order_mismatch:
      return "order_mismatch";
    case already_raised:
      return "already_raised";
    case too_many_entries:
      return "too_many_entries";
    case too_many_actions:
      return "too_many_actions";
    case due_in_past:
      return "due_in_past";
    case too_late:
      return "too_late";
    case plan_changed:
      return "plan_changed";
    case hard_end:
      return "hard_end";
    case vote_open:
      return "vote_open";
    case already_voted:
      return "already_voted";
    case vote_spent:
      return "vote_spent";
    case facilitator_here:
      return "facilitator_here";
    case nothing_to_take_back:
      return "nothing_to_take_back";
    case session_settled:
      return "session_settled";
    case invalid_params:
      return "invalid_params";
  }
  return "invalid_request";
}

Json Error::to_json() const {
  Json all = data;
  all["reason"] = reason;
  return {{"code", code}, {"message", message}, {"data", std::move(all)}};
}

Error error_of(std::string_view reason) {
  const auto* entry = find(reason);
  if (entry == nullptr) throw std::logic_error("no sentence for the error " + std::string(reason));
  return Error{entry->code, std::string(reason), std::string(entry->sentence), Json::object()};
}

Error error_of(const timekeeper::Rejection& rejection) {
  if (rejection.fault) return invalid_params(rejection.fault->field, rejection.fault->why);
  auto error = error_of(name(rejection.reason));
  if (rejection.available) error.data["available_ms"] = rejection.available->count();
  if (rejection.stage) error.data["stage"] = rejection.stage->value;
  if (rejection.phase) error.data["phase"] = name_of(*rejection.phase);
  if (rejection.missing) {
    error.data["missing_ms"] = rejection.missing->count();
    error.data["carried"] = Json::array();
    for (const auto& member : rejection.carried) error.data["carried"].push_back(member.value);
  }
  if (rejection.present) {
    error.data["present"] = *rejection.present;
    error.data["needed"] = timekeeper::kFewestPresent;
  }
  return error;
}

Error invalid_params(std::string field, std::string why) {
  auto error = error_of("invalid_params");
  error.message = field + ": " + std::move(why);
  error.data["field"] = std::move(field);
  return error;
}

std::vector<std::string_view> all_reasons() {
  std::vector<std::string_view> reasons;
  for (const auto& entry : kEntries) reasons.push_back(entry.reason);
  return reasons;
}

}  // namespace turnkeeper::protocol
