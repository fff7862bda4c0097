#include "tests/bench/comparison.h"

#include <functional>
#include <iomanip>
#include <sstream>

#include "tests/bench/kept_time.h"
#include "tests/bench/rivals.h"

namespace turnkeeper::bench {

namespace {

using timekeeper::Overtime;

struct Method {
  std::string name;
  std::function<Outcome(const Circle&, const Agenda&)> live;
};

Method rival(std::string name, Rival rival) {
  return {std::move(name), [rival](const Circle& circle, const Agenda& agenda) {
            return live_with(rival, circle, agenda);
          }};
}

Method turnkeeper_in(std::string name, Overtime overtime, bool grants = true) {
  return {std::move(name), [overtime, grants](const Circle& circle, Agenda agenda) {
            agenda.overtime = overtime;
            return live_with_turnkeeper(circle, agenda, grants);
          }};
}

std::vector<Method> methods() {
  return {
      rival("no timekeeper", Rival::no_timekeeper),
      rival("slots, a countdown", Rival::countdown),
      rival("slots, enforced", Rival::enforced),
      turnkeeper_in("Turnkeeper strict", Overtime::strict),
      turnkeeper_in("Turnkeeper grace", Overtime::grace),
      turnkeeper_in("Turnkeeper open", Overtime::open),
      turnkeeper_in("strict, none granted", Overtime::strict, false),
  };
}

}  // namespace

std::vector<Tally> compare(const Model& model, const Agenda& agenda, int sessions,
                           std::uint64_t seed) {
  const auto all = methods();
  const Millis promise = promise_of(agenda, static_cast<std::size_t>(agenda.for_members));
  std::vector<Tally> tallies;
  tallies.reserve(all.size());
  for (const auto& method : all) tallies.emplace_back(method.name, promise, agenda.total);
  Dice seeds(seed);
  for (int i = 0; i < sessions; ++i) {
    Dice dice(seeds.next());
    const auto circle = draw_circle(model, agenda, dice);
    for (std::size_t m = 0; m < all.size(); ++m) tallies[m].add(all[m].live(circle, agenda));
  }
  return tallies;
}

std::string table_of(const std::vector<Tally>& tallies) {
  std::ostringstream out;
  out << "                      Jain's index    those there throughout    sessions   minutes a "
         "session"
         "   a session\n"
         "method                 offered   used   no turn   below promise   past end   overrun    "
         "lost"
         "        cuts\n";
  for (const auto& tally : tallies) {
    const auto number = [&](double value, int width, int digits) {
      out << std::right << std::setw(width) << std::setprecision(digits) << value;
    };
    out << std::fixed << std::left << std::setw(22) << tally.method();
    number(tally.offered(), 8, 3);
    number(tally.used(), 7, 3);
    number(tally.without_turn() * 100, 9, 2);
    out << '%';
    number(tally.below_promise() * 100, 15, 2);
    out << '%';
    number(tally.over_end() * 100, 10, 0);
    out << '%';
    number(tally.overrun(), 10, 1);
    number(tally.minutes_lost(), 8, 1);
    number(tally.cuts(), 12, 1);
    out << '\n';
  }
  return out.str();
}

}  // namespace turnkeeper::bench
