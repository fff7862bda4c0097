// The program from outside: what it refuses, what it prints, how it ends.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <set>

#include "integration/house.h"
#include "integration/serving.h"
#include "protocol/limits.h"
#include "protocol/time_text.h"
#include "turnkeeper_version.h"

using namespace turnkeeper;
using namespace turnkeeper::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// A folder with the database of a server that was here, and went in order.
struct Left : app::TemporaryFolder {
  fs::path file = path() / "turnkeeper.db";

  Left() {
    Serving serving(path());
    serving.circle();
    serving.program.signal(SIGTERM);
    REQUIRE(serving.program.wait() == 0);
  }

  /// A server is started over these bytes, refuses them in a line, and leaves them alone.
  void check_refused(const std::string& bytes) const {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    Program program(
        {"serve", "--listen", "127.0.0.1:0", "--data", path().string(), "--web", "none"});
    check_refusal(program, file.string());
    CHECK(bytes_of(file) == bytes);
  }
};

}  // namespace

TEST_CASE("version and limits are printed", "[integration]") {
  Program version_call({"version"});
  CHECK(version_call.wait() == 0);
  CHECK(version_call.out() == "turnkeeper " + std::string(version) + "\n");

  Program limits_call({"limits"});
  CHECK(limits_call.wait() == 0);
  for (const auto& row : protocol::limits::table()) {
    CHECK_THAT(limits_call.out(), Contains(std::string(row.limit)));
    CHECK_THAT(limits_call.out(), Contains(std::string(row.value)));
  }
}

TEST_CASE("wrong usage is one line and status 2, and leaves nothing behind", "[integration]") {
  const app::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  const auto [option, value] = GENERATE(table<std::string, std::string>(
      {{"--shiny", "yes"}, {"--listen", "nowhere"}, {"--config", "/no/such.toml"}}));
  Program program({"serve", "--data", data.string(), option, value});
  CHECK(program.wait() == 2);
  check_line(program, option);
  CHECK_FALSE(fs::exists(data));
}

TEST_CASE("a port that is taken is one line and status 1", "[integration]") {
  const House house;
  const app::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Program program({"serve", "--listen", house.http().address().text(), "--data", data.string(),
                   "--web", "none"});
  CHECK(program.wait() == 1);
  check_line(program, "--listen");
  CHECK_FALSE(fs::exists(data));
}

TEST_CASE("a missing browser client is one line that says how to build it", "[integration]") {
  const app::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Program program({"serve", "--data", data.string(), "--web", folder.path().string()});
  CHECK(program.wait() == 1);
  check_line(program, "--web");
  CHECK_THAT(program.error(), Contains("npm"));
  CHECK_FALSE(fs::exists(data));
}

TEST_CASE("a data folder that cannot be is one line and status 1", "[integration]") {
  const app::TemporaryFolder folder;
  const fs::path file = folder.path() / "file";
  std::ofstream(file) << "not a folder";
  Program program({"serve", "--data", (file / "data").string(), "--web", "none"});
  CHECK(program.wait() == 1);
  check_line(program, "--data");
}

TEST_CASE("a folder that another server uses is refused", "[integration]") {
  const House house;
  Program program(
      {"serve", "--listen", "127.0.0.1:0", "--data", house.data().string(), "--web", "none"});
  CHECK(program.wait() == 1);
  check_line(program, house.data().string());
}

TEST_CASE("a database of a newer version is refused, and left as it was", "[integration]") {
  const Left left;
  std::string bytes = bytes_of(left.file);
  // The user version is a big-endian number at offset 60 of the file's header.
  left.check_refused(bytes.replace(60, 4, std::string("\x00\x00\x7f\xff", 4)));
}

TEST_CASE("a database that is damaged or cut off is refused, and left as it was", "[integration]") {
  const Left left;
  const std::string whole = bytes_of(left.file);
  REQUIRE(whole.size() > 8 * 4096);
  left.check_refused(std::string(whole).replace(2 * 4096, 4096, std::string(4096, '\xEE')));
  left.check_refused(whole.substr(0, whole.size() - 3 * 4096));
  left.check_refused(whole.substr(0, 50));
}

TEST_CASE("SIGTERM, SIGINT and SIGHUP end it in order, with status 0", "[integration]") {
  const int signal = GENERATE(SIGTERM, SIGINT, SIGHUP);
  const app::TemporaryFolder folder;
  Serving serving(folder.path());
  const auto begun = std::chrono::steady_clock::now();
  serving.program.signal(signal);
  CHECK(serving.program.wait() == 0);
  CHECK(std::chrono::steady_clock::now() - begun < 6s);
}

TEST_CASE("SIGTERM says goodbye to those who are in a room, and ends in five seconds",
          "[integration]") {
  const app::TemporaryFolder folder;
  Serving serving(folder.path());
  const Circle ours = serving.circle();
  std::vector<std::uint16_t> codes;
  std::vector<std::unique_ptr<RoomClient>> people;
  for (const std::string name : {"Ana", "Bo", "Cy"}) {
    people.push_back(serving.join(
        ours, serving.seat(ours, name),
        {{}, {}, {}, [&](const client::Closed& closed) { codes.push_back(closed.code); }}));
  }
  const auto begun = std::chrono::steady_clock::now();
  serving.program.signal(SIGTERM);
  REQUIRE(serving.until([&] { return codes.size() >= 3; }));
  for (const auto& one : people) one->vanish();
  CHECK(serving.program.wait() == 0);
  CHECK(std::chrono::steady_clock::now() - begun < 5s);
  CHECK(std::count(codes.begin(), codes.end(), 1012) == 3);
}

