// How soon a server is there again that died with thousands of sessions running: until it says that
// it is ready, until the first member is in a room, and until it has taken up every room. In the
// same run, what it takes to read the same journals, and to replay them.
//
//   bench_restart FOLDER [--sessions N] [--people N] [--rounds N]
#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

#include "client/http_client.h"
#include "store/database.h"
#include "store/queries.h"
#include "store/session_archive.h"
#include "tests/bench/herd.h"
#include "tests/integration/program.h"

namespace {

using namespace turnkeeper;
using Clock = std::chrono::steady_clock;
using Millis = std::chrono::milliseconds;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto kPatience = 300s;
constexpr auto kGoal = 2s;

struct Wanted {
  fs::path folder;
  std::size_t sessions = 10'000;
  std::size_t people = 6;
  int rounds = 3;
};

long long milliseconds(Clock::duration time) { return std::chrono::ceil<Millis>(time).count(); }

template <class Work>
Clock::duration time_of(const Work& work) {
  const auto start = Clock::now();
  work();
  return Clock::now() - start;
}

/// Opens the database and reads what it holds of each session that has not ended.
std::size_t read_all(const fs::path& folder) {
  const store::Database database(folder);
  store::Queries queries(database);
  std::size_t events = 0;
  for (const auto& session : queries.unsettled_sessions()) {
    events += queries.records(session.value).size();
    queries.words_of(session.value);
    queries.changes(session.value);
  }
  return events;
}

void replay_all(const fs::path& folder) {
  const store::Database database(folder);
  store::Queries queries(database);
  for (const auto& session : queries.unsettled_sessions()) store::read_session(queries, session);
}

struct Outcome {
  Clock::duration ready{};  ///< since the start
  Clock::duration joined{};
  Clock::duration all{};
};

/// The program on a free port, from its start to its death.
class Life {
 public:
  explicit Life(const fs::path& folder)
      : program_({"serve", "--listen", "127.0.0.1:0", "--data", folder.string(), "--web", "none",
                  "--log-level", "error"}) {}

  Outcome measure(const bench::LiveRoom& first, std::size_t sessions) {
    Outcome outcome;
    const auto port = program_.listens();
    if (!port) throw std::runtime_error("the server does not come up: " + program_.error());
    const client::HttpClient http({"127.0.0.1", *port}, kPatience);
    wait([&] { return http.get("/readyz").status == 200; });
    outcome.ready = Clock::now() - start_;
    const bench::Herd one(loop_, http.address().port, {{first.session, {first.tokens.front()}}});
    if (!loop_.run_until([&] { return one.joined() == 1; }, kPatience)) {
      throw std::runtime_error("nobody is let in");
    }
    outcome.joined = Clock::now() - start_;
    const std::string all = "\nturnkeeper_rooms " + std::to_string(sessions) + "\n";
    wait([&] { return http.get("/metrics").body.find(all) != std::string::npos; });
    outcome.all = Clock::now() - start_;
    return outcome;
  }

  void end() {
    program_.signal(SIGKILL);
    program_.wait();
  }

 private:
  void wait(const std::function<bool()>& condition) {
    const auto deadline = Clock::now() + kPatience;
    while (!condition()) {
      if (Clock::now() > deadline) throw std::runtime_error("it takes too long");
      loop_.run_until([] { return false; }, 5ms);
    }
  }

  Clock::time_point start_ = Clock::now();
  test::Program program_;
  client::Loop loop_;
};

void print(const char* what, Clock::duration time) {
  std::printf("  %-46s %7lld\n", what, milliseconds(time));
  std::fflush(stdout);
}

int measure(const Wanted& wanted) {
  std::vector<bench::LiveRoom> rooms;
  const auto filled =
      time_of([&] { rooms = bench::fill_house(wanted.folder, wanted.sessions, wanted.people); });
  std::printf("%zu sessions of %zu in their middle, written in %lld s\n\n", wanted.sessions,
              wanted.people, milliseconds(filled) / 1'000);
  bool reached = true;
  for (int round = 1; round <= wanted.rounds; ++round) {
    std::size_t events = 0;
    const auto read = time_of([&] { events = read_all(wanted.folder); });
    std::printf("round %d, %zu events; milliseconds\n", round, events);
    print("to read them all", read);
    print("to read and replay them all", time_of([&] { replay_all(wanted.folder); }));
    Life life(wanted.folder);
    const Outcome outcome = life.measure(rooms.back(), wanted.sessions);
    print("from the start until it is ready", outcome.ready);
    print("until somebody is in their room", outcome.joined);
    print("until all rooms are open", outcome.all);
    life.end();
    reached = reached && outcome.joined <= kGoal;
  }
  std::printf("\nGoal: somebody is in their room after 2 s: %s.\n", reached ? "reached" : "missed");
  return reached ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App line{"How soon a server is there again that died with many sessions running."};
  Wanted wanted;
  line.add_option("FOLDER", wanted.folder, "empty")->required();
  line.add_option("--sessions", wanted.sessions)->check(CLI::Range(1, 1'000'000));
  line.add_option("--people", wanted.people, "in a session")->check(CLI::Range(4, 8));
  line.add_option("--rounds", wanted.rounds)->check(CLI::Range(1, 100));
  CLI11_PARSE(line, count, arguments);
  try {
    return measure(wanted);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_restart: %s\n", failure.what());
    return 1;
  }
}
