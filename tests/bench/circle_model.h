// Made-up circles that behave like real ones: who comes when, how long they would talk, what goes
// wrong. The numbers and where they come from: README.md.
//
// A circle is drawn once and then lived through with each method, so that all of them meet the same
// people on the same evening. All times count from the hour that was agreed on.
#pragma once

#include <optional>
#include <vector>

#include "tests/property/dice.h"
#include "timekeeper/agenda.h"

namespace turnkeeper::bench {

using testing::Dice;
using timekeeper::Agenda;
using timekeeper::Millis;

/// A length that is never negative and sometimes much longer than usual: log-normal.
struct Spread {
  double median = 1;  ///< minutes, or a factor on what the agenda plans
  double sigma = 0;   ///< of its logarithm
  double most = 0;
};

struct Model {
  double starts_late = 0.51;         ///< chance of a session
  Spread late_start{5.5, 0.45, 20};  ///< minutes
  double comes_late = 0.10;          ///< chance of a member
  Spread lateness{8, 0.6, 40};       ///< minutes
  double stays_away = 0.05;          ///< chance of a member
  double leaves = 0.04;              ///< chance of a member: some time in the second half
  double drops = 0.10;               ///< chance of a member: the connection, once
  Spread drop{0.75, 0.7, 3};         ///< minutes
  Spread check_in{1.0, 0.4, 4};      ///< factor on what is planned
  Spread turn{1.1, 0.4, 4};          ///< factor on what is planned
  Spread stage{1.0, 0.2, 2};         ///< factor on a stage, beside that on its turn
  Spread closing{0.8, 0.4, 3};       ///< factor on what is planned
  double forgets_action = 0.10;      ///< chance of a turn
  double more = 0.30;                ///< chance of a minute more, and then of another
  double drop_noticed = 0.50;        ///< chance that somebody stops the clock for it
  double patience = 10;              ///< minutes past the agreed end, 0 to this, then all go
};

/// The same with every chance and every spread doubled; people overrun by twice as much.
Model meaner(Model model);

struct Drop {
  Millis at{};
  Millis length{};
  Millis over() const { return at + length; }
};

struct Person {
  bool comes = true;
  Millis arrives{};              ///< may be before the others begin
  std::optional<Millis> leaves;  ///< for good
  std::optional<Drop> drop;
  Millis check_in{};  ///< how long they talk if nobody stops them; so too the stages
  std::vector<Millis> stages;
  bool forgets_action = false;
  int minutes_more = 0;       ///< that the group grants them, if they ask
  double weight_of_zero = 1;  ///< what part of their overrun a countdown at zero keeps them from
  bool drop_noticed = false;

  Millis turn() const;
  bool is_gone(Millis at) const { return !comes || (leaves && *leaves <= at); }
  bool is_here(Millis at) const;
};

struct Circle {
  Millis starts{};
  Millis all_go{};  ///< patience is over: the session ends here, whatever it is at
  Millis closing{};
  std::vector<Person> people;   ///< in the order of their turns
  std::size_t facilitator = 0;  ///< one of them, who is on time and stays

  bool was_there_throughout(std::size_t person) const;
};

Circle draw_circle(const Model& model, const Agenda& agenda, Dice& dice);

}  // namespace turnkeeper::bench
