// A session of random people who do random things at random moments, held against the laws at every
// step.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/timekeeper/checked_session.h"
#include "tests/timekeeper/dice.h"

namespace turnkeeper::testing {

/// How often each kind of event and each reason came up.
struct Tally {
  std::array<int, std::variant_size_v<core::EventBody>> events{};
  std::array<int, static_cast<std::size_t>(core::Reason::invalid_params) + 1> reasons{};

  /// The names of those that never did.
  std::string missing() const;
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

  const std::vector<core::Event>& events() const { return live_.events(); }

  /// All that happened so far, a line each.
  std::string story() const;

 private:
  void let_pass(core::Millis by);
  void move_clock(Dice& dice);
  void change_the_room(Dice& dice);
  void somebody_wants(Dice& dice);
  void flood(Dice& dice);
  void handle(const core::Command& command);

  Tally& tally_;
  CheckedSession live_;
  std::vector<core::MemberId> people_;
};

}  // namespace turnkeeper::testing
