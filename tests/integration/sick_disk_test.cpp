// The disk refuses, and gets well again: nobody is told what is not so, nobody is charged, and
// nobody has to restart anything.
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <future>

#include "app/temporary_folder.h"
#include "integration/serving.h"
#include "tests/faults/aimed_file.h"
#include "tests/store/foreign_lock.h"

using namespace turnkeeper;
using namespace turnkeeper::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// Data on a disk that can be made sick.
struct Disk {
  app::TemporaryFolder folder;
  fs::path data = folder.path() / "data";
  fs::path database = data / "turnkeeper.db";
  faults::AimedFile disk{folder.path() / "aim"};

  std::map<std::string, std::string> environment() const {
    return disk.environment(TURNKEEPER_AIM_LIBRARY);
  }
};

/// Whatever becomes of a test: a program that hangs cannot be ended.
struct LetGo {
  faults::AimedFile& disk;
  ~LetGo() {
    disk->hung_files = 0;
    disk->hung_reads = 0;
  }
};

/// Three people in the first check-in of a session whose stages last for minutes.
struct Ward : Disk, Serving {
  Circle ours = circle(slow_agenda());
  std::vector<std::string> notices;  ///< that Bo got
  std::vector<std::unique_ptr<RoomClient>> people;

  Ward() : Serving(data, environment()) {
    for (const std::string name : {"Ana", "Bo", "Cy"}) {
      RoomClient::Listener listener;
      if (name == "Bo") {
        listener.on_notice = [this](const Json& params) {
          notices.push_back(params.at("notice"));
          CHECK_FALSE(params.at("text").get<std::string>().empty());
        };
      }
      people.push_back(join(ours, seat(ours, name), listener));
    }
    REQUIRE(until([&] { return view(*people[0]).seated_present() == 3; }));
    REQUIRE(change(*people[0], "session.start").ok());
    REQUIRE(until([&] { return view(*people[0]).running(); }));
  }

  /// A session of others, in its first check-in, too.
  struct Neighbours {
    Circle circle;
    std::vector<std::string> notices;  ///< that the first of them got
    std::vector<std::unique_ptr<RoomClient>> people;
  };

  void open(Neighbours& next_door) {
    next_door.circle = circle(slow_agenda());
    for (const std::string name : {"Di", "Eve", "Flo"}) {
      RoomClient::Listener listener;
      if (name == "Di") {
        listener.on_notice = [&](const Json& params) {
          next_door.notices.push_back(params.at("notice"));
        };
      }
      next_door.people.push_back(join(next_door.circle, seat(next_door.circle, name), listener));
    }
    REQUIRE(until([&] { return view(*next_door.people[0]).seated_present() == 3; }));
    REQUIRE(change(*next_door.people[0], "session.start").ok());
    REQUIRE(until([&] { return view(*next_door.people[0]).running(); }));
  }

  client::Answer say(const std::string& words) {
    return change(*people[0], "checkin.say", {{"text", words}});
  }

  void check_refused(const client::Answer& answer) {
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.refusal->reason == "storage_unavailable");
    CHECK_THAT(answer.refusal->message, Contains("Try again") && Catch::Matchers::EndsWith("."));
  }

  int status(const std::string& path) const { return http().get(path).status; }

  void wait_for_health() {
    bool well = false;
    std::function<void()> look = [&] {
      well = status("/readyz") == 200;
      if (!well) loop.after(50ms, look);
    };
    look();
    REQUIRE(until([&] { return well; }));
  }

  /// What people can do without the disk's taking anything.
  void check_reads(const Circle& circle, RoomClient& who) {
    CHECK(http().get("/api/v1/circles/" + circle.id, circle.token("coordinator")).status == 200);
    CHECK(until([&] { return journal(circle).size() == who.seq(); }));  // what is on its way too
    bool told = false;
    who.request("clock.sync", Json::object(), [&](const auto& answer) { told = answer.ok(); });
    CHECK(until([&] { return told; }));
  }

  /// The gap is one pause, for which nobody paid.
  void check_nobody_charged(const Json& before) { check_nobody_charged(ours, *people[0], before); }

  void check_nobody_charged(const Circle& circle, const RoomClient& who, const Json& before) {
    REQUIRE(until([&] { return view(who).running(); }));
    const Json events = journal(circle);
    std::vector<Json> pauses;
    std::optional<Json> resumed;
    for (const Json& event : events) {
      if (event.at("event") == "session.paused") pauses.push_back(event);
      if (event.at("event") == "session.resumed") resumed = event;
    }
    REQUIRE(pauses.size() == 1);
    REQUIRE(resumed);
    const Json& paused = pauses.front().at("data");
    CHECK(paused.at("cause") == "outage");
    CHECK((instant(resumed->at("data").at("deadline")) - instant(resumed->at("at"))).count() ==
          paused.at("left_ms").get<std::int64_t>());
    const Json& after = who.state();
    CHECK(after.at("stage").at("id") == before.at("stage").at("id"));
    CHECK(after.at("budget") == before.at("budget"));
  }
};

}  // namespace

