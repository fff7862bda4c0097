// From the arguments of `main` to what is to be done.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "app/settings.h"

namespace turnkeeper::app {

struct Invocation {
  Command command = Command::serve;
  Chosen chosen;
  std::filesystem::path file{};  ///< that backup writes and restore reads
};

/// To be printed, and nothing else to be done.
struct Help {
  std::string text;
};

using Environment = std::map<std::string, std::string>;

/// The environment of this process.
Environment process_environment();

/// Reads the arguments (without the program's name), the environment and the file that --config
/// names. Throws UsageError. Looks at no other file: whether a folder is there is found out when it
/// is needed.
std::variant<Invocation, Help> read_command_line(const std::vector<std::string>& arguments,
                                                 const Environment& environment);

}  // namespace turnkeeper::app
