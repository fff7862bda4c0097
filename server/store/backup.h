// `turnkeeper backup`: the store of one moment, as one file.
#pragma once

#include <cstdint>
#include <filesystem>

namespace turnkeeper::store {

/// Copies the database of `directory`, which a server may be writing to, into a new file for its
/// owner alone. It has that name only when it is whole and on disk; what throws leaves nothing
/// behind. Answers its size in bytes. Throws StoreError with one sentence.
std::uintmax_t back_up(const std::filesystem::path& directory, const std::filesystem::path& into);

}  // namespace turnkeeper::store
