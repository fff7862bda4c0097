// The timekeeper: a pure state machine. It reads no clock, opens no file and owns nothing.
//
//   lobby ──▶ check_in ──▶ handover ──▶ turn ──▶ … ──▶ closing ──▶ ended
//                              ▲          │
//                              └──────────┘  once for each member in the rotation
//
// A session that has ended can be reopened for a while: then it stands, paused, where it stood.
//
// Across the phases between lobby and ended a session runs or is paused.
//
// The host's duties, in this order: let time act until `next_deadline` lies ahead of now, decide a
// command, write its events to the journal, and only then apply and show them.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "timekeeper/command.h"
#include "timekeeper/event.h"
#include "timekeeper/session.h"
#include "timekeeper/wordbook.h"

namespace turnkeeper::timekeeper {

/// Why a command has no effect. The wire's names and sentences: protocol/PROTOCOL.md, "Errors".
enum class Reason : std::uint8_t {
  not_allowed,  ///< this role never may
  not_yours,    ///< somebody else's, or for the others
  wrong_phase,
  session_ended,
  paused,
  not_paused,
  not_your_turn,
  needs_facilitator,
  stage_moved_on,
  move_pending,
  nothing_pending,
  not_found,
  not_enough_members,
  too_many_for_the_time,
  challenge_required,
  action_required,
  time_exhausted,
  turn_at_limit,
  order_mismatch,
  already_raised,
  too_many_entries,
  too_many_actions,
  due_in_past,
  too_late,      ///< to start, or to end then: choose a later end, or who is carried over
  plan_changed,  ///< since the price was shown
  hard_end,      ///< everybody has to go by then
  vote_open,
  vote_spent,  ///< one for more time a stage
  already_voted,
  facilitator_here,  ///< ask them: a vote stands in for nobody
  nothing_to_take_back,
  session_settled,  ///< it cannot be reopened any more
  invalid_params,   ///< with the field at fault
};

struct Rejection {
  Reason reason;
  std::optional<Millis> available{};     ///< the amount that would have worked
  std::optional<StageId> stage{};        ///< the current one, for stage_moved_on
  std::optional<std::size_t> present{};  ///< for not_enough_members
  std::optional<Phase> phase{};          ///< the current one, for wrong_phase; `decide` sees to it
  std::optional<FieldFault> fault{};     ///< for invalid_params
  std::optional<Millis> missing{};       ///< for too_late: what nothing can pay
  std::vector<MemberId> carried{};       ///< for too_late: who would be carried over
};

/// What a command becomes: events, the words that they refer to, and what its sender is told.
struct Decision {
  std::vector<Event> events;
  std::vector<Words> words;
  std::optional<EntryId> entry;    ///< made by this command
  std::optional<ActionId> action;  ///< made by this command
  std::optional<VoteId> vote;      ///< called by this command
  std::optional<Transfer> paid;    ///< for an extension
};

/// Decides `command` in `session` at `now`. REQUIRES: `next_deadline(session)` is later than `now`
/// or absent (except for Outage, which comes first), and `now` is not before the last event. Never
/// throws; never changes `session`.
std::variant<Decision, Rejection> decide(const Session& session, const Command& command,
                                         Instant now);

/// Those who have to leave before their turn would be over, if all goes on as it stands: whose turn
/// runs first, then in the order of the rotation.
std::vector<MemberId> cut_short(const Session& session, Instant now);

/// The session as it would be if `command` were made now: a move that waits carried out, a vote
/// passed. What it costs whom is the difference.
std::variant<Session, Rejection> foresee(const Session& session, const Command& command,
                                         Instant now);

/// What time itself does at `next_deadline(session)`: events dated at that deadline, at least one.
/// REQUIRES: there is one.
Decision pass_time(const Session& session);

/// When time will act next; nothing if only people can.
std::optional<Instant> next_deadline(const Session& session);

/// The only way a session changes. `event` comes from `decide` or `pass_time` in this very state.
void apply(Session& session, const Event& event);

}  // namespace turnkeeper::timekeeper
