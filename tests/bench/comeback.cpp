// How soon everybody is back after the server was killed: all members of many rooms, in the middle
// of their sessions. In the same run the same herd comes back to a server that knows nothing, and
// that was away for as long.
//
//   bench_comeback FOLDER [--rooms N] [--people N] [--rounds N]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <future>
#include <memory>
#include <string>

#include "tests/bench/herd.h"
#include "tests/integration/program.h"

namespace {

using namespace turnkeeper;
using bench::Herd;
using test::Program;
using Clock = Herd::Clock;
using Millis = std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr auto kPatience = 120s;
constexpr auto kGoal = 10s;

/// A server that can be killed, and comes up again where it was.
class Victim {
 public:
  Victim(std::string executable, std::vector<std::string> before_port,
         std::vector<std::string> after_port)
      : executable_(std::move(executable)),
        before_port_(std::move(before_port)),
        after_port_(std::move(after_port)) {
    start();
  }

  void kill() {
    program_->signal(SIGKILL);
    program_->wait();
  }

  /// Until it listens.
  void start() {
    std::vector<std::string> arguments = before_port_;
    arguments.back() += std::to_string(port_);
    arguments.insert(arguments.end(), after_port_.begin(), after_port_.end());
    program_ =
        std::make_unique<Program>(executable_, arguments, std::map<std::string, std::string>{});
    const auto port = program_->listens();
    if (!port) throw std::runtime_error("the server does not come up: " + program_->error());
    port_ = *port;
  }

  std::uint16_t port() const { return port_; }

 private:
  std::string executable_;
  std::vector<std::string> before_port_;  ///< the last one ends before it
  std::vector<std::string> after_port_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Program> program_;
};

struct Outcome {
  Millis ready{};  ///< all since the kill
  Millis half{};
  Millis p99{};
  Millis all{};
  std::size_t tries = 0;  ///< connections, of each
  std::size_t whole = 0;
  std::size_t resumed = 0;
};

Millis since(Clock::time_point start, Clock::time_point end) {
  return std::chrono::ceil<Millis>(end - start);
}

void wait_for_all(client::Loop& loop, const Herd& herd) {
  if (loop.run_until([&] { return herd.joined() == herd.size(); }, kPatience)) return;
  throw std::runtime_error("only " + std::to_string(herd.joined()) + " of " +
                           std::to_string(herd.size()) + " are in their rooms");
}

/// Kills, starts again after `pause`, and waits until all are back.
Outcome kill_and_come_back(client::Loop& loop, Victim& victim, const Herd& herd, Millis pause) {
  const Herd::Tally before = herd.tally();
  const auto killed = Clock::now();
  victim.kill();
  // Meanwhile everybody tries in vain.
  loop.run_until([] { return false; }, pause);
  auto up = std::async(std::launch::async, [&] {
    victim.start();
    return Clock::now();
  });
  loop.run_until([&] { return up.wait_for(0s) == std::future_status::ready; }, kPatience);
  Outcome outcome;
  outcome.ready = since(killed, up.get());
  wait_for_all(loop, herd);
  const auto joins = herd.joins();
  outcome.half = since(killed, joins[joins.size() / 2]);
  outcome.p99 = since(killed, joins[joins.size() * 99 / 100]);
  outcome.all = since(killed, joins.back());
  outcome.tries = herd.tally().tries - before.tries;
  outcome.whole = herd.tally().whole - before.whole;
  outcome.resumed = herd.tally().resumed - before.resumed;
  return outcome;
}

void print(const char* name, const Outcome& outcome, std::size_t size) {
  std::printf(
      "%-14s %8lld %8lld %8lld %8lld %8.1f %8zu %8zu\n", name,
      static_cast<long long>(outcome.ready.count()), static_cast<long long>(outcome.half.count()),
      static_cast<long long>(outcome.p99.count()), static_cast<long long>(outcome.all.count()),
      static_cast<double>(outcome.tries) / static_cast<double>(size), outcome.whole,
      outcome.resumed);
  std::fflush(stdout);
}

struct Wanted {
  std::filesystem::path folder;
  std::size_t rooms = 500;
  std::size_t people = 8;
  int rounds = 3;
};

int measure(const Wanted& wanted) {
  const auto rooms = bench::fill_house(wanted.folder, wanted.rooms, wanted.people);
  client::Loop loop;
  Victim ours(TURNKEEPER_EXECUTABLE, {"serve", "--listen", "127.0.0.1:"},
              {"--data", wanted.folder.string(), "--web", "none", "--log-level", "error"});
  const Herd ours_herd(loop, ours.port(), rooms);
  wait_for_all(loop, ours_herd);
  Victim floor(TURNKEEPER_FLOOR, {""}, {std::to_string(ours_herd.tally().largest)});
  const Herd floor_herd(loop, floor.port(), rooms);
  wait_for_all(loop, floor_herd);

  std::printf("%zu members of %zu rooms; milliseconds since the kill\n\n", ours_herd.size(),
              rooms.size());
  std::printf("%-14s %8s %8s %8s %8s %8s %8s %8s\n", "", "ready", "half", "p99", "all", "tries",
              "whole", "resumed");
  bool reached = true;
  for (int round = 0; round < wanted.rounds; ++round) {
    const auto outcome = kill_and_come_back(loop, ours, ours_herd, 0ms);
    print("Turnkeeper", outcome, ours_herd.size());
    print("knows nothing", kill_and_come_back(loop, floor, floor_herd, outcome.ready),
          floor_herd.size());
    reached = reached && outcome.all <= kGoal;
  }
  std::printf("\nGoal: all are back after 10 s: %s.\n", reached ? "reached" : "missed");
  return reached ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App line{"How soon everybody is back after the server was killed."};
  Wanted wanted;
  line.add_option("FOLDER", wanted.folder, "empty")->required();
  line.add_option("--rooms", wanted.rooms)->check(CLI::Range(1, 1'200));
  line.add_option("--people", wanted.people, "in a room")->check(CLI::Range(4, 8));
  line.add_option("--rounds", wanted.rounds)->check(CLI::Range(1, 100));
  CLI11_PARSE(line, count, arguments);
  try {
    return measure(wanted);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_comeback: %s\n", failure.what());
    return 1;
  }
}
