// The server goes away in the middle of a session and comes back: nothing is lost, nothing happens
// twice, and nobody pays for the time in between.
#include <catch2/catch.hpp>

#include "integration/house.h"

using namespace turnkeeper;
using namespace turnkeeper::test;

namespace {

/// Three people in the first check-in of a session whose stages last for minutes.
struct Interrupted : House {
  Circle ours = circle(slow_agenda());
  std::vector<Seat> seats{seat(ours, "Ana"), seat(ours, "Bo"), seat(ours, "Cy")};
  std::vector<std::unique_ptr<RoomClient>> people;

  Interrupted() {
    for (const Seat& one : seats) people.push_back(join(ours, one));
    REQUIRE(until([&] { return view(*people[0]).seated_present() == 3; }));
    REQUIRE(change(*people[0], "session.start").ok());
    REQUIRE(until([&] { return view(*people[0]).running() && in_step(); }));
  }

  bool in_step() const {
    for (const auto& one : people) {
      if (!one->joined() || one->seq() != people[0]->seq()) return false;
    }
    return true;
  }

  RoomClient& holder() {
    for (const auto& one : people) {
      if (view(*one).mine()) return *one;
    }
    FAIL("nobody holds the stage");
    return *people[0];
  }

  /// Everyone has noticed that the server is gone, and has tried in vain to come back.
  bool missed() const {
    for (const auto& one : people) {
      const auto& last = one->last_close();
      if (one->joined() || !last || last->reason.find("refused") == std::string::npos) return false;
    }
    return true;
  }

  /// Down without a word and up again; everyone is back, of one mind, and the clock runs.
  void crash() {
    const int joins = people[0]->tally().joins;
    const auto seq = people[0]->seq();
    kill();
    REQUIRE(until([&] { return missed(); }));
    open();
    const auto back = [&] {
      for (const auto& one : people) {
        if (one->tally().joins <= joins) return false;
      }
      // Whoever is quick is back before the outage is written down.
      return people[0]->seq() > seq && in_step() && view(*people[0]).running() &&
             view(*people[0]).seated_present() == 3;
    };
    REQUIRE(until(back));
  }

  static std::ptrdiff_t count(const Json& events, const std::string& name) {
    return std::count_if(events.begin(), events.end(),
                         [&](const Json& event) { return event.at("event") == name; });
  }
};

}  // namespace

TEST_CASE_METHOD(Interrupted, "after a crash the clock goes on where it stood, and charges nobody",
                 "[integration]") {
  const Json before = people[0]->state();
  const auto left = instant(before.at("stage").at("deadline")) - people[0]->server_now();
  crash();

  const Json events = journal(ours);
  for (const Json& e : events) UNSCOPED_INFO(e.dump());
  const auto paused = std::find_if(events.begin(), events.end(), [](const Json& event) {
    return event.at("event") == "session.paused";
  });
  REQUIRE(paused != events.end());
  CHECK(paused->at("data").at("cause") == "outage");
  CHECK(paused->at("data").at("left_ms").get<std::int64_t>() >= left.count());
  CHECK((instant(before.at("stage").at("deadline")) - instant(paused->at("data").at("since")))
            .count() == paused->at("data").at("left_ms").get<std::int64_t>());
  CHECK(instant(paused->at("data").at("since")) < instant(paused->at("at")));
  const auto resumed = std::find_if(paused, events.end(), [](const Json& event) {
    return event.at("event") == "session.resumed";
  });
  REQUIRE(resumed != events.end());

  const Json& after = people[0]->state();
  CHECK((instant(after.at("stage").at("deadline")) - instant(resumed->at("at"))).count() ==
        paused->at("data").at("left_ms").get<std::int64_t>());
  CHECK(after.at("stage").at("id") == before.at("stage").at("id"));
  CHECK(after.at("stage").at("length_ms") == before.at("stage").at("length_ms"));
  CHECK(after.at("budget") == before.at("budget"));
}

