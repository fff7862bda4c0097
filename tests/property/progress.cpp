#include "tests/property/progress.h"

#include <unistd.h>

#include <cstdio>
#include <string>
#include <utility>

namespace turnkeeper::testing {

Progress::Progress(std::uint64_t whole, std::string things)
    : whole_(whole),
      things_(std::move(things)),
      terminal_(isatty(STDOUT_FILENO) == 1),
      start_(Clock::now()) {}

/// What is printed next does not go on behind the bar.
Progress::~Progress() {
  if (terminal_) std::printf("\n");
}

void Progress::show(std::uint64_t done) {
  const auto tenths = 10 * done / whole_;
  if (!terminal_ && tenths == tenths_) return;
  tenths_ = tenths;
  const double spent = std::chrono::duration<double>(Clock::now() - start_).count();
  const double rate = static_cast<double>(done) / (spent > 0 ? spent : 1);
  const auto left =
      rate > 0 ? static_cast<unsigned long long>(static_cast<double>(whole_ - done) / rate) : 0;
  if (terminal_) {
    constexpr std::size_t width = 30;
    const auto filled = static_cast<std::size_t>(width * done / whole_);
    std::printf("\r[%s%s] ", std::string(filled, '#').c_str(),
                std::string(width - filled, '.').c_str());
  }
  std::printf("%llu of %llu %s, %.*f/s, %llu:%02llu left", static_cast<unsigned long long>(done),
              static_cast<unsigned long long>(whole_), things_.c_str(), rate < 10 ? 1 : 0, rate,
              left / 60, left % 60);
  std::printf(terminal_ ? "   " : "\n");
  std::fflush(stdout);
}

}  // namespace turnkeeper::testing
