// An agenda template: every number of a session, and what each stage of a turn is for.
//
// The engine knows no stage by its name: a stage says itself what may be done in it and what must
// exist before it ends. So a new protocol is new data.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "timekeeper/time.h"

namespace turnkeeper::timekeeper {

/// What a stage of a turn lets people do.
enum class Ability : std::uint8_t {
  state,   ///< the holder states the challenge
  ask,     ///< the others raise hands and queue questions
  commit,  ///< actions are made, or waived
};

/// Who may end a stage by hand before its time is over.
enum class Hand : std::uint8_t { holder, others, facilitator };

/// What a stage leaves behind. By hand it does not end without it; time goes on all the same.
enum class Needs : std::uint8_t {
  nothing,
  challenge,  ///< the holder's words
  action,     ///< or a waiver with its reason
};

/// What happens to a stage of a turn at zero. One that lacks its action gets a block in any mode.
enum class Overtime : std::uint8_t {
  strict,  ///< it ends
  grace,   ///< it gets one block, if that can be paid
  open,    ///< block after block, while they can be paid
};

/// One timed part of a turn.
struct StageSpec {
  std::string id;  ///< unique in the agenda; shown as the stage's name on the wire
  std::string title;
  int share_percent = 0;  ///< of what the stages with a length leave of the turn; or
  Millis length{};        ///< a length of its own
  std::set<Ability> allows;
  Needs needs = Needs::nothing;
  std::set<Hand> ends_by{Hand::holder, Hand::facilitator};
  std::string asks_holder;  ///< one sentence each
  std::string asks_others;
  std::vector<std::string> prompts;

  bool operator==(const StageSpec&) const = default;
};

/// A template as it is written down: lengths for `for_members` people.
struct Agenda {
  std::string name;
  std::string title;
  int for_members = 0;
  Millis total{};
  Millis check_in{};  ///< each
  Millis turn{};      ///< each
  Millis handover{};  ///< the breath before each turn; may be zero
  Millis closing{};
  std::optional<int> spotlights;  ///< how many turns a session has; everyone's if absent
  std::vector<StageSpec> stages;

  int floor_percent = 60;          ///< of a turn's share that is guaranteed
  Millis shortest{};               ///< the shortest useful spotlight, guaranteed too
  int closing_floor_percent = 50;  ///< of the closing that cannot be taken
  int growth_percent = 150;        ///< to how much of its share a turn may grow
  Overtime overtime = Overtime::strict;
  Millis overtime_block{30'000};
  Millis move_delay{3'000};       ///< how long a move by hand can be stopped
  Millis grace{30'000};           ///< from the reserve, for who is away when their turn comes
  Millis hold{60'000};            ///< how long the clock waits for a holder who drops, at once
  Millis hold_in_turn{120'000};   ///< and in a whole turn
  Millis vote{20'000};            ///< how long a vote is open
  Millis take_back{30'000};       ///< how long a move by hand can be taken back
  Millis deputy_after{30'000};    ///< without a facilitator, until a deputy steps in
  Millis reopen{600'000};         ///< how long a session that has ended can be reopened
  Millis lobby_limit{7'200'000};  ///< a lobby this long after its agreed start closes
  Millis return_wait{60'000};     ///< after an outage, for whoever had the floor
  Millis pause_limit{900'000};    ///< a called pause this long ends the session
  Millis empty_after{60'000};     ///< with nobody connected this long the room pauses
  Millis empty_limit{1'800'000};  ///< an empty room this long ends the session

  /// How many turns `for_members` people have.
  int turns() const { return std::min(for_members, spotlights.value_or(for_members)); }
  /// What the lengths leave of the total for `for_members` people.
  Millis reserve() const {
    return total - for_members * check_in - turns() * (turn + handover) - closing;
  }

  bool operator==(const Agenda&) const = default;
};

/// A field that cannot be as it is, and why: "stages[1].share", "adds up to 90, not to 100".
struct FieldFault {
  std::string field;
  std::string why;
};

/// Checks a template; nothing if it can be used.
std::optional<FieldFault> fault_of(const Agenda& agenda);

/// An agenda dealt out to a number of people: what each part is given at the start.
struct Deal {
  Millis check_in{};          ///< each
  Millis handover{};          ///< each
  std::vector<Millis> turns;  ///< the first of the rotation's; odd milliseconds go to the earliest
  Millis closing{};
  Millis reserve{};
};

/// Deals `agenda` to `members` people (1 or more): check-ins are as many as people, handovers as
/// many as turns, closing and reserve stay, the turns share the rest. There are as many turns as
/// the agenda has spotlights, and no more than are useful; one, too short to be useful, if none is.
Deal deal(const Agenda& agenda, std::size_t members);

/// What stage `index` gets of `left`, the rest of its turn with the stages from `index` on to come:
/// lengths as they are written and the shares of the rest; all of them in proportion, if the turn
/// was cut.
Millis length_of_stage(const Agenda& agenda, std::size_t index, Millis left);

/// What nobody can take from a turn of this share: the larger of the floor's percentage and the
/// shortest useful spotlight, never more than the share itself.
Millis guarantee_of(const Agenda& agenda, Millis share);

}  // namespace turnkeeper::timekeeper
