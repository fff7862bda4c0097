#include "tests/power/faults.h"

#include <sqlite3.h>

#include "tests/power/image_check.h"
#include "tests/power/store_run.h"

namespace turnkeeper::testing {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kWorkload = 20;
constexpr WorkloadSize kModerate{.circles = 1, .session_moves = 25, .reopened = 2};
/// Without memory SQLite may refuse one job of a transaction alone, and the next then follows
/// nothing.
constexpr WorkloadSize kOneByOne{.circles = 1, .session_moves = 25, .reopened = 2, .most_jobs = 1};
constexpr int kCuts = 3;  ///< of the power, for each fault

struct Way {
  Call call;
  int code;
  const char* told;
};
constexpr Way kWays[] = {
    {Call::open, SQLITE_CANTOPEN, "SQLITE_CANTOPEN"},
    {Call::write, SQLITE_IOERR_WRITE, "SQLITE_IOERR_WRITE"},
    {Call::write, SQLITE_FULL, "SQLITE_FULL"},
    {Call::sync, SQLITE_IOERR_FSYNC, "SQLITE_IOERR_FSYNC"},
    {Call::truncate, SQLITE_IOERR_TRUNCATE, "SQLITE_IOERR_TRUNCATE"},
    {Call::remove, SQLITE_IOERR_DELETE, "SQLITE_IOERR_DELETE"},
    {Call::allocate, SQLITE_NOMEM, "SQLITE_NOMEM"},
};

std::vector<Step> steps_for(Call call) {
  return workload_of(kWorkload, call == Call::allocate ? kOneByOne : kModerate);
}

void make_anew(const fs::path& folder) {
  fs::remove_all(folder);
  fs::create_directories(folder);
}

}  // namespace

std::vector<FaultCase> fault_cases(const fs::path& scratch, std::uint64_t stride,
                                   std::uint64_t ration) {
  const auto calls = [&](Call call) {
    const auto folder = scratch / "run";
    make_anew(folder);
    return run_store(folder, steps_for(call)).calls.at(call);
  };
  std::vector<FaultCase> cases;
  for (const Way& way : kWays) {
    const auto step = way.call == Call::allocate ? ration : stride;
    const auto most = calls(way.call);
    for (std::uint64_t nth = 1; nth <= most; nth += step) {
      for (const bool for_good : {false, true}) {
        cases.push_back({{way.call, nth, for_good, way.code},
                         std::string{name_of(way.call)} + " " + std::to_string(nth) +
                             (for_good ? " and all that follow fail with " : " fails once with ") +
                             way.told});
      }
    }
  }
  return cases;
}

std::string fault_in_case(const Fault& fault, const fs::path& scratch, std::uint64_t& struck) {
  const auto folder = scratch / "run";
  make_anew(folder);
  try {
    const StoreRun run = run_store(folder, steps_for(fault.call), fault);
    struck += run.struck ? 1 : 0;
    const std::size_t end = run.recording.operations.size();
    if (auto wrong = fault_in_image(folder, run, end); !wrong.empty()) return wrong;
    Dice dice(fault.nth);
    Disk disk(run.recording, dice.next());
    for (std::size_t cut = 1; cut <= kCuts; ++cut) {
      const auto point = (cut - 1) * end / kCuts + dice.below(end / kCuts + 1);
      disk.go_to(point);
      write_image(disk.cut(kModes[cut % kModes.size()], dice), folder);
      auto wrong = fault_in_image(folder, run, point);
      if (!wrong.empty()) {
        return "After a power cut at operation " + std::to_string(point) + ": " + wrong;
      }
    }
  } catch (const std::exception& broken) {
    return broken.what();
  }
  return {};
}

}  // namespace turnkeeper::testing