TEST_CASE_METHOD(Ward, "a disk that is full, broken or read-only refuses, and heals by itself",
                 "[integration]") {
  const int error = GENERATE(ENOSPC, EIO, EROFS);
  const Circle others = circle(slow_agenda());
  const auto other = join(others, seat(others, "Di"));
  REQUIRE(until([&] { return view(*other).seated_present() == 1; }));
  const Json before = people[0]->state();
  const auto seq = people[0]->seq();

  disk.sicken(error);
  check_refused(say("into the void"));
  check_refused(say("and again"));
  REQUIRE(until([&] { return !notices.empty(); }));
  CHECK(status("/readyz") == 503);
  CHECK(status("/healthz") == 200);
  check_reads(ours, *people[0]);
  check_reads(others, *other);
  CHECK(people[0]->seq() == seq);
  CHECK(view(*people[0]).running());

  disk.sicken(0);
  wait_for_health();
  CHECK(say("and here I am").ok());
  REQUIRE(until([&] { return notices.size() == 2; }));
  CHECK(notices == std::vector<std::string>{"storage_unavailable", "storage_back"});
  check_nobody_charged(before);
  CHECK(program.runs());
}

TEST_CASE_METHOD(Ward, "a room to which nobody writes holds, too, while the disk refuses",
                 "[integration]") {
  const Json before = people[0]->state();
  disk.sicken(ENOSPC);
  CHECK_THROWS(circle());
  REQUIRE(until([&] { return notices == std::vector<std::string>{"storage_unavailable"}; }));
  disk.sicken(0);
  wait_for_health();
  REQUIRE(until([&] { return notices.size() == 2; }));
  check_nobody_charged(before);
}

TEST_CASE_METHOD(Ward, "a room whose disk is well again says so, though nobody asks",
                 "[integration]") {
  const Json before = people[0]->state();
  disk.sicken(EIO);
  check_refused(say("into the void"));
  disk.sicken(0);
  REQUIRE(until([&] { return notices.size() == 2; }));
  CHECK(notices.back() == "storage_back");
  check_nobody_charged(before);
}

TEST_CASE_METHOD(Ward, "a file that may not grow any further is a full disk, and ends nobody",
                 "[integration]") {
  rlimit before{};
  const auto size = fs::file_size(database.string() + "-wal");
  const rlimit full{size, RLIM_INFINITY};
  REQUIRE(::prlimit(program.process(), RLIMIT_FSIZE, &full, &before) == 0);
  check_refused(say("into the void"));
  CHECK(status("/readyz") == 503);
  REQUIRE(::prlimit(program.process(), RLIMIT_FSIZE, &before, nullptr) == 0);
  wait_for_health();
  CHECK(say("and here I am").ok());
}

TEST_CASE_METHOD(Ward, "while the disk does not answer all rooms hold, and the server says so",
                 "[integration]") {
  Neighbours next_door;
  open(next_door);
  REQUIRE(say("a first draft").ok());
  const Json before = next_door.people[0]->state();

  const LetGo let_go{disk};
  std::optional<client::Answer> answer;
  SECTION("to a change") { disk->hung_files = faults::kLogFile; }
  SECTION("to the emptying of its log") { disk->hung_files = faults::kMainFile; }
  people[0]->change("checkin.say", {{"text", "a second"}},
                    [&](const client::Answer& came) { answer = came; });
  REQUIRE(until([&] { return !notices.empty(); }));
  // Not when its own wait, which has only begun, gets too long.
  REQUIRE(until([&] { return !next_door.notices.empty(); }, 4s));
  CHECK(status("/readyz") == 503);
  CHECK_FALSE(answer);
  check_reads(next_door.circle, *next_door.people[1]);

  disk->hung_files = 0;
  const std::vector<std::string> expected{"storage_unavailable", "storage_back"};
  REQUIRE(until([&] { return answer && notices == expected && next_door.notices == expected; }));
  CHECK(answer->ok());
  wait_for_health();
  check_nobody_charged(next_door.circle, *next_door.people[0], before);
}

