// What the store does when the disk is really full, and when the process really dies.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "store/verify.h"
#include "store_fixture.h"

using namespace turnkeeper::store;
using std::chrono::milliseconds;

namespace {

void wait_for(const std::function<bool()>& condition) {
  const auto start = std::chrono::steady_clock::now();
  while (!condition()) {
    REQUIRE(std::chrono::steady_clock::now() - start < std::chrono::seconds{60});
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("a full disk acknowledges nothing, reads go on, and it heals by itself", "[store]") {
  const TemporaryDirectory temporary;
  std::atomic<int> complaints = 0;
  Store store(temporary.path(), {.probe_every = milliseconds{5},
                                 .report = [&](const std::string&) { ++complaints; }});
  append(store.writer, store.pump, new_circle("c"));
  {
    const FullDisk full(std::filesystem::file_size(temporary.file().string() + "-wal"));
    for (int i = 0; i < 3; ++i) {
      CHECK(append(store.writer, store.pump, issued_link("c", 1)) == AppendOutcome::unavailable);
    }
    const auto probes = store.writer.counts().probes;
    wait_for([&] { return store.writer.counts().probes > probes + 2; });
    CHECK_FALSE(store.writer.healthy());
    CHECK(complaints == 1);  // and not one for each try
    CHECK(store.queries.last_seq("c") == 1);
    CHECK(store.queries.circle({"c"})->name == "Thursday circle");
  }
  // Nothing is appended: the writer finds out on its own that there is room again.
  wait_for([&] { return store.writer.healthy(); });
  CHECK(append(store.writer, store.pump, issued_link("c", 1)) == AppendOutcome::committed);
  CHECK(verify(store.database.file()).whole());
}

namespace {

/// Appends to one stream after the other, and writes the number of each acknowledged event to
/// `acknowledged`, until it kills itself in the middle of the work.
[[noreturn]] void append_and_die(const std::filesystem::path& directory, int acknowledged,
                                 std::uint64_t most) {
  const Database database(directory);
  Writer writer(database, [](const std::function<void()>& told) { told(); });
  const auto tell = [&](std::uint64_t seq) {
    return [&, seq](AppendOutcome outcome) {
      if (outcome != AppendOutcome::committed) return;
      if (::write(acknowledged, &seq, sizeof seq) < 0 || seq >= most) ::kill(::getpid(), SIGKILL);
    };
  };
  writer.append(new_circle("c"), tell(1));
  for (std::uint64_t seq = 1;; ++seq) writer.append(issued_link("c", seq), tell(seq + 1));
}

/// The last event that somebody was told of.
std::uint64_t run_and_kill(const std::filesystem::path& directory, std::uint64_t most) {
  int ends[2] = {};
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) append_and_die(directory, ends[1], most);
  ::close(ends[1]);
  std::uint64_t last = 0;
  for (std::uint64_t seq = 0; ::read(ends[0], &seq, sizeof seq) == sizeof seq;) last = seq;
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  return last;
}

}  // namespace

TEST_CASE("what was acknowledged before a kill is there after it", "[store]") {
  for (const std::uint64_t most : {1U, 2U, 50U, 777U}) {
    const TemporaryDirectory temporary;
    const std::uint64_t acknowledged = run_and_kill(temporary.path(), most);
    CHECK(acknowledged == most);
    Store store(temporary.path());
    const std::uint64_t found = store.queries.last_seq("c");
    CHECK(found >= acknowledged);
    CHECK(store.queries.records("c").size() == found);
    CHECK(verify(store.database.file()).whole());
    CHECK(append(store.writer, store.pump, issued_link("c", found)) == AppendOutcome::committed);
  }
}
