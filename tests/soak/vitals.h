// How the server is, now and over hours.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace turnkeeper::soak {

struct Vitals {
  double hours = 0;  ///< since the beginning
  double memory_mib = 0;
  double descriptors = 0;
  double median_ms = 0;  ///< of the answers since the last sample
  double p99_ms = 0;
  std::uint64_t sessions = 0;  ///< ended so far
};

/// Resident memory and open descriptors by /proc. Throws std::runtime_error if the process is gone.
Vitals vitals_of(pid_t process);
/// The part `of` (0 to 1) of `values`, in order. 0 if there are none.
double quantile(std::vector<double> values, double of);

/// A line, and how far it may rise between the middle and the last third.
struct Line {
  std::string name;
  double Vitals::*value;
  double most_percent = 0;
  double most = 0;  ///< in its own unit, on top
};
const std::vector<Line>& lines();

/// What is wrong with each line that is not flat. With fewer than nine samples nothing can be said,
/// and that is what it says.
std::vector<std::string> not_flat(const std::vector<Vitals>& samples);

void write_csv(std::ostream& out, const std::vector<Vitals>& samples);

}  // namespace turnkeeper::soak
