// The comparison as a picture.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/outcome.h"

namespace turnkeeper::bench {

/// An SVG document: for each method the index over time offered (a dot; the line holds nine of ten
/// sessions) and over time used (a ring).
std::string plot_of(const std::vector<Tally>& tallies, const std::string& title);

}  // namespace turnkeeper::bench
