// The same circles, lived through with each method.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/outcome.h"

namespace turnkeeper::bench {

/// One tally a method, the rivals first. The same seed gives the same circles.
std::vector<Tally> compare(const Model& model, const Agenda& agenda, int sessions,
                           std::uint64_t seed);

/// For people to read: one line a method.
std::string table_of(const std::vector<Tally>& tallies);

}  // namespace turnkeeper::bench
