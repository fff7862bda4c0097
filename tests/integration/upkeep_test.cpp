// backup, restore and check, as the program does them: beside a server that is busy, and between
// two lives of one.
#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "integration/house.h"
#include "integration/serving.h"

using namespace turnkeeper;
using namespace turnkeeper::test;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
namespace fs = std::filesystem;

namespace {

/// Runs a command to its end. REQUIREs that it did what it was told. What it said.
std::string run(const std::vector<std::string>& arguments) {
  Program program(arguments);
  const int status = program.wait();
  INFO(program.error());
  REQUIRE(status == 0);
  CHECK(program.error().empty());
  return program.out();
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// A member of a session on a server, who says one thing after the other in their check-in, as
/// fast as they are let.
class Talker {
 public:
  explicit Talker(const client::HttpClient& http) : http_(http) {
    const Json created =
        client::start_circle(http, {{"name", "Harbour"}, {"agenda", slow_agenda()}});
    circle_.id = created.at("circle");
    circle_.session = created.at("session");
    circle_.links = created.at("links");
    for (const char* name : {"Ana", "Bo"}) {
      const Json taken =
          client::take_seat(http, circle_.id, circle_.token("invite"), {{"name", name}});
      seats_.push_back({taken.at("member"), taken.at("token")});
    }
    thread_ = std::thread([this] { talk(); });
  }
  ~Talker() {
    loop_.post([this] { over_ = true; });
    thread_.join();
  }
  Talker(const Talker&) = delete;
  Talker& operator=(const Talker&) = delete;

  /// How often they were told that what they said is kept.
  int acknowledged() const { return acknowledged_; }
  void wait_for(int acknowledged) const {
    const auto begun = std::chrono::steady_clock::now();
    while (acknowledged_ < acknowledged) {
      REQUIRE(std::chrono::steady_clock::now() - begun < kPatience);
      std::this_thread::yield();
    }
  }

  /// What the last thing was that they said, as another server knows it.
  int last_said(const client::HttpClient& http) const {
    Loop loop;
    RoomClient visitor(loop, options(http, seats_[0]), {});
    visitor.connect();
    REQUIRE(loop.run_until([&] { return visitor.joined(); }, kPatience));
    return std::stoi(
        visitor.state().at("check_ins").at(seats_[0].member).at("text").get<std::string>());
  }

 private:
  RoomClient::Options options(const client::HttpClient& http, const Seat& seat) const {
    RoomClient::Options result;
    result.address = http.address();
    result.session = circle_.session;
    result.token = seat.token;
    result.first_backoff = 10ms;
    return result;
  }

  void talk() {
    RoomClient ana(loop_, options(http_, seats_[0]), {});
    RoomClient bo(loop_, options(http_, seats_[1]), {});
    ana.connect();
    bo.connect();
    const auto both_here = [&] { return ana.joined() && view(ana).seated_present() == 2; };
    if (!loop_.run_until([&] { return over_ || both_here(); }, kPatience)) return;
    ana.change("session.start", Json::object(), [&](const client::Answer&) { say(ana); });
    while (!over_) loop_.run_until([this] { return over_; }, kPatience);
  }

  void say(RoomClient& ana) {
    ana.change("checkin.say", {{"text", std::to_string(said_)}}, [&](const client::Answer& answer) {
      if (answer.ok()) {
        acknowledged_ = said_++;
        return say(ana);
      }
      loop_.after(20ms, [&] { say(ana); });  // too fast
    });
  }

  client::HttpClient http_;
  Circle circle_;
  std::vector<Seat> seats_;
  Loop loop_;
  int said_ = 1;
  std::atomic<int> acknowledged_{0};
  bool over_ = false;  ///< on the loop
  std::thread thread_;
};

}  // namespace

TEST_CASE("a backup of a busy server has all that was acknowledged before it, and works elsewhere",
          "[integration]") {
  const app::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  std::vector<int> acknowledged;
  {
    const Serving serving(data);
    Talker talker(serving.http());
    for (int round = 0; round < 3; ++round) {
      talker.wait_for(10 + 15 * round);
      acknowledged.push_back(talker.acknowledged());
      const fs::path file = folder.path() / ("backup-" + std::to_string(round));
      CHECK_THAT(run({"backup", file.string(), "--data", data.string()}), Contains(file.string()));
      CHECK((fs::status(file).permissions() & fs::perms::all) ==
            (fs::perms::owner_read | fs::perms::owner_write));
      CHECK_THAT(run({"check", "--data", data.string()}), Contains("all is as it was written."));
    }
    for (int round = 0; round < 3; ++round) {
      const std::string file = folder.path() / ("backup-" + std::to_string(round));
      const std::string other = folder.path() / ("data-" + std::to_string(round));
      CHECK_THAT(run({"restore", file, "--data", other}), Contains("1 session, 1 circle, "));
      CHECK_THAT(run({"check", "--data", other}),
                 Catch::Matchers::StartsWith("1 session, 1 circle, ") &&
                     EndsWith(" events: all is as it was written.\n"));
      const Serving again(other);
      CHECK(talker.last_said(again.http()) >= acknowledged[static_cast<std::size_t>(round)]);
    }
  }
  // Nothing but what was asked for.
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 7);
}

