// The configuration file: TOML, with the names of the settings as its keys.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace turnkeeper::app {

/// What a file sets: by the name of the setting, its values as text.
using FileValues = std::map<std::string, std::vector<std::string>>;

/// Reads `file`. A key that is no setting is an error, not a hint. Throws UsageError with a line
/// that names the file, and the line in it.
FileValues read_config_file(const std::filesystem::path& file);

}  // namespace turnkeeper::app
