#include <sys/prctl.h>
#include <sys/stat.h>

#include <filesystem>
#include <iomanip>
#include <iostream>

#include "app/command_line.h"
#include "app/demo.h"
#include "app/folders.h"
#include "app/serve.h"
#include "protocol/limits.h"
#include "turnkeeper_version.h"

namespace {

using namespace turnkeeper;

constexpr int kFailed = 1;
constexpr int kMisused = 2;

void print_limits() {
  std::size_t width = 0;
  std::size_t value_width = 0;
  for (const auto& row : protocol::limits::table()) {
    width = std::max(width, row.limit.size());
    value_width = std::max(value_width, row.value.size());
  }
  for (const auto& row : protocol::limits::table()) {
    std::cout << std::left << std::setw(static_cast<int>(width + 2)) << row.limit
              << std::setw(static_cast<int>(value_width + 2)) << row.value << row.beyond << '\n';
  }
}

/// What people entrust to a circle must not lie about in files that others can read, or in a core
/// dump.
void keep_to_ourselves() {
  ::umask(S_IRWXG | S_IRWXO);
  ::prctl(PR_SET_DUMPABLE, 0);
}

void run(const app::Invocation& invocation, const app::Environment& environment) {
  app::Options options = invocation.chosen.options;
  switch (invocation.command) {
    case app::Command::limits:
      return print_limits();
    case app::Command::version:
      std::cout << "turnkeeper " << version << '\n';
      return;
    case app::Command::serve:
    case app::Command::demo:
      break;
  }
  keep_to_ourselves();
  options.web = app::web_folder(options.web, std::filesystem::read_symlink("/proc/self/exe"));
  if (invocation.command == app::Command::demo) {
    return app::demo(options, invocation.chosen.demo, std::cout);
  }
  if (options.data.empty()) options.data = app::usual_data_folder(environment);
  app::serve(options, std::cout);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const app::Environment environment = app::process_environment();
    const auto wanted = app::read_command_line({argv + 1, argv + argc}, environment);
    if (const auto* help = std::get_if<app::Help>(&wanted)) {
      std::cout << help->text;
    } else {
      run(std::get<app::Invocation>(wanted), environment);
    }
    return 0;
  } catch (const app::UsageError& misused) {
    std::cerr << "turnkeeper: " << misused.what() << '\n';
    return kMisused;
  } catch (const std::exception& failed) {
    std::cerr << "turnkeeper: " << failed.what() << '\n';
    return kFailed;
  }
}
