// `turnkeeper backup`: the store of one moment, as one file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace turnkeeper::store {

/// Copies the database of `directory`, which a server may be writing to, into a new file for its
/// owner alone. It has that name only when it is whole and on disk; what throws leaves nothing
/// behind. Answers its size in bytes. Throws StoreError with one sentence, also when `give_up`,
/// which is asked again and again meanwhile, says so. It must not throw.
std::uintmax_t back_up(
    const std::filesystem::path& directory, const std::filesystem::path& into,
    const std::function<bool()>& give_up = [] { return false; });

}  // namespace turnkeeper::store