TEST_CASE_METHOD(Interrupted, "after a crash everyone comes back without a gap, and is of one mind",
                 "[integration]") {
  for (int time = 1; time <= 3; ++time) {
    REQUIRE(change(*people[1], "checkin.say", {{"text", "crash " + std::to_string(time)}}).ok());
    crash();
  }
  for (const auto& one : people) {
    CHECK(one->tally().joins == 4);
    CHECK(one->tally().gaps == 0);
    CHECK(one->epoch() == people[0]->epoch());
    CHECK(one->state() == people[0]->state());
    CHECK(one->state().at("check_ins").at(seats[1].member).at("text") == "crash 3");
  }
  const auto fresh = join(ours, seats[2]);
  REQUIRE(until([&] { return fresh->seq() == people[0]->seq(); }));
  CHECK(fresh->state() == people[0]->state());
}

TEST_CASE_METHOD(Interrupted,
                 "a change sent again after a crash has its first answer, and no second effect",
                 "[integration]") {
  RoomClient& who = *people[2];
  const Json said{{"text", "glad to be here"}};
  std::vector<client::Answer> answers;
  const auto collect = [&](const client::Answer& answer) { answers.push_back(answer); };
  who.change_as("my-change", "checkin.say", said, collect);
  REQUIRE(until([&] { return answers.size() == 1; }));

  crash();
  const auto seq = who.seq();
  who.change_as("my-change", "checkin.say", said, collect);
  REQUIRE(until([&] { return answers.size() == 2; }));
  CHECK(answers[1].ok());
  CHECK(answers[1].result == answers[0].result);

  // Another seat's change of the same name is another change.
  RoomClient& other = *people[1];
  other.change_as("my-change", "checkin.say", {{"text", "so am I"}}, collect);
  REQUIRE(until([&] { return answers.size() == 3 && in_step(); }));
  CHECK(answers[2].result.at("seq").get<std::uint64_t>() == seq + 1);
  CHECK(who.seq() == seq + 1);
}

TEST_CASE_METHOD(Interrupted, "what was on its way when the server fell takes effect once",
                 "[integration]") {
  int answered = 0;
  people[1]->change("checkin.say", {{"text", "sent into the void"}},
                    [&](const client::Answer& answer) { answered += answer.ok(); });
  // Sent, perhaps read, perhaps written: the client cannot know.
  crash();
  REQUIRE(until([&] { return answered == 1; }));
  CHECK(count(journal(ours), "checkin.said") == 1);
  CHECK(people[1]->state().at("check_ins").at(seats[1].member).at("text") == "sent into the void");
}

TEST_CASE_METHOD(
    Interrupted,
    "a server that goes down in order says when to come back, and gives no second twice",
    "[integration]") {
  std::vector<std::uint16_t> codes;
  const auto watcher =
      join(ours, seats[0],
           {{}, {}, {}, [&](const client::Closed& closed) { codes.push_back(closed.code); }});
  const auto left =
      instant(people[0]->state().at("stage").at("deadline")) - people[0]->server_now();
  close();
  REQUIRE(until([&] { return !codes.empty(); }));
  CHECK(codes.front() == 1012);
  open();
  const auto back = [&] { return people[0]->tally().joins == 2 && in_step(); };
  REQUIRE(until([&] { return back() && view(*people[0]).running(); }));
  CHECK(people[0]->tally().gaps == 0);
  const Json events = journal(ours);
  const auto paused = std::find_if(events.begin(), events.end(), [](const Json& event) {
    return event.at("event") == "session.paused";
  });
  REQUIRE(paused != events.end());
  // It marked where the clock stood: nothing that was heard before is given again.
  CHECK(paused->at("data").at("left_ms").get<std::int64_t>() <= left.count());
}

TEST_CASE_METHOD(House, "circles, seats and links are still there after a restart",
                 "[integration]") {
  const Circle ours = circle();
  const Seat ana = seat(ours, "Ana");
  const Json before = http().get("/api/v1/circles/" + ours.id, ana.token).json();
  close();
  open();
  const Json after = http().get("/api/v1/circles/" + ours.id, ana.token).json();
  CHECK(after == before);
  CHECK(join(ours, ana)->joined());
  CHECK(http().get("/api/v1/circles/" + ours.id, ours.token("coordinator")).status == 200);
}
