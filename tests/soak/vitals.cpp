#include "tests/soak/vitals.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <stdexcept>

namespace turnkeeper::soak {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFewest = 9;

double median(const std::vector<Vitals>& samples, std::size_t from, std::size_t to,
              double Vitals::*value) {
  std::vector<double> values;
  for (std::size_t i = from; i < to; ++i) values.push_back(samples[i].*value);
  return quantile(std::move(values), 0.5);
}

double resident_mib(const fs::path& process) {
  std::ifstream status(process / "status");
  for (std::string word; status >> word;) {
    double kib = 0;
    if (word == "VmRSS:" && status >> kib) return kib / 1024;
  }
  throw std::runtime_error("The server is gone: " + process.string() + " tells no memory.");
}

}  // namespace

Vitals vitals_of(pid_t process) {
  const fs::path folder = fs::path("/proc") / std::to_string(process);
  Vitals vitals;
  vitals.memory_mib = resident_mib(folder);
  vitals.descriptors = static_cast<double>(
      std::distance(fs::directory_iterator(folder / "fd"), fs::directory_iterator()));
  return vitals;
}

double quantile(std::vector<double> values, double of) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(of * static_cast<double>(values.size() - 1))];
}

const std::vector<Line>& lines() {
  static const std::vector<Line> all{{"memory, MiB", &Vitals::memory_mib, 5, 2},
                                     {"descriptors", &Vitals::descriptors, 0, 5},
                                     {"answer in, median, ms", &Vitals::median_ms, 100, 5},
                                     {"answer in, 99th percentile, ms", &Vitals::p99_ms, 100, 5}};
  return all;
}

std::vector<std::string> not_flat(const std::vector<Vitals>& samples) {
  const std::size_t third = samples.size() / 3;
  if (samples.size() < kFewest) return {"too short a time to say anything"};
  std::vector<std::string> faults;
  for (const Line& line : lines()) {
    const double middle = median(samples, third, 2 * third, line.value);
    const double last = median(samples, 2 * third, samples.size(), line.value);
    if (last <= middle * (1 + line.most_percent / 100) + line.most) continue;
    char text[128];
    std::snprintf(text, sizeof text, "%s: from %.1f to %.1f", line.name.c_str(), middle, last);
    faults.emplace_back(text);
  }
  return faults;
}

void write_csv(std::ostream& out, const std::vector<Vitals>& samples) {
  out << "hours,memory_mib,descriptors,median_ms,p99_ms,sessions\n";
  for (const Vitals& it : samples) {
    out << it.hours << ',' << it.memory_mib << ',' << it.descriptors << ',' << it.median_ms << ','
        << it.p99_ms << ',' << it.sessions << '\n';
  }
}

}  // namespace turnkeeper::soak
