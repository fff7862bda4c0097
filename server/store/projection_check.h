// The projections, held against what the journals come to. Only for the store's sources.
#pragma once

#include "store/faults.h"
#include "store/statements.h"

namespace turnkeeper::store {

/// Makes all projections again in memory. Streams in which something is wrong already are not held
/// against their rows: those would differ, and say nothing new.
void check_projections(Statements& statements, Faults& faults);

}  // namespace turnkeeper::store