namespace {

/// A session in its first check-in, of which there is a backup.
struct Restored : House {
  app::TemporaryFolder folder;
  std::string backup = folder.path() / "backup.db";
  Circle ours = circle(slow_agenda());
  std::vector<Seat> seats{seat(ours, "Ana"), seat(ours, "Bo")};
  std::unique_ptr<RoomClient> ana = join(ours, seats[0]);
  std::unique_ptr<RoomClient> bo = join(ours, seats[1]);

  Restored() {
    REQUIRE(until([&] { return view(*ana).seated_present() == 2; }));
    REQUIRE(change(*ana, "session.start").ok());
    REQUIRE(change(*ana, "checkin.say", {{"text", "before"}}).ok());
    REQUIRE(until([&] { return view(*ana).running() && said() == "before"; }));
  }

  std::string said() const {
    const Json& check_ins = ana->state().at("check_ins");
    const auto found = check_ins.find(seats[0].member);
    return found == check_ins.end() ? "" : found->at("text").get<std::string>();
  }

  void back_up() const { run({"backup", backup, "--data", data().string()}); }

  /// Down in order, the backup put in place, up again, and everyone is back.
  std::string restore() {
    const int joins = ana->tally().joins;
    close();
    std::string said = run({"restore", backup, "--data", data().string()});
    open();
    REQUIRE(until([&] {
      return ana->tally().joins > joins && bo->joined() && ana->seq() == bo->seq() &&
             view(*ana).running() && view(*ana).seated_present() == 2;
    }));
    return said;
  }

  client::Answer say(const std::string& change, const std::string& text) {
    std::optional<client::Answer> answer;
    ana->change_as(change, "checkin.say", {{"text", text}},
                   [&](const client::Answer& came) { answer = came; });
    REQUIRE(until([&] { return answer.has_value(); }));
    return *answer;
  }

  /// What a join is answered that names this position.
  Json join_from(const std::string& epoch, std::uint64_t seq) {
    std::optional<Json> answer;
    std::unique_ptr<client::WebSocket> socket;
    client::WebSocket::Listener listener;
    listener.on_open = [&] {
      socket->send(Json{
          {"jsonrpc", "2.0"},
          {"id", 1},
          {"method", "room.join"},
          {"params", {{"token", seats[1].token}, {"resume", {{"epoch", epoch}, {"seq", seq}}}}}}
                       .dump());
    };
    listener.on_text = [&](std::string_view text) {
      const Json message = Json::parse(text);
      if (message.contains("id")) answer = message.at("result");
    };
    listener.on_closed = [](const client::Closed&) {};
    socket = std::make_unique<client::WebSocket>(loop, http().address(),
                                                 "/ws/v1/sessions/" + ours.session, "", listener);
    REQUIRE(until([&] { return answer.has_value(); }));
    return *answer;
  }
};

}  // namespace

TEST_CASE_METHOD(Restored, "after a restore everyone gets the state of the backup, and no events",
                 "[integration]") {
  const std::string epoch = ana->epoch();
  back_up();
  REQUIRE(say("late", "after").ok());
  const std::string told = restore();
  CHECK_THAT(told, Contains("What was there is kept as " + data().string()));
  CHECK(ana->epoch() != epoch);
  CHECK(ana->tally().resumed == 0);
  CHECK(ana->tally().gaps == 0);
  CHECK(said() == "before");
  CHECK(ana->state() == bo->state());

  // Where the server has the events since, it is the epoch that decides, for who names no run.
  const auto seq = ana->seq();
  REQUIRE(change(*ana, "checkin.say", {{"text", "now"}}).ok());
  const Json stranger = join_from(epoch, seq);
  CHECK(stranger.contains("state"));
  CHECK_FALSE(stranger.contains("events"));
  const Json native = join_from(ana->epoch(), seq);
  CHECK(native.contains("events"));
  CHECK_FALSE(native.contains("state"));
}

