// Which recorder a file belongs to. Only for the VFS.
#pragma once

#include "tests/power/recording_vfs.h"

namespace turnkeeper::testing {

/// The one of the file's folder, if there is one; `file` may be null, for temporary files.
Recorder* recorder_for(const char* file);

}  // namespace turnkeeper::testing