TEST_CASE("whoever does not answer the goodbye costs nobody a second of theirs", "[integration]") {
  const app::TemporaryFolder folder;
  Circle ours;
  client::Instant told;
  {
    Serving serving(folder.path());
    ours = serving.circle(slow_agenda());
    const auto ana = serving.join(ours, serving.seat(ours, "Ana"));
    const auto bo = serving.join(ours, serving.seat(ours, "Bo"));
    REQUIRE(serving.until([&] { return view(*ana).seated_present() == 2; }));
    REQUIRE(serving.change(*ana, "session.start").ok());
    REQUIRE(serving.until([&] { return view(*ana).running(); }));
    told = ana->server_now();
    serving.program.signal(SIGTERM);
    CHECK(serving.program.wait() == 0);  // and nobody hears anything meanwhile
  }
  Serving serving(folder.path());
  Json paused;
  REQUIRE(serving.until([&] {
    for (const Json& event : serving.journal(ours)) {
      if (event.at("event") == "session.paused") paused = event.at("data");
    }
    return !paused.is_null();
  }));
  const auto since = protocol::parse_instant(paused.at("since").get<std::string>()).value();
  CHECK(since - told < 2s);  // it was there for four and a half
}

TEST_CASE("after a stop in order all data are in one file", "[integration]") {
  const app::TemporaryFolder folder;
  Serving serving(folder.path());
  client::start_circle(serving.http(), {{"name", "Harbour"}});
  serving.program.signal(SIGTERM);
  CHECK(serving.program.wait() == 0);
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    files.insert(entry.path().filename().string());
  }
  CHECK(files == std::set<std::string>{"turnkeeper.db", "turnkeeper.lock"});
}

TEST_CASE("what was answered before a kill -9 is there after it", "[integration]") {
  const app::TemporaryFolder folder;
  std::string circle;
  std::string token;
  {
    const Serving serving(folder.path());
    const Json created = client::start_circle(serving.http(), {{"name", "Harbour"}});
    circle = created.at("circle");
    token = client::take_seat(serving.http(), circle, created.at("links").at("invite").at("token"),
                              {{"name", "Ana"}})
                .at("token");
    serving.program.signal(SIGKILL);
  }
  const Serving again(folder.path());
  const Json read = again.http().get("/api/v1/circles/" + circle, token).json();
  CHECK(read.at("name") == "Harbour");
  CHECK(read.at("members").size() == 1);
}

TEST_CASE("neither words nor names nor tokens are in the log or in others' reach",
          "[integration]") {
  const app::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Serving serving(data);
  const Json created = client::start_circle(
      serving.http(), {{"name", "Canary circle"}, {"members", {"Canary Ana", "Canary Bo"}}});
  const Json& links = created.at("links");
  const std::string token = links.at("personal")[0].at("token");
  Loop loop;
  RoomClient::Options options;
  options.address = serving.http().address();
  options.session = created.at("session");
  options.token = token;
  RoomClient client(loop, options, {});
  client.connect();
  REQUIRE(loop.run_until([&] { return client.joined(); }, kPatience));
  bool answered = false;
  client.change("challenge.state", {{"text", "canary words"}},
                [&](const client::Answer&) { answered = true; });
  REQUIRE(loop.run_until([&] { return answered; }, kPatience));
  serving.http().get("/api/v1/circles/canary", "canary-token");
  const std::string metrics = serving.http().get("/metrics").body;
  client.vanish();

  serving.program.signal(SIGTERM);
  CHECK(serving.program.wait() == 0);
  std::string all = serving.program.out() + serving.program.error() + metrics;
  for (const auto& canary :
       {std::string("anary"), token, std::string(links.at("invite").at("token")),
        std::string(links.at("facilitator").at("token"))}) {
    CHECK(all.find(canary) == std::string::npos);
  }

  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    INFO(entry.path());
    CHECK((entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
          fs::perms::none);
  }
}

TEST_CASE("a log that nobody reads holds nobody up, and says later what it left out",
          "[integration]") {
  const app::TemporaryFolder folder;
  Serving serving(folder.path(), {{"TURNKEEPER_LOG_LEVEL", "debug"}});
  for (int i = 0; i < 1'500; ++i) REQUIRE(serving.http().get("/api/v1/nothing").status == 404);
  CHECK(serving.http().get("/healthz").status == 200);
  REQUIRE(serving.program.complains("\n"));  // which makes some room
  CHECK(serving.http().get("/healthz").status == 200);
  CHECK(serving.program.complains(" lines were left out: "));
}

TEST_CASE("a log whose reader is gone ends nobody", "[integration]") {
  const app::TemporaryFolder folder;
  Serving serving(folder.path());
  serving.program.hear_no_errors();
  serving.program.signal(SIGTERM);  // which is logged
  CHECK(serving.program.wait() == 0);
}

TEST_CASE("the demo shows a session in a moment, and leaves nothing behind", "[integration]") {
  const app::TemporaryFolder web;
  const app::TemporaryFolder scratch;
  std::ofstream(web.path() / "index.html") << "<!doctype html><title>Turnkeeper</title>";
  Program program(
      {"demo", "--speed", "60", "--listen", "127.0.0.1:0", "--web", web.path().string()},
      {{"TMPDIR", scratch.path().string()}});
  CHECK(program.says("/#/join/"));
  CHECK(program.says("/#/keep/"));
  CHECK(program.says("/#/display/"));
  CHECK(program.says("Session 1 begins."));
  CHECK(program.says("Session 1 is over"));
  CHECK(program.says("Session 2 begins."));
  program.signal(SIGINT);
  CHECK(program.wait() == 0);
  CHECK(program.error().empty());
  CHECK(fs::is_empty(scratch.path()));
}
