#include <malloc.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <new>

#include "app/command_line.h"
#include "app/demo.h"
#include "app/folders.h"
#include "app/serve.h"
#include "app/upkeep.h"
#include "net/descriptors.h"
#include "protocol/limits.h"
#include "store/failed_reads.h"
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

/// A reader of our output that is gone, and a file that may not grow, fail a write. They end
/// nobody.
void live_with_failed_writes() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

/// Each further arena of the allocator reserves 64 MiB of addresses, which count where they are
/// limited, for a thread that needs little of its own.
void share_one_arena() { ::mallopt(M_ARENA_MAX, 1); }

void settle_data(app::Options& options, const app::Environment& environment) {
  if (options.data.empty()) options.data = app::usual_data_folder(environment);
}

void settle_web(app::Options& options) {
  options.web = app::web_folder(options.web, std::filesystem::read_symlink("/proc/self/exe"));
}

/// The exit status.
int run(const app::Invocation& invocation, const app::Environment& environment) {
  app::Options options = invocation.chosen.options;
  keep_to_ourselves();
  live_with_failed_writes();
  share_one_arena();
  net::take_all_descriptors();
  store::tell_failed_reads();
  switch (invocation.command) {
    case app::Command::serve:
      settle_web(options);
      settle_data(options, environment);
      app::serve(options, std::cout);
      return 0;
    case app::Command::demo:
      settle_web(options);
      app::demo(options, invocation.chosen.demo, std::cout);
      return 0;
    case app::Command::backup:
      settle_data(options, environment);
      return app::back_up(options.data, invocation.file, std::cout, std::cerr) ? 0 : kFailed;
    case app::Command::restore:
      settle_data(options, environment);
      app::restore(invocation.file, options.data, std::cout);
      return 0;
    case app::Command::check:
      settle_data(options, environment);
      return app::check(options.data, std::cout, std::cerr) ? 0 : kFailed;
    case app::Command::limits:
      print_limits();
      return 0;
    case app::Command::version:
      std::cout << "turnkeeper " << version << '\n';
      return 0;
  }
  return kFailed;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const app::Environment environment = app::process_environment();
    const auto wanted = app::read_command_line({argv + 1, argv + argc}, environment);
    if (const auto* help = std::get_if<app::Help>(&wanted)) {
      std::cout << help->text;
      return 0;
    }
    return run(std::get<app::Invocation>(wanted), environment);
  } catch (const app::UsageError& misused) {
    std::cerr << "turnkeeper: " << misused.what() << '\n';
    return kMisused;
  } catch (const std::bad_alloc&) {
    std::cerr << "turnkeeper: There is no memory left. What was acknowledged is saved.\n";
    return kFailed;
  } catch (const std::exception& failed) {
    std::cerr << "turnkeeper: " << failed.what() << '\n';
    return kFailed;
  }
}
