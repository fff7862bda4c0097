// How far a long run has come: a bar on a terminal, a line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace turnkeeper::testing {

class Progress {
 public:
  /// `things` is what is counted, in the plural.
  Progress(std::uint64_t whole, std::string things);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Shows how many are done, if there is something new to say.
  void show(std::uint64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  std::uint64_t whole_;
  std::string things_;
  bool terminal_;
  Clock::time_point start_;
  std::uint64_t tenths_ = 0;  ///< of the whole, that were told
};

}  // namespace turnkeeper::testing
