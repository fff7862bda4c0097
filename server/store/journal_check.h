// The streams of a journal, held against each other and against what was told of them. Only for the
// store's sources.
#pragma once

#include "store/faults.h"
#include "store/statements.h"

namespace turnkeeper::store {

/// REQUIRES: each stream was held against its own hashes, and what was found is in `faults`.
void check_journal(Statements& statements, Faults& faults);

}  // namespace turnkeeper::store
