// The wire's names of the core's enums, each in one table, read in both directions.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "timekeeper/command.h"

namespace turnkeeper::protocol {

template <class Enum>
struct Names;  // specialised below: `table`, an array of pairs

template <class Enum>
constexpr std::string_view name_of(Enum value) {
  for (const auto& [each, text] : Names<Enum>::table) {
    if (each == value) return text;
  }
  return {};
}

template <class Enum>
constexpr std::optional<Enum> parse_name(std::string_view text) {
  for (const auto& [each, name] : Names<Enum>::table) {
    if (name == text) return each;
  }
  return std::nullopt;
}

#define TURNKEEPER_NAMES(Enum, ...)                                                           \
  template <>                                                                                 \
  struct Names<timekeeper::Enum> {                                                            \
    using E = timekeeper::Enum;                                                               \
    static constexpr auto table = std::to_array<std::pair<E, std::string_view>>(__VA_ARGS__); \
  }

TURNKEEPER_NAMES(Ability, {{E::state, "state"}, {E::ask, "ask"}, {E::commit, "commit"}});
TURNKEEPER_NAMES(Hand,
                 {{E::holder, "holder"}, {E::others, "others"}, {E::facilitator, "facilitator"}});
TURNKEEPER_NAMES(Needs, {{E::challenge, "challenge"}, {E::action, "action"}});
TURNKEEPER_NAMES(Overtime, {{E::strict, "strict"}, {E::grace, "grace"}, {E::open, "open"}});
TURNKEEPER_NAMES(Phase, {{E::lobby, "lobby"},
                         {E::check_in, "check_in"},
                         {E::handover, "handover"},
                         {E::turn, "turn"},
                         {E::closing, "closing"},
                         {E::ended, "ended"}});
TURNKEEPER_NAMES(Role, {{E::facilitator, "facilitator"},
                        {E::member, "member"},
                        {E::observer, "observer"}});
TURNKEEPER_NAMES(
    Progress, {{E::waiting, "waiting"}, {E::now, "now"}, {E::done, "done"}, {E::passed, "passed"}});
TURNKEEPER_NAMES(StageKind, {{E::check_in, "check_in"},
                             {E::handover, "handover"},
                             {E::turn, "turn"},
                             {E::closing, "closing"}});
TURNKEEPER_NAMES(StageEnd, {{E::deadline, "deadline"},
                            {E::moved_on, "moved_on"},
                            {E::passed, "passed"},
                            {E::deferred, "deferred"},
                            {E::session_ended, "session_ended"}});
TURNKEEPER_NAMES(TurnEnd,
                 {{E::complete, "complete"}, {E::moved_on, "moved_on"}, {E::passed, "passed"}});
TURNKEEPER_NAMES(PauseCause, {{E::called, "called"},
                              {E::care, "care"},
                              {E::outage, "outage"},
                              {E::room_empty, "room_empty"},
                              {E::holder_away, "holder_away"}});
TURNKEEPER_NAMES(Move,
                 {{E::next, "next"}, {E::pass, "pass"}, {E::defer, "defer"}, {E::end, "end"}});
TURNKEEPER_NAMES(EntryKind, {{E::hand, "hand"}, {E::question, "question"}});
TURNKEEPER_NAMES(EntryStatus, {{E::waiting, "waiting"}, {E::called, "called"}, {E::done, "done"}});
TURNKEEPER_NAMES(ActionStatus, {{E::open, "open"},
                                {E::done, "done"},
                                {E::learned, "learned"},
                                {E::carried_on, "carried_on"}});
TURNKEEPER_NAMES(WaiverCause, {{E::stated, "stated"},
                               {E::time_ran_out, "time_ran_out"},
                               {E::passed, "passed"},
                               {E::holder_left, "holder_left"}});
TURNKEEPER_NAMES(EndCause, {{E::complete, "complete"},
                            {E::ended_by_hand, "ended_by_hand"},
                            {E::cancelled, "cancelled"},
                            {E::paused_too_long, "paused_too_long"},
                            {E::room_empty, "room_empty"},
                            {E::hard_end, "hard_end"},
                            {E::never_started, "never_started"}});
TURNKEEPER_NAMES(VoteKind, {{E::more_time, "more_time"},
                            {E::later_end, "later_end"},
                            {E::move_on, "move_on"},
                            {E::pause, "pause"},
                            {E::resume, "resume"},
                            {E::skip, "skip"}});
TURNKEEPER_NAMES(VoteOutcome,
                 {{E::passed, "passed"}, {E::failed, "failed"}, {E::lapsed, "lapsed"}});
TURNKEEPER_NAMES(ChangeCause, {{E::late_start, "late_start"},
                               {E::hard_end, "hard_end"},
                               {E::more_time, "more_time"},
                               {E::overtime, "overtime"},
                               {E::minutes_given, "minutes_given"},
                               {E::given_back, "given_back"},
                               {E::turn_ended, "turn_ended"},
                               {E::turn_passed, "turn_passed"},
                               {E::turn_absent, "turn_absent"},
                               {E::turn_carried_over, "turn_carried_over"},
                               {E::joined, "joined"},
                               {E::stage_left, "stage_left"},
                               {E::taken_back, "taken_back"},
                               {E::reopened, "reopened"}});
TURNKEEPER_NAMES(Lead, {{E::guest, "guest"}, {E::deputy, "deputy"}, {E::none, "none"}});
TURNKEEPER_NAMES(LateChoice, {{E::later_end, "later_end"}, {E::carry_over, "carry_over"}});

#undef TURNKEEPER_NAMES

}  // namespace turnkeeper::protocol
