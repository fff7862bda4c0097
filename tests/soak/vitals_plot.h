// Vitals as a picture.
#pragma once

#include <string>
#include <vector>

#include "tests/soak/vitals.h"

namespace turnkeeper::soak {

/// An SVG document: each line over the hours, from nothing to its own greatest value.
std::string plot_of(const std::vector<Vitals>& samples);

}  // namespace turnkeeper::soak
