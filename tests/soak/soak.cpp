// The server for hours, and how it is meanwhile.
//
//   soak HOURS CIRCLES FOLDER      samples and picture go into FOLDER
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>

#include "app/temporary_folder.h"
#include "integration/program.h"
#include "tests/property/progress.h"
#include "tests/soak/hurried_circle.h"
#include "tests/soak/vitals.h"
#include "tests/soak/vitals_plot.h"
#include "tests/support/arguments.h"
#include "tests/support/interruption.h"

namespace {

using namespace turnkeeper;
using namespace turnkeeper::soak;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Hours = std::chrono::duration<double, std::ratio<3600>>;

constexpr auto kPatience = 30s;
constexpr auto kAskEvery = 20ms;
constexpr std::size_t kSamples = 240;
constexpr double kMostHours = 1'000;

/// The server, people who come and go, and what they are told about the time.
class Soak {
 public:
  Soak(const std::filesystem::path& data, std::size_t circles)
      : program_({"serve", "--listen", "127.0.0.1:0", "--data", data.string(), "--web", "none",
                  "--log-level", "error"}),
        circles_(circles) {
    const auto port = program_.listens();
    if (!port) throw std::runtime_error("The server does not come up: " + program_.error());
    http_.emplace(client::Address{"127.0.0.1", *port}, kPatience);
    visit();
    ask();
  }

  /// People meet for so long; then, how the server is. Nothing if it was interrupted.
  std::optional<Vitals> live(Clock::duration length) {
    answers_.clear();
    const auto over = [] { return testing::interrupted.load(); };
    if (loop_.run_until(over, std::chrono::ceil<client::Millis>(length))) return std::nullopt;
    if (answers_.empty()) throw std::runtime_error("The server answers nobody any more.");
    Vitals vitals = vitals_of(program_.process());
    vitals.median_ms = quantile(answers_, 0.5);
    vitals.p99_ms = quantile(answers_, 0.99);
    vitals.sessions = ended_;
    return vitals;
  }

 private:
  /// Whoever is done gives way to others. One circle a time, so that they do not march in step.
  void visit() {
    const auto done = std::find_if(circles_.begin(), circles_.end(),
                                   [](const auto& it) { return !it || it->ended(); });
    if (done != circles_.end()) {
      if (*done) ++ended_;
      done->reset();
      *done = std::make_unique<HurriedCircle>(loop_, *http_, ++seed_ * 16);
    }
    loop_.after(100ms, [this] { visit(); });
  }

  /// Asks somebody's connection for the time, one after the other.
  void ask() {
    const auto& circle = circles_[++asked_ % circles_.size()];
    if (client::RoomClient* room = circle ? circle->anybody() : nullptr) {
      const auto sent = Clock::now();
      room->request("clock.sync", client::Json::object(), [this, sent](const auto& answer) {
        if (answer.ok()) {
          answers_.push_back(
              std::chrono::duration<double, std::milli>(Clock::now() - sent).count());
        }
      });
    }
    loop_.after(kAskEvery, [this] { ask(); });
  }

  test::Program program_;
  std::optional<client::HttpClient> http_;
  client::Loop loop_;
  std::vector<std::unique_ptr<HurriedCircle>> circles_;
  std::vector<double> answers_;  ///< ms
  std::size_t asked_ = 0;
  std::uint64_t ended_ = 0;
  std::uint32_t seed_ = 0;
};

int report(const std::vector<Vitals>& samples) {
  if (samples.empty()) {
    std::printf("interrupted before the first sample\n");
    return testing::kInterrupted;
  }
  const Vitals& last = samples.back();
  std::printf(
      "%llu sessions in %.2f h; at the end %.1f MiB, %.0f descriptors, answers in %.2f ms "
      "(median) and %.2f ms (99th percentile)\n",
      static_cast<unsigned long long>(last.sessions), last.hours, last.memory_mib, last.descriptors,
      last.median_ms, last.p99_ms);
  auto faults = not_flat(samples);
  if (last.sessions == 0) faults.emplace_back("no session came to its end");
  for (const std::string& fault : faults) std::printf("not flat: %s\n", fault.c_str());
  if (faults.empty()) std::printf("all lines are flat\n");
  if (testing::interrupted) {
    std::printf("interrupted after %zu of %zu samples\n", samples.size(), kSamples);
    return testing::kInterrupted;
  }
  return faults.empty() ? 0 : 1;
}

std::vector<Vitals> watch(Hours length, std::size_t circles, const std::filesystem::path& folder) {
  const app::TemporaryFolder data;
  Soak soak(data.path(), circles);
  const auto begin = Clock::now();
  std::vector<Vitals> samples;
  testing::Progress bar(kSamples, "samples");
  while (samples.size() < kSamples) {
    auto sample = soak.live(std::chrono::ceil<Clock::duration>(length / kSamples));
    if (!sample) break;
    sample->hours = Hours(Clock::now() - begin).count();
    samples.push_back(*std::move(sample));
    std::ofstream csv(folder / "vitals.csv");
    write_csv(csv, samples);
    std::ofstream(folder / "vitals.svg") << plot_of(samples);
    bar.show(samples.size());
  }
  return samples;
}

}  // namespace

int main(int count, char** arguments) {
  const auto hours = count == 4 ? testing::decimal_at(1, arguments) : std::nullopt;
  const auto circles = count == 4 ? testing::number_at(2, count, arguments, 0) : std::nullopt;
  if (!hours || !(*hours > 0 && *hours <= kMostHours) || !circles || *circles == 0) {
    std::fprintf(stderr,
                 "soak HOURS CIRCLES FOLDER: hours above 0 and up to %.0f, circles above 0\n",
                 kMostHours);
    return 2;
  }
  testing::heed_interruption();
  try {
    return report(watch(Hours(*hours), *circles, arguments[3]));
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "soak: %s\n", fault.what());
    return 2;
  }
}
