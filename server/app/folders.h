// Where things are when nobody says.
#pragma once

#include <filesystem>

#include "app/command_line.h"

namespace turnkeeper::app {

/// $XDG_DATA_HOME/turnkeeper, or .local/share/turnkeeper in the home. Throws UsageError if there is
/// no home either.
std::filesystem::path usual_data_folder(const Environment& environment);

/// The browser client beside the program: web/dist of the checkout that it was built in, or
/// share/turnkeeper/web of where it was installed. Throws std::runtime_error with how to build it
/// if there is none.
std::filesystem::path usual_web_folder(const std::filesystem::path& program);

/// The folder that `chosen` names if it holds a browser client; empty for "none". Throws
/// std::runtime_error as above.
std::filesystem::path web_folder(const std::filesystem::path& chosen,
                                 const std::filesystem::path& program);

}  // namespace turnkeeper::app
