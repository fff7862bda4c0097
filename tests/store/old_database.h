// A database as an older server left it.
#pragma once

#include <filesystem>

namespace turnkeeper::store {

/// Takes a database of the newest version back to version 1, with all that is in it. Returns false,
/// and changes nothing, if it holds what version 1 could not: a session that has ended and can be
/// reopened. REQUIRES: nobody has it open.
bool make_version_1(const std::filesystem::path& file);

}  // namespace turnkeeper::store
