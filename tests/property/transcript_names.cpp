#include "tests/property/transcript_names.h"

#include <array>
#include <cstddef>

namespace turnkeeper::testing {

using namespace turnkeeper::timekeeper;

namespace {

/// The names of an enum, in the order of its values.
template <class Enum, std::size_t count>
const char* nth(const std::array<const char*, count>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

}  // namespace

const char* name_of(const EventBody& body) {
  static constexpr std::array<const char*, std::variant_size_v<EventBody>> kNames{
      "session_planned",     "member_seated",      "member_arrived",     "member_away",
      "seat_held",           "seat_released",      "rotation_reordered", "agenda_changed",
      "session_started",     "session_end_pushed", "session_start_set",  "session_hard_end_set",
      "time_charged",        "time_returned",      "stage_started",      "stage_ended",
      "stage_overtime",      "turn_ended",         "turn_deferred",      "turn_absent",
      "turn_passed",         "turn_carried_over",  "rotation_included",  "move_proposed",
      "move_cancelled",      "session_paused",     "session_resumed",    "time_extended",
      "time_given_back",     "time_given",         "move_taken_back",    "vote_called",
      "vote_cast",           "vote_closed",        "facilitator_named",  "deputy_stepped_in",
      "deputy_stepped_back", "coach_named",        "entry_added",        "entry_withdrawn",
      "entry_called",        "challenge_stated",   "checkin_said",       "action_added",
      "action_edited",       "action_removed",     "action_waived",      "action_reviewed",
      "reflection_written",  "session_ended",      "session_reopened",   "session_settled"};
  if (const auto* entry = std::get_if<EntryAdded>(&body)) {
    return entry->kind == EntryKind::hand ? "hand_raised" : "question_asked";
  }
  return kNames.at(body.index());
}

const char* name_of(ChangeCause cause) {
  return nth(
      std::array{"late start", "hard end", "more time", "overtime", "minutes given", "given back",
                 "the rest", "the passed turn", "the absence", "the carried over turn", "the turn",
                 "what was left", "move taken back", "session reopened"},
      cause);
}

const char* name_of(Reason reason) {
  return nth(std::array{"not_allowed",
                        "not_yours",
                        "wrong_phase",
                        "session_ended",
                        "paused",
                        "not_paused",
                        "not_your_turn",
                        "needs_facilitator",
                        "stage_moved_on",
                        "move_pending",
                        "nothing_pending",
                        "not_found",
                        "not_enough_members",
                        "too_many_for_the_time",
                        "challenge_required",
                        "action_required",
                        "time_exhausted",
                        "turn_at_limit",
                        "order_mismatch",
                        "already_raised",
                        "too_many_entries",
                        "too_many_actions",
                        "due_in_past",
                        "too_late",
                        "plan_changed",
                        "hard_end",
                        "vote_open",
                        "vote_spent",
                        "already_voted",
                        "facilitator_here",
                        "nothing_to_take_back",
                        "session_settled",
                        "invalid_params"},
             reason);
}

const char* name_of(Phase phase) {
  return nth(std::array{"lobby", "check_in", "handover", "turn", "closing", "ended"}, phase);
}

const char* name_of(Role role) {
  return nth(std::array{"facilitator", "member", "observer"}, role);
}

const char* name_of(Progress status) {
  return nth(std::array{"waiting", "now", "done", "passed"}, status);
}

const char* name_of(StageEnd cause) {
  return nth(std::array{"deadline", "moved_on", "passed", "deferred", "session_ended"}, cause);
}

const char* name_of(TurnEnd cause) {
  return nth(std::array{"complete", "moved_on", "passed"}, cause);
}

const char* name_of(PauseCause cause) {
  return nth(std::array{"called", "care", "outage", "room_empty", "holder_away"}, cause);
}

const char* name_of(Move move) { return nth(std::array{"next", "pass", "defer", "end"}, move); }

const char* name_of(EntryKind kind) { return nth(std::array{"hand", "question"}, kind); }

const char* name_of(ActionStatus status) {
  return nth(std::array{"open", "done", "learned", "carried_on"}, status);
}

const char* name_of(WaiverCause cause) {
  return nth(std::array{"stated", "time_ran_out", "passed", "holder_left"}, cause);
}

const char* name_of(VoteKind kind) {
  return nth(std::array{"more time", "a later end", "moving on", "a pause", "going on", "skipping"},
             kind);
}

const char* name_of(VoteOutcome outcome) {
  return nth(std::array{"passed", "failed", "lapsed"}, outcome);
}

const char* name_of(Lead lead) { return nth(std::array{"guest", "deputy", "none"}, lead); }

const char* name_of(EndCause cause) {
  return nth(std::array{"complete", "ended_by_hand", "cancelled", "paused_too_long", "room_empty",
                        "hard_end", "never_started"},
             cause);
}

}  // namespace turnkeeper::testing
