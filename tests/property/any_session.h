// A session of random people who do random things at random moments, held against the laws at every
// step.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/property/checked_session.h"
#include "tests/property/dice.h"

namespace turnkeeper::testing {

/// How often each kind of event and each refusal came up, by name; from the start all are there.
struct Tally {
  std::map<std::string_view, std::int64_t> events;
  std::map<std::string_view, std::int64_t> refusals;

  Tally();
  Tally& operator+=(const Tally& other);
  /// The names of those that came up less often than that.
  std::string rarer_than(std::int64_t times) const;
};

class AnySession {
 public:
  /// A plan, an agenda and a circle that follow from `seed`; most people are here already.
  AnySession(std::uint64_t seed, Tally& tally);

  /// Something happens that follows from `seed`. Throws Broken.
  void step(std::uint64_t seed);

  /// From here on time alone passes, with everyone here, or nobody. Throws Broken if the session
  /// does not end.
  void run_out(bool everyone_here) const;
  void run_out_here(bool everyone_here);

  bool over() const { return live_.session().phase == core::Phase::ended; }
  const std::vector<core::Event>& events() const { return live_.events(); }

  /// All that happened so far, a line each.
  std::string story() const;

 private:
  void let_pass(core::Millis by);
  void move_clock(Dice& dice);
  void change_the_room(Dice& dice);
  void somebody_wants(Dice& dice);
  void flood(Dice& dice);
  void nobody_wants_a_turn();
  void handle(const core::Command& command);
  void count_events_from(std::size_t first);

  Tally& tally_;
  CheckedSession live_;
  std::vector<core::MemberId> people_;
};

}  // namespace turnkeeper::testing
