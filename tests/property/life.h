// A session from a number: who does what in it, and what breaks when it is lived through.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/property/any_session.h"

namespace turnkeeper::testing {

struct Life {
  std::uint64_t circle = 0;          ///< the seed of the agenda and the people
  std::vector<std::uint64_t> steps;  ///< the seed of each thing that happens
};

/// The same number, the same life.
Life life_of(std::uint64_t number);

struct Failure {
  std::string law;    ///< that does not hold, in a sentence
  std::string story;  ///< what happened until then, a line each
};

/// Lives through it, and then twice to its end by time alone, with everyone here and with nobody.
/// With `journal` the events are also read back from their journal, and each change of the state
/// from its patch (journal_check.h).
std::optional<Failure> live_through(const Life& life, bool journal, Tally& tally);

/// Leaves out steps as long as what is left still fails.
Life shorten(Life life, const std::function<bool(const Life&)>& fails);

}  // namespace turnkeeper::testing
