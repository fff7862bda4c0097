// Whether a server finds in an image what it has acknowledged, and nothing else.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "tests/power/disk.h"
#include "tests/power/store_run.h"

namespace turnkeeper::testing {

/// Opens the database in `folder` as a server does and holds it against `run`, of which `point`
/// operations had been asked of the disk. What is wrong, as a sentence; empty if nothing is.
std::string fault_in_image(const std::filesystem::path& folder, const StoreRun& run,
                           std::size_t point);

/// Writes the files of an image into `folder`, which is made anew.
void write_image(const Image& image, const std::filesystem::path& folder);

}  // namespace turnkeeper::testing
