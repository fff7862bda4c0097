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

namespace {

using namespace turnkeeper;
using namespace turnkeeper::soak;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kPatience = 30s;
constexpr auto kAskEvery = 20ms;
constexpr std::size_t kSamples = 240;

/// The server, people who come and go, and what they are told about the time.
class Soak {
 public:
  Soak(const std::filesystem::path& data, std::size_t circles)
      : program_({"serve", "--listen", "127.0.0.1:0", "--data", data.string(), "--web", "none",
                  "--log-level", "error"}),
        circles_(circles) {
    const std::string before = "listening on http://127.0.0.1:";
    if (!program_.says(before) || !program_.says("\n")) {
      throw std::runtime_error("The server does not come up: " + program_.error());
    }
    const std::string& out = program_.out();
    const auto port = std::stoi(out.substr(out.find(before) + before.size()));
    http_.emplace(client::Address{"127.0.0.1", static_cast<std::uint16_t>(port)}, kPatience);
    visit();
    ask();
  }

  /// People meet for so long; then, how the server is.
  Vitals live(Clock::duration length) {
    answers_.clear();
    loop_.run_until([] { return false; }, std::chrono::ceil<client::Millis>(length));
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
  const Vitals& last = samples.back();
  std::printf(
      "%llu sessions in %.2f h; at the end %.1f MiB, %.0f descriptors, answers in %.2f ms "
      "(median) and %.2f ms (99th percentile)\n",
      static_cast<unsigned long long>(last.sessions), last.hours, last.memory_mib, last.descriptors,
      last.median_ms, last.p99_ms);
  const auto faults = not_flat(samples);
  for (const std::string& fault : faults) std::printf("not flat: %s\n", fault.c_str());
  if (faults.empty()) std::printf("all lines are flat\n");
  return faults.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count != 4) throw std::runtime_error("say: soak HOURS CIRCLES FOLDER");
    const double hours = std::stod(arguments[1]);
    const std::filesystem::path folder = arguments[3];
    const app::TemporaryFolder data;
    Soak soak(data.path(), std::stoul(arguments[2]));
    const auto begin = Clock::now();
    const std::chrono::duration<double, std::ratio<3600>> length(hours);
    std::vector<Vitals> samples;
    {
      testing::Progress bar(kSamples, "samples");
      while (samples.size() < kSamples) {
        samples.push_back(soak.live(std::chrono::ceil<Clock::duration>(length / kSamples)));
        samples.back().hours =
            std::chrono::duration<double, std::ratio<3600>>(Clock::now() - begin).count();
        std::ofstream csv(folder / "vitals.csv");
        write_csv(csv, samples);
        std::ofstream(folder / "vitals.svg") << plot_of(samples);
        bar.show(samples.size());
      }
    }
    return report(samples);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "soak: %s\n", fault.what());
    return 2;
  }
}
