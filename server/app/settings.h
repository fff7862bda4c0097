// The settings: one table, from which the command line, the environment, the configuration file and
// the help are made.
//
// A setting `public-url` is --public-url on the command line, TURNKEEPER_PUBLIC_URL in the
// environment, and public-url in the file. What the command line says comes before the environment,
// that before the file, and that before the default.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/options.h"

namespace turnkeeper::app {

enum class Command : std::uint8_t { serve, demo, backup, restore, check, limits, version };

/// What an invocation can set.
struct Chosen {
  Options options;
  DemoOptions demo;
};

struct Setting {
  std::string_view name;   ///< public-url
  std::string_view value;  ///< what a value is called in the help: URL
  std::string_view help;   ///< with the default
  bool serve = true;       ///< commands that have it
  bool demo = true;
  bool many = false;  ///< may be given more than once
  /// Reads the value, or all values of one that may be given more than once. Throws
  /// std::invalid_argument with what is wrong and what to do.
  void (*set)(Chosen&, const std::vector<std::string>& values) = nullptr;
  bool upkeep = false;  ///< whether backup, restore and check have it too

  bool belongs_to(Command command) const;
  std::string variable() const;  ///< TURNKEEPER_PUBLIC_URL
};

std::span<const Setting> settings();
/// nullptr if there is none.
const Setting* find_setting(std::string_view name);

}  // namespace turnkeeper::app
