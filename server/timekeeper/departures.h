// Members who have to leave before the end.
#pragma once

#include "timekeeper/draft.h"

namespace turnkeeper::timekeeper {

/// Whoever has to leave early has their turn before, if their place in the order would not do.
void fit_departures(Draft& draft);

}  // namespace turnkeeper::timekeeper
