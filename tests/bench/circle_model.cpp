#include "tests/bench/circle_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace turnkeeper::bench {

namespace {

constexpr double kMostMinutesMore = 5;

double fraction(Dice& dice) { return static_cast<double>(dice.next() >> 11U) * 0x1p-53; }
bool happens(double chance, Dice& dice) { return fraction(dice) < chance; }

/// The library's own distributions differ between compilers; this one does not.
double draw(const Spread& spread, Dice& dice) {
  const double radius = std::sqrt(-2 * std::log(1 - fraction(dice)));
  const double normal = radius * std::cos(2 * std::numbers::pi * fraction(dice));
  return std::min(spread.most, spread.median * std::exp(spread.sigma * normal));
}

Millis minutes(double count) { return Millis{std::llround(count * 60'000)}; }
Millis times(Millis length, double factor) {
  return Millis{std::llround(static_cast<double>(length.count()) * factor)};
}

Person draw_person(const Model& model, const Agenda& agenda, Dice& dice) {
  // Each draw is made whether it is needed or not, so that one chance does not shift the others.
  Person person;
  person.comes = !happens(model.stays_away, dice);
  const bool late = happens(model.comes_late, dice);
  const Millis lateness = minutes(draw(model.lateness, dice));
  if (late) person.arrives = lateness;
  const bool leaves = happens(model.leaves, dice);
  const Millis leaving = times(agenda.total, 0.5 + 0.5 * fraction(dice));
  if (leaves) person.leaves = leaving;
  const bool drops = happens(model.drops, dice);
  const Millis drop_at = times(agenda.total, fraction(dice));
  const Millis drop_length = minutes(draw(model.drop, dice));
  if (drops && !leaves) person.drop = Drop{drop_at, drop_length};
  person.check_in = times(agenda.check_in, draw(model.check_in, dice));
  const double turn = draw(model.turn, dice);
  for (std::size_t i = 0; i < agenda.stages.size(); ++i) {
    const Millis planned = agenda.turn * agenda.stages[i].share_percent / 100;
    person.stages.push_back(times(planned, turn * draw(model.stage, dice)));
  }
  person.forgets_action = happens(model.forgets_action, dice);
  const double tries = std::log(1 - fraction(dice)) / std::log(model.more);  // geometric
  person.minutes_more = static_cast<int>(std::min(kMostMinutesMore, tries));
  person.weight_of_zero = fraction(dice);
  person.drop_noticed = happens(model.drop_noticed, dice);
  return person;
}

}  // namespace

Model meaner(Model model) {
  for (auto* chance : {&model.starts_late, &model.comes_late, &model.stays_away, &model.leaves,
                       &model.drops, &model.forgets_action, &model.more}) {
    *chance = std::min(0.95, *chance * 2);
  }
  for (auto* length : {&model.late_start, &model.lateness, &model.drop}) {
    length->median *= 2;
    length->most *= 2;
  }
  for (auto* factor : {&model.check_in, &model.turn, &model.stage, &model.closing}) {
    factor->sigma *= 2;
  }
  model.turn.median = 1 + 2 * (model.turn.median - 1);
  return model;
}

Millis Person::turn() const { return std::accumulate(stages.begin(), stages.end(), Millis{0}); }

bool Person::is_here(Millis at) const {
  return !is_gone(at) && arrives <= at && !(drop && drop->at <= at && at < drop->over());
}

bool Circle::was_there_throughout(std::size_t person) const {
  const auto& who = people.at(person);
  return who.comes && who.arrives <= starts && !who.leaves;
}

Circle draw_circle(const Model& model, const Agenda& agenda, Dice& dice) {
  Circle circle;
  const bool late = happens(model.starts_late, dice);
  const Millis by = minutes(draw(model.late_start, dice));
  if (late) circle.starts = by;
  circle.all_go = agenda.total + minutes(model.patience * fraction(dice));
  circle.closing = times(agenda.closing, draw(model.closing, dice));
  for (int i = 0; i < agenda.for_members; ++i) {
    circle.people.push_back(draw_person(model, agenda, dice));
  }
  circle.facilitator = dice.below(circle.people.size());
  auto& facilitator = circle.people[circle.facilitator];
  facilitator.comes = true;
  facilitator.arrives = Millis{0};
  facilitator.leaves.reset();
  facilitator.drop.reset();
  for (auto& person : circle.people) {
    // A connection that fails before the beginning was a late arrival.
    const bool before = person.drop && person.drop->at <= std::max(circle.starts, person.arrives);
    if (before) person.drop.reset();
  }
  // Nobody starts alone.
  const auto here = [&](const Person& person) { return person.is_here(circle.starts); };
  if (std::count_if(circle.people.begin(), circle.people.end(), here) < 2) {
    auto& neighbour = circle.people[(circle.facilitator + 1) % circle.people.size()];
    neighbour.comes = true;
    neighbour.arrives = Millis{0};
    neighbour.leaves.reset();
    neighbour.drop.reset();
  }
  return circle;
}

}  // namespace turnkeeper::bench
