// How fast the pure core is: nanoseconds a command with its events, whole sessions a second on one
// core, bytes of state a room, and what next_deadline costs. Beside each number stands one of the
// same run to read it by: a countdown that only counts, and a plain copy of the session.
//
//   bench_core [SECONDS]     for each measurement [2]

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "tests/bench/heap.h"
#include "tests/bench/typical_session.h"

namespace {

using namespace turnkeeper;
using namespace turnkeeper::timekeeper;
using Clock = std::chrono::steady_clock;

template <class Value>
void keep(const Value& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

/// Repeats `work` for about `seconds`; the nanoseconds of one.
template <class Work>
double nanoseconds(double seconds, const Work& work) {
  const auto start = Clock::now();
  std::size_t times = 0;
  double spent = 0;
  while (spent < seconds * 1e9) {
    for (int i = 0; i < 64; ++i) work();
    times += 64;
    spent = static_cast<double>((Clock::now() - start).count());
  }
  return spent / static_cast<double>(times);
}

struct Countdown {
  Instant deadline;
  int slot = 0;
};

}  // namespace

int main(int count, char** arguments) {
  const double seconds = count > 1 ? std::strtod(arguments[1], nullptr) : 2;
  if (!(seconds > 0)) {
    std::fprintf(stderr, "bench_core: %s is no number of seconds above 0\n", arguments[1]);
    return 2;
  }

  bench::Count done;
  const double whole = nanoseconds(seconds, [&] { done = bench::hold_session(); });
  const Session middle = bench::middle_of_session();

  const double copy = nanoseconds(seconds, [&] {
    const Session other = middle;
    keep(other);
  });
  Countdown countdown{middle.stage->deadline};
  const double tick = nanoseconds(seconds, [&] {
    countdown.deadline += Millis{1};
    keep(countdown);
  });
  const double due = nanoseconds(seconds, [&] {
    const auto next = next_deadline(middle);
    keep(next);
  });

  bench::heap = {};
  keep(next_deadline(middle));
  const auto by_deadline = bench::heap.calls;
  bench::heap = {};
  const Session other = middle;
  keep(other);
  const auto state = bench::heap.bytes + sizeof(Session);

  const auto steps = static_cast<double>(done.commands + done.deadlines);
  std::printf("a session: %zu commands and %zu deadlines become %zu events\n\n", done.commands,
              done.deadlines, done.events);
  std::printf("%-52s %12.0f ns\n", "a command or deadline, decided and applied", whole / steps);
  std::printf("%-52s %12.0f ns\n", "an event", whole / static_cast<double>(done.events));
  std::printf("%-52s %12.0f /s\n", "whole sessions", 1e9 / whole);
  std::printf("%-52s %12.1f ns, %zu allocations\n", "next_deadline", due, by_deadline);
  std::printf("%-52s %12zu bytes\n", "the state of a room, in the middle of a session", state);
  std::printf("\nto read them by\n");
  std::printf("%-52s %12.0f ns\n", "a copy of that state", copy);
  std::printf("%-52s %12.1f ns\n", "a countdown that only counts", tick);
}
