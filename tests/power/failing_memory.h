// SQLite's memory, which can be made to run out for the threads of one run.
#pragma once

#include "tests/power/recording_vfs.h"

namespace turnkeeper::testing {

/// From now on SQLite asks here for memory. REQUIRES: nobody has used SQLite in this process.
void install_failing_memory();

/// What this thread has SQLite allocate counts as `Call::allocate` of `recorder`, and fails as its
/// fault says. Null: as nobody's.
void allocate_for(Recorder* recorder);

}  // namespace turnkeeper::testing
