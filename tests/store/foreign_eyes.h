// What somebody sees who looks into the database while a server has it.
#pragma once

#include <filesystem>
#include <optional>

#include "timekeeper/time.h"

namespace turnkeeper::store {

/// Up to when a crash of that server would charge nobody; nothing if it has not said yet.
std::optional<timekeeper::Instant> mark_of_life_in(const std::filesystem::path& database);

}  // namespace turnkeeper::store