TEST_CASE_METHOD(Restored,
                 "who had seen more than a backup that was copied in by hand gets the state",
                 "[integration]") {
  back_up();
  for (int i = 0; i < 12; ++i) {  // more than will happen by itself when they come back
    const std::string text = "seen " + std::to_string(i);
    REQUIRE(say(text, text).ok());
  }
  REQUIRE(until([&] { return bo->state() == ana->state(); }));
  bo->vanish();
  const auto seen = bo->seq();
  kill();
  const std::string database = data() / "turnkeeper.db";
  for (const std::string log : {"-wal", "-shm"}) fs::remove(database + log);
  fs::copy_file(backup, database, fs::copy_options::overwrite_existing);
  {
    Program refused({"serve", "--data", data().string(), "--web", "none"});
    check_refusal(refused, "has lost its end");
  }
  fs::remove(data() / "turnkeeper.lock");  // where it is noted how far the other had come
  open();

  // The file looks like one that was never anything else, and its numbers are given again.
  REQUIRE(until([&] { return ana->tally().joins == 2 && view(*ana).running(); }));
  REQUIRE(ana->seq() < seen);
  while (ana->seq() <= seen) {
    const std::string text = "again " + std::to_string(ana->seq());
    REQUIRE(say(text, text).ok());
  }
  bo->connect();
  REQUIRE(until([&] { return bo->joined() && bo->seq() == ana->seq(); }));
  CHECK(bo->state() == ana->state());
  CHECK(bo->tally().resumed == 0);
  CHECK(bo->tally().gaps == 0);
}

TEST_CASE_METHOD(Restored, "a change that was answered after the backup is decided afresh",
                 "[integration]") {
  const client::Answer kept = say("early", "early");
  back_up();
  REQUIRE(say("late", "after").ok());
  restore();
  CHECK(say("early", "early").result == kept.result);
  CHECK(say("early", "early").result == kept.result);
  CHECK(said() == "early");
  const auto seq = ana->seq();
  const client::Answer again = say("late", "after");
  REQUIRE(again.ok());
  CHECK(again.result.at("seq").get<std::uint64_t>() > seq);
  REQUIRE(until([&] { return said() == "after"; }));
}

TEST_CASE_METHOD(Restored, "a session that lives in a backup goes on with what was left",
                 "[integration]") {
  back_up();
  const Json before = ana->state();
  const auto left = instant(before.at("stage").at("deadline")) - ana->server_now();
  REQUIRE(move(*ana, "stage.advance").ok());
  restore();
  const Json events =
      http()
          .get("/api/v1/circles/" + ours.id + "/sessions/" + ours.session + "/journal",
               ours.token("coordinator"))
          .json()
          .at("events");
  const auto paused = std::find_if(events.begin(), events.end(), [](const Json& event) {
    return event.at("event") == "session.paused";
  });
  REQUIRE(paused != events.end());
  CHECK(paused->at("data").at("cause") == "outage");
  CHECK(paused->at("data").at("left_ms").get<std::int64_t>() >= left.count());
  const auto resumed = std::find_if(paused, events.end(), [](const Json& event) {
    return event.at("event") == "session.resumed";
  });
  REQUIRE(resumed != events.end());
  const Json& after = ana->state();
  CHECK((instant(after.at("stage").at("deadline")) - instant(resumed->at("at"))).count() ==
        paused->at("data").at("left_ms").get<std::int64_t>());
  CHECK(after.at("stage").at("id") == before.at("stage").at("id"));
  CHECK(after.at("budget") == before.at("budget"));
}

TEST_CASE("nothing is restored while a server runs, nor is anything overwritten by a backup",
          "[integration]") {
  const House house;
  const app::TemporaryFolder folder;
  const std::string file = folder.path() / "backup.db";
  run({"backup", file, "--data", house.data().string()});
  Program restore({"restore", file, "--data", house.data().string()});
  CHECK(restore.wait() == 1);
  check_line(restore, "Another Turnkeeper uses the data directory " + house.data().string());

  const std::string before = content_of(file);
  Program again({"backup", file, "--data", house.data().string()});
  CHECK(again.wait() == 1);
  check_line(again, file + " is there already");
  CHECK(content_of(file) == before);
}

