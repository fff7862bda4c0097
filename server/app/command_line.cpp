#include "app/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/config_file.h"

extern char** environ;  // NOLINT: that is what POSIX calls it

namespace turnkeeper::app {
namespace {

constexpr std::string_view kConfigVariable = "TURNKEEPER_CONFIG";

struct Subcommand {
  Command command;
  std::string_view name;
  std::string_view help;
};

constexpr std::array<Subcommand, 7> subcommands{{
    {Command::serve, "serve", "Runs the server on an embedded database."},
    {Command::demo, "demo",
     "Shows a session of six simulated members, in which you can take a seat."},
    {Command::backup, "backup", "Saves the data as one file, also while a server runs."},
    {Command::restore, "restore",
     "Puts a backup in the place of the data, which are kept aside; no server may run."},
    {Command::check, "check",
     "Proves that the data are as they were written, also while a server runs."},
    {Command::limits, "limits", "Prints every limit of the server."},
    {Command::version, "version", "Prints the version."},
}};

/// What stood on the command line, by the name of the setting.
using Given = std::map<std::string, std::vector<std::string>>;

/// One line, however many the library wrote.
std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

void add_options(CLI::App& into, Command command, Given& given) {
  for (const Setting& setting : settings()) {
    if (!setting.belongs_to(command)) continue;
    const std::string name(setting.name);
    const std::string help = std::string(setting.help) + "; " + setting.variable();
    CLI::Option* option = into.add_option("--" + name, given[name], help);
    option->type_name(std::string(setting.value));
    // One value an occurrence: else an option would eat the arguments behind it.
    option->expected(1);
    option->multi_option_policy(setting.many ? CLI::MultiOptionPolicy::TakeAll
                                             : CLI::MultiOptionPolicy::Throw);
  }
  into.add_option("--config", given["config"],
                  "a TOML file with these names as its keys; " + std::string(kConfigVariable))
      ->type_name("FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::Throw);
}

bool needs_file(Command command) {
  return command == Command::backup || command == Command::restore;
}

void add_file(CLI::App& into, Command command, std::string& file) {
  if (!needs_file(command)) return;
  into.add_option("FILE", file,
                  command == Command::backup
                      ? "the file to be made; one that is there stays as it is"
                      : "a file that backup made")
      ->type_name("")
      ->required();
}

bool has_options(Command command) {
  return command != Command::limits && command != Command::version;
}

void apply(const Setting& setting, Chosen& chosen, const std::vector<std::string>& values,
           const std::string& where) {
  try {
    setting.set(chosen, values);
  } catch (const std::invalid_argument& wrong) {
    throw UsageError(where + ": " + wrong.what());
  }
}

/// In a variable, what may be given more than once is separated by commas.
std::vector<std::string> split(const Setting& setting, const std::string& text) {
  if (!setting.many) return {text};
  std::vector<std::string> values;
  std::istringstream stream(text);
  for (std::string value; std::getline(stream, value, ',');) values.push_back(value);
  return values;
}

/// The name of the configuration file, empty if there is none.
std::string config_file(const Given& given, const Environment& environment) {
  if (const auto found = given.find("config"); found != given.end() && !found->second.empty()) {
    return found->second.front();
  }
  const auto variable = environment.find(std::string(kConfigVariable));
  return variable == environment.end() ? std::string() : variable->second;
}

Chosen choose(Command command, const Given& given, const Environment& environment) {
  const std::string file = config_file(given, environment);
  const FileValues in_file = file.empty() ? FileValues() : read_config_file(file);
  Chosen chosen;
  // Whoever looks at the demo looks at its links: the log has to be asked for.
  if (command == Command::demo) chosen.options.log_level = net::LogLevel::warning;
  for (const Setting& setting : settings()) {
    if (!setting.belongs_to(command)) continue;
    const std::string name(setting.name);
    const auto on_line = given.find(name);
    const auto variable = environment.find(setting.variable());
    const auto key = in_file.find(name);
    if (on_line != given.end() && !on_line->second.empty()) {
      apply(setting, chosen, on_line->second, "--" + name);
    } else if (variable != environment.end() && !variable->second.empty()) {
      apply(setting, chosen, split(setting, variable->second), setting.variable());
    } else if (key != in_file.end()) {
      apply(setting, chosen, key->second, name + " in " + file);
    }
  }
  return chosen;
}

void check_together(const Options& options) {
  if (options.create == Create::token && options.create_token.empty()) {
    throw UsageError(
        "--create token: there is no token; set TURNKEEPER_CREATE_TOKEN to a long random text");
  }
  if (options.create == Create::open && !options.create_token.empty()) {
    throw UsageError("--create-token: anyone may start a circle; say --create token as well");
  }
}

}  // namespace

Environment process_environment() {
  Environment environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string::npos) environment[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return environment;
}

std::variant<Invocation, Help> read_command_line(const std::vector<std::string>& arguments,
                                                 const Environment& environment) {
  CLI::App program("Turnkeeper keeps time and turns for peer coaching circles.", "turnkeeper");
  program.require_subcommand(0, 1);
  bool version = false;
  program.add_flag("--version", version, "Prints the version.");
  std::map<Command, Given> given;
  std::map<Command, CLI::App*> parts;
  std::string file;
  for (const Subcommand& subcommand : subcommands) {
    CLI::App* part =
        program.add_subcommand(std::string(subcommand.name), std::string(subcommand.help));
    parts[subcommand.command] = part;
    add_file(*part, subcommand.command, file);
    if (has_options(subcommand.command)) {
      add_options(*part, subcommand.command, given[subcommand.command]);
    }
  }

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    program.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    return Help{program.help()};
  } catch (const CLI::ExtrasError&) {
    const auto unknown = program.remaining(true);
    const auto first = std::find_if(arguments.begin(), arguments.end(), [&](const auto& argument) {
      return std::find(unknown.begin(), unknown.end(), argument) != unknown.end();
    });
    throw UsageError((first == arguments.end() ? unknown.front() : *first) +
                     ": there is no such option or command; see turnkeeper --help");
  } catch (const CLI::ParseError& error) {
    throw UsageError(one_line(error.what()) + "; see turnkeeper --help");
  }
  for (const Subcommand& subcommand : subcommands) {
    if (!parts[subcommand.command]->parsed()) continue;
    Invocation invocation{subcommand.command, {}, file};
    if (needs_file(subcommand.command) && file.empty()) {
      throw UsageError("FILE: it is empty; give it a name");
    }
    invocation.chosen = choose(subcommand.command, given[subcommand.command], environment);
    check_together(invocation.chosen.options);
    return invocation;
  }
  if (version) return Invocation{Command::version, {}, {}};
  throw UsageError(
      "say what to do: serve, demo, backup, restore, check, limits or version; see turnkeeper "
      "--help");
}

}  // namespace turnkeeper::app
