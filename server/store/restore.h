// `turnkeeper restore`: a backup takes the place of what is there.
#pragma once

#include <filesystem>
#include <optional>

#include "store/verify.h"

namespace turnkeeper::store {

struct Restored {
  Verified content;                                 ///< whole
  std::optional<std::filesystem::path> kept_aside;  ///< what was there before, if anything
};

/// Puts a copy of `file`, if it is whole, into `directory`, as a history of its own: with a new
/// epoch, so that nobody who saw the old one goes on from where they were. Nothing that was there
/// is lost. Throws StoreError with one sentence, and then all is as it was; but if the disk fails
/// when the copy has its name already, the copy is what is there.
Restored restore(const std::filesystem::path& file, const std::filesystem::path& directory);

}  // namespace turnkeeper::store
