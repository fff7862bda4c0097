#include "tests/faults/life.h"

#include <algorithm>
#include <csignal>
#include <numeric>
#include <utility>

#include "store/verify.h"
#include "tests/store/old_database.h"

namespace turnkeeper::faults {
namespace {

namespace fs = std::filesystem;

constexpr int kCircles = 3;
/// For what comes about by itself, on a busy machine under sanitizers.
constexpr std::chrono::seconds kPatience{60};
/// For a call that is aimed at.
constexpr std::chrono::seconds kMostAwaited{3};

client::Instant now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

const char* name_of(Target target) {
  static constexpr std::array<const char*, kTargets> names{
      "any moment", "write", "sync", "checkpoint", "start", "comeback", "migration"};
  return names[static_cast<std::size_t>(target)];
}

std::uint64_t Tally::all() const { return std::accumulate(kills.begin(), kills.end(), 0ULL); }

Tally& Tally::operator+=(const Tally& other) {
  for (std::size_t i = 0; i < kTargets; ++i) {
    kills[i] += other.kills[i];
    missed[i] += other.missed[i];
  }
  told += other.told;
  clocks += other.clocks;
  return *this;
}

Life::Life(fs::path folder, fs::path library, std::uint32_t seed)
    : folder_(std::move(folder)),
      library_(std::move(library)),
      chance_(seed),
      aim_(folder_ / "aim") {
  if (!start()) throw std::runtime_error("The server does not start: " + program_->error());
  const client::HttpClient http({"127.0.0.1", port_}, kPatience);
  for (int i = 0; i < kCircles; ++i) {
    circles_.push_back(std::make_unique<BusyCircle>(loop_, http, folder_, i, chance_()));
  }
  until("everybody comes", [&] {
    return std::all_of(circles_.begin(), circles_.end(),
                       [](const auto& circle) { return circle->settled(); });
  });
}

Life::~Life() = default;

int Life::between(int least, int most) {
  return std::uniform_int_distribution<int>(least, most)(chance_);
}

void Life::tell(const std::string& line) { story_.push_back(line); }

std::string Life::story() const {
  std::string all;
  for (const std::string& line : story_) all += "  " + line + "\n";
  for (const auto& circle : circles_) all += "  " + circle->in_words() + "\n";
  return all;
}

void Life::until(const std::string& what, const std::function<bool()>& condition) {
  if (!loop_.run_until(condition, kPatience)) {
    throw std::runtime_error("It took too long until " + what + ".");
  }
}

void Life::work(Millis length) {
  for (const auto& circle : circles_) circle->be_busy(true);
  loop_.run_until([&] { return !program_->runs(); }, length);
}

bool Life::start() {
  program_ = std::make_unique<test::Program>(
      std::vector<std::string>{"serve", "--listen", "127.0.0.1:" + std::to_string(port_), "--data",
                               (folder_ / "data").string(), "--web", "none", "--log-level",
                               "error"},
      aim_.environment(library_));
  const auto port = program_->listens();
  if (!port || !program_->says("served.\n")) return false;
  port_ = *port;
  return true;
}

Target Life::any_target() {
  // What an aim finds in the code is worth more than what chance does.
  static constexpr std::array targets{Target::any_moment, Target::write,    Target::write,
                                      Target::sync,       Target::sync,     Target::checkpoint,
                                      Target::start,      Target::comeback, Target::migration};
  return targets[static_cast<std::size_t>(between(0, static_cast<int>(targets.size()) - 1))];
}

void Life::aim_at(Target target) {
  const auto moment = static_cast<Moment>(between(0, 2));
  const auto any_call = between(1, 3) == 1 ? Call::sync : Call::write;
  switch (target) {
    case Target::any_moment:
      return aim_.stand_down();
    case Target::write:
      return aim_.kill_at(Call::write, between(1, 60), moment, kLogFile);
    case Target::sync:
      return aim_.kill_at(Call::sync, between(1, 12), moment, kLogFile);
    case Target::checkpoint:
      return aim_.kill_at(any_call, between(1, 8), moment, kMainFile);
    case Target::start:
      return aim_.kill_at(any_call, between(1, 12), moment);
    case Target::comeback:
      return aim_.kill_at(any_call, between(1, 12), moment, kLogFile);
    case Target::migration:
      return aim_.kill_at(any_call, between(1, 20), moment);
  }
}

/// The server is dead, or is killed now; `hit` says whether it was where it was aimed at.
void Life::kill(Target target, bool hit) {
  program_->signal(SIGKILL);
  const int status = program_->wait();
  died_ = now();
  aim_.stand_down();
  if (status != -SIGKILL) {
    throw Broken("The server ended by itself with status " + std::to_string(status) + ": " +
                 program_->error());
  }
  ++tally_.kills[static_cast<std::size_t>(target)];
  if (!hit) ++tally_.missed[static_cast<std::size_t>(target)];
  tell(std::string("killed at ") + name_of(target) + (hit ? "" : ", which did not come"));
  if (!program_->error().empty()) tell("it had said: " + program_->error());
  verify_copy();
}

void Life::die_while_working(Target target) {
  if (target == Target::any_moment) {
    work(Millis{between(5, 400)});
    kill(target, true);
  } else {
    work(Millis{between(0, 150)});
    aim_at(target);
    work(kMostAwaited);
    kill(target, !program_->runs());
  }
  standstills_.clear();
  for (const auto& circle : circles_) standstills_.push_back(circle->standstill(died_));
}

/// It is dead, and dies once more before it is quite back.
void Life::die_again(Target target) {
  if (target == Target::migration && !store::make_version_1(folder_ / "data" / "turnkeeper.db")) {
    target = Target::start;
  }
  if (target == Target::comeback) {
    if (!start()) throw Broken("The server does not start again: " + program_->error());
    aim_at(target);
    loop_.run_until([&] { return !program_->runs(); }, kMostAwaited);
    kill(target, !program_->runs());
  } else {
    aim_at(target);
    const bool up = start();
    kill(target, !up);
  }
}

void Life::verify_copy() {
  const fs::path copy = folder_ / "copy";
  fs::remove_all(copy);
  fs::create_directory(copy);
  for (const char* name : {"turnkeeper.db", "turnkeeper.db-wal", "turnkeeper.db-journal"}) {
    const fs::path file = folder_ / "data" / name;
    if (fs::exists(file)) fs::copy_file(file, copy / name);
  }
  const store::Database database(copy);
  const auto verified = store::verify(database.file());
  if (!verified.whole()) {
    const store::Fault& first = verified.faults.listed().front();
    throw Broken("What is on disk does not add up: stream " + first.stream + " at " +
                 std::to_string(first.seq) + ": " + first.why);
  }
}

void Life::come_back() {
  if (!start()) throw Broken("The server does not start again: " + program_->error());
  for (const auto& circle : circles_) {
    circle->be_busy(false);
    circle->repeat(5);
    circle->say_something();
  }
  const client::HttpClient http({"127.0.0.1", port_}, kPatience);
  for (std::size_t i = 0; i < circles_.size(); ++i) {
    until("everybody is back", [&] { return circles_[i]->settled(); });
    if (circles_[i]->check(http, standstills_[i])) ++tally_.clocks;
  }
}

void Life::kill_and_come_back() {
  story_.clear();
  const Target target = any_target();
  const bool twice =
      target == Target::start || target == Target::comeback || target == Target::migration;
  die_while_working(twice ? Target::any_moment : target);
  if (twice) die_again(target);
  come_back();
  tally_.told = 0;
  for (const auto& circle : circles_) tally_.told += circle->told();
}

}  // namespace turnkeeper::faults