TEST_CASE("what backup and restore lack is one line, status 2 for the command, 1 for the rest",
          "[integration]") {
  const app::TemporaryFolder folder;
  const std::string data = folder.path() / "data";
  const std::string file = folder.path() / "b";
  const auto [arguments, status, expected] =
      GENERATE_COPY(table<std::vector<std::string>, int, std::string>({
          {{"backup", "--data", data}, 2, "FILE"},
          {{"restore", "--data", data}, 2, "FILE"},
          {{"check", file, "--data", data}, 2, file},
          {{"backup", file, "--data", data}, 1, data},
          {{"restore", file, "--data", data}, 1, file},
          {{"check", "--data", data}, 1, data},
      }));
  Program program(arguments);
  CHECK(program.wait() == status);
  check_line(program, expected);
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a change in the file is told by stream and event, and nothing of what was said",
          "[integration]") {
  const app::TemporaryFolder folder;
  std::string circle;
  {
    Serving serving(folder.path());
    circle = client::start_circle(serving.http(), {{"name", "Harbour canary"}}).at("circle");
    serving.stop();
  }
  const fs::path file = folder.path() / "turnkeeper.db";
  std::string content = content_of(file);
  const auto place = content.find("Harbour canary");
  REQUIRE(place != std::string::npos);
  content.replace(place, 7, "Habrour");
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;

  Program program({"check", "--data", folder.path().string()});
  CHECK(program.wait() == 1);
  CHECK(program.out().empty());
  CHECK_THAT(program.error(),
             Catch::Matchers::StartsWith("Stream " + circle + ", event 1: The words "));
  CHECK(std::count(program.error().begin(), program.error().end(), '\n') == 1);
  CHECK_THAT(program.error(), !Contains("canary"));
  CHECK(content_of(file) == content);

  Program saving({"backup", (folder.path() / "saved.db").string(), "--data", folder.path()});
  CHECK(saving.wait() == 1);
  CHECK_THAT(saving.out(), Contains("are saved in"));
  CHECK_THAT(saving.error(),
             Contains("`restore` will refuse them") && Contains("Stream " + circle + ", event 1"));
}

TEST_CASE("who comes to a damaged session is told so, and no other session is concerned",
          "[integration]") {
  const app::TemporaryFolder folder;
  std::optional<Circle> damaged;
  std::optional<Circle> whole;
  std::optional<Seat> ana;
  std::optional<Seat> bo;
  {
    Serving serving(folder.path());
    damaged = serving.circle();
    ana = serving.seat(*damaged, "Ana");
    whole = serving.circle();
    bo = serving.seat(*whole, "Bo");
    serving.stop();
  }
  const fs::path file = folder.path() / "turnkeeper.db";
  std::string content = content_of(file);
  // In a row of the events the type follows the stream.
  const std::string type = "session.planned";
  auto place = content.find(type);
  while (place != std::string::npos &&
         content.substr(place - 64, 64).find(damaged->session) == std::string::npos) {
    place = content.find(type, place + 1);
  }
  REQUIRE(place != std::string::npos);
  content.replace(place, type.size(), "session.plunned");
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;

  Serving serving(folder.path(), {{"TURNKEEPER_DAMAGED", "serve"}});
  CHECK(serving.join(*whole, *bo)->joined());
  const auto late = serving.connect(*damaged, *ana);
  CHECK(serving.until([&] { return late->standing() == RoomClient::Standing::gone; }));
  CHECK(late->last_close()->code == 4512);
  CHECK(late->last_close()->reason == "What is saved of this session is damaged.");
  CHECK(serving.program.complains("Event 1 of the session " + damaged->session));
  serving.stop();
}

TEST_CASE("a newer or damaged database is one line for each of them, and stays as it was",
          "[integration]") {
  const app::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  {
    Serving serving(data);
    client::start_circle(serving.http(), {{"name", "Harbour"}});
    serving.stop();
  }
  const fs::path file = data / "turnkeeper.db";
  std::string content = content_of(file);
  std::string expected;
  SECTION("newer") {
    content.replace(60, 4, std::string("\x00\x00\x7f\xff", 4));  // the header's user version
    expected = "newer version";
  }
  SECTION("damaged") {
    content.replace(4'096, 8'192, std::string(8'192, '\xEE'));
    expected = "is damaged";
  }
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
  const std::string elsewhere = folder.path() / "other";
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"check", "--data", data.string()},
                                             {"backup", elsewhere, "--data", data.string()},
                                             {"restore", file.string(), "--data", elsewhere}}) {
    Program program(arguments);
    CHECK(program.wait() == 1);
    check_line(program, expected);
    CHECK_THAT(program.error(), Contains(file.string()));
  }
  CHECK(content_of(file) == content);
  CHECK_FALSE(fs::exists(elsewhere));
  CHECK(std::distance(fs::directory_iterator(data), {}) == 2);
}
