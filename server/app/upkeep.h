// `turnkeeper backup`, `restore` and `check`: what they do is the store's, what they say is here.
#pragma once

#include <filesystem>
#include <iosfwd>

namespace turnkeeper::app {

// All throw std::exception with one sentence that names the file.

/// Saves what is in `data` as `file`, and says so; on `error` that it is not as it was written, if
/// so. Whether it is. A SIGINT or SIGTERM meanwhile is a failure, which leaves nothing behind.
bool back_up(const std::filesystem::path& data, const std::filesystem::path& file,
             std::ostream& out, std::ostream& error);

/// Puts `file` in the place of what is in `data`, and says where that is kept.
void restore(const std::filesystem::path& file, const std::filesystem::path& data,
             std::ostream& out);

/// Says on `out` that all is well, or on `error` what is not, a line each. Whether all is well.
bool check(const std::filesystem::path& data, std::ostream& out, std::ostream& error);

}  // namespace turnkeeper::app