TEST_CASE_METHOD(Ward, "while the disk does not answer a read only those wait who asked for it",
                 "[integration]") {
  const auto member = seat(ours, "Gus");
  REQUIRE(say("what is known by heart is out of date now").ok());

  const LetGo let_go{disk};
  disk->hung_reads = faults::kMainFile + faults::kLogFile;
  auto looked_up = std::async(std::launch::async, [&] {
    return http().get("/api/v1/circles/" + ours.id, ours.token("coordinator")).status;
  });
  std::optional<int> turned_away;
  RoomClient::Listener listener;
  listener.on_closed = [&](const client::Closed& closed) { turned_away = closed.code; };
  const auto newcomer = connect(ours, member, listener);

  const auto is_told_the_time = [&] {
    bool told = false;
    people[1]->request("clock.sync", Json::object(), [&](const auto& came) { told = came.ok(); });
    return until([&] { return told; }, 1s);
  };
  CHECK(is_told_the_time());
  CHECK(status("/healthz") == 200);
  CHECK_FALSE(turned_away);
  REQUIRE(until([&] { return turned_away.has_value(); }));
  CHECK(*turned_away == 1012);
  CHECK(is_told_the_time());
  CHECK(status("/readyz") == 503);
  // Nobody waits any more to learn what is known by now.
  CHECK(status("/api/v1/circles/" + ours.id) == 503);
  CHECK(looked_up.get() == 503);
  CHECK(view(*people[0]).running());

  disk->hung_reads = 0;
  wait_for_health();
  CHECK(until([&] { return newcomer->joined(); }));
  CHECK(say("and here I am").ok());
  CHECK(http().get("/api/v1/circles/" + ours.id, ours.token("coordinator")).status == 200);
}

TEST_CASE_METHOD(Ward, "a disk that never answers keeps no server from ending", "[integration]") {
  REQUIRE(say("on disk").ok());
  {
    const LetGo let_go{disk};
    disk->hung_files = faults::kAnyFile;
    disk->hung_reads = faults::kAnyFile;
    people[0]->change("checkin.say", {{"text", "into the void"}});
    const auto newcomer = connect(ours, {"", ours.token("display")}, {});
    REQUIRE(until([&] { return !notices.empty() && newcomer->last_close(); }));
    const auto begun = std::chrono::steady_clock::now();
    program.signal(SIGTERM);
    CHECK(program.wait() == 1);
    CHECK(std::chrono::steady_clock::now() - begun < 11s);
    CHECK_THAT(program.error(), Contains("The disk does not answer, and the server ends without"));
  }
  const Serving again(data);
  const Json events = again.journal(ours);
  CHECK(std::any_of(events.begin(), events.end(),
                    [](const Json& event) { return event.at("event") == "checkin.said"; }));
}

TEST_CASE_METHOD(Ward, "what could not be synced is never acknowledged", "[integration]") {
  disk->sick_syncs = EIO;
  const auto syncs = disk->calls[1].load();
  check_refused(say("not on disk"));
  CHECK(disk->calls[1].load() > syncs);
  disk->sick_syncs = 0;
  wait_for_health();
  const client::Answer answer = say("on disk");
  REQUIRE(answer.ok());
  program.signal(SIGKILL);
  CHECK(program.wait() == -SIGKILL);

  const Serving again(data);
  const Json events = again.journal(ours);
  const auto said = std::count_if(events.begin(), events.end(), [](const Json& event) {
    return event.at("event") == "checkin.said";
  });
  CHECK(said == 1);
  CHECK(events.at(answer.result.at("seq").get<std::size_t>() - 1).at("event") == "checkin.said");
}

TEST_CASE_METHOD(Ward, "a database that another program holds is waited for, and comes back",
                 "[integration]") {
  const Json before = people[0]->state();
  {
    const store::ForeignLock lock(database);
    std::optional<client::Answer> answer;
    people[0]->change("checkin.say", {{"text", "into the void"}},
                      [&](const client::Answer& came) { answer = came; });
    check_reads(ours, *people[1]);
    CHECK_FALSE(answer);
    REQUIRE(until([&] { return answer.has_value(); }));
    check_refused(*answer);
  }
  wait_for_health();
  CHECK(say("and here I am").ok());
  check_nobody_charged(before);
}

TEST_CASE_METHOD(Disk, "a disk that cannot be written at the start is one line and status 1",
                 "[integration]") {
  const std::vector<std::string> arguments{"serve",       "--listen", "127.0.0.1:0", "--data",
                                           data.string(), "--web",    "none"};
  const auto refuse = [&] {
    disk->sick_opens = EROFS;
    Program program(arguments, environment());
    check_refusal(program, database.string());
    disk->sick_opens = 0;
  };
  refuse();
  {
    Serving serving(data, environment());
    serving.circle();
    serving.program.signal(SIGKILL);
  }
  refuse();
  const Serving again(data, environment());
  CHECK(again.http().get("/readyz").status == 200);
}
