// The machine sleeps in the middle of a stage: the stage goes on where it stood.
#include <catch2/catch.hpp>
#include <csignal>

#include "app/temporary_folder.h"
#include "integration/serving.h"

using namespace turnkeeper;
using namespace turnkeeper::test;

TEST_CASE("a program that was suspended charges nobody, and ends each stage once",
          "[integration]") {
  const app::TemporaryFolder folder;
  Serving serving(folder.path());
  Json agenda = short_agenda();
  agenda["check_in_s"] = 4;
  agenda["total_s"] = 3 * (4 + 3) + 10;
  const Circle ours = serving.circle(agenda);
  const auto ana = serving.join(ours, serving.seat(ours, "Ana"));
  const auto bo = serving.join(ours, serving.seat(ours, "Bo"));
  REQUIRE(serving.until([&] { return view(*ana).seated_present() == 2; }));
  REQUIRE(serving.change(*ana, "session.start").ok());
  REQUIRE(serving.until([&] { return view(*ana).running(); }));
  const Json before = ana->state();
  const auto deadline = instant(before.at("stage").at("deadline"));

  serving.program.signal(SIGSTOP);
  const auto stopped = ana->server_now();
  // Until the end of the stage is three seconds overdue.
  serving.until([&] { return ana->server_now() > deadline + 3s; });
  serving.program.signal(SIGCONT);

  REQUIRE(serving.until([&] { return view(*ana).phase() == "turn"; }));
  const Json events = serving.journal(ours);
  std::string told;
  std::map<std::string, int> ends;
  std::vector<Json> pauses;
  for (const Json& event : events) {
    told += event.dump() + "\n";
    if (event.at("event") == "stage.ended") ++ends[event.at("data").at("stage")];
    if (event.at("event") == "session.paused") pauses.push_back(event.at("data"));
  }
  INFO(told);
  for (const auto& [stage, times] : ends) CHECK(times == 1);
  REQUIRE(pauses.size() == 1);
  CHECK(pauses[0].at("cause") == "outage");
  CHECK(pauses[0].at("left_ms").get<std::int64_t>() >= (deadline - stopped).count());
  const auto end = std::find_if(events.begin(), events.end(), [&](const Json& event) {
    return event.at("event") == "stage.ended" &&
           event.at("data").at("stage") == before.at("stage").at("id");
  });
  REQUIRE(end != events.end());
  CHECK(end->at("data").at("used_ms") == before.at("stage").at("length_ms"));
  CHECK(instant(end->at("at")) >= deadline + 3s);
}
