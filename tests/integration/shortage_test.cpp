// The program and what the system lets it have: with little memory whoever is here stays and
// whoever is new is told to come back, and of descriptors it takes all that there are.
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "app/temporary_folder.h"
#include "integration/serving.h"

using namespace turnkeeper;
using namespace turnkeeper::test;
using Catch::Matchers::Contains;

namespace {

/// proc_pid_statm(5)
std::uint64_t mapped_by(const Program& program) {
  std::ifstream statm("/proc/" + std::to_string(program.process()) + "/statm");
  std::uint64_t pages = 0;
  REQUIRE(statm >> pages);
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

TEST_CASE("who is new when memory is short is told to come back, and the room goes on",
          "[integration]") {
  const app::TemporaryFolder data;
  Serving serving(data.path());
  const auto status = [&](const std::string& path) { return serving.http().get(path).status; };
  const Circle ours = serving.circle(slow_agenda());
  const Seat ana = serving.seat(ours, "Ana");
  const Seat bo = serving.seat(ours, "Bo");
  const Seat cy = serving.seat(ours, "Cy");
  const auto first = serving.join(ours, ana);
  const auto second = serving.join(ours, bo);
  REQUIRE(serving.change(*first, "session.start").ok());

  rlimit before{};
  REQUIRE(::prlimit(serving.program.process(), RLIMIT_AS, nullptr, &before) == 0);
  const rlimit tight{mapped_by(serving.program) + 16 * 1024 * 1024, before.rlim_max};
  REQUIRE(::prlimit(serving.program.process(), RLIMIT_AS, &tight, nullptr) == 0);
  CHECK(status("/api/v1/templates") == 503);
  CHECK(status("/readyz") == 503);
  CHECK(status("/healthz") == 200);
  CHECK_THROWS_WITH(serving.circle(), Contains("The server is full"));
  const auto late = serving.join(ours, cy);  // their room is open
  CHECK(serving.change(*second, "session.pause").ok());
  REQUIRE(
      serving.until([&] { return first->seq() == second->seq() && first->seq() == late->seq(); }));
  CHECK(first->state() == second->state());
  CHECK(serving.program.complains("Memory runs short"));

  REQUIRE(::prlimit(serving.program.process(), RLIMIT_AS, &before, nullptr) == 0);
  CHECK(status("/readyz") == 200);
  serving.circle();
  serving.stop();
}

TEST_CASE("the server takes as many descriptors as it may have, however few it is handed",
          "[integration]") {
  const app::TemporaryFolder data;
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit handed{200, before.rlim_max};
  REQUIRE(handed.rlim_cur < handed.rlim_max);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &handed) == 0);
  Serving serving(data.path());
  CHECK(::setrlimit(RLIMIT_NOFILE, &before) == 0);

  rlimit taken{};
  REQUIRE(::prlimit(serving.program.process(), RLIMIT_NOFILE, nullptr, &taken) == 0);
  CHECK(taken.rlim_cur == taken.rlim_max);
  serving.stop();
}
