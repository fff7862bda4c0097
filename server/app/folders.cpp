#include "app/folders.h"

#include <stdexcept>

namespace turnkeeper::app {
namespace {

namespace fs = std::filesystem;

bool holds_client(const fs::path& folder) {
  std::error_code unreadable;
  return fs::is_regular_file(folder / "index.html", unreadable);
}

std::runtime_error no_client(const std::string& where) {
  return std::runtime_error("--web: there is no browser client in " + where +
                            "; build it with: npm --prefix web ci && npm --prefix web run build");
}

std::string value_of(const Environment& environment, const std::string& name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

}  // namespace

fs::path usual_data_folder(const Environment& environment) {
  // The XDG base directory specification: a path that is not absolute is as good as none.
  const fs::path data_home = value_of(environment, "XDG_DATA_HOME");
  if (data_home.is_absolute()) return data_home / "turnkeeper";
  const fs::path home = value_of(environment, "HOME");
  if (home.is_absolute()) return home / ".local" / "share" / "turnkeeper";
  throw UsageError("--data: there is no home to keep the data in; name a folder");
}

fs::path usual_web_folder(const fs::path& program) {
  const fs::path installed = program.parent_path().parent_path() / "share" / "turnkeeper" / "web";
  if (holds_client(installed)) return installed;
  // In a checkout the program lies in build/PRESET.
  fs::path folder = program.parent_path();
  for (int steps = 0; steps < 3; ++steps, folder = folder.parent_path()) {
    if (holds_client(folder / "web" / "dist")) return folder / "web" / "dist";
  }
  throw no_client(installed.string() + ", nor in web/dist of a checkout around it");
}

fs::path web_folder(const fs::path& chosen, const fs::path& program) {
  if (chosen == "none") return {};
  if (chosen.empty()) return usual_web_folder(program);
  if (!holds_client(chosen)) throw no_client(chosen.string());
  return chosen;
}

}  // namespace turnkeeper::app
