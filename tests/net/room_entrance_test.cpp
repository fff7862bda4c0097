// How people come into a room, and what they see of it, without a wire in between.
#include <catch2/catch.hpp>

#include "tests/net/visitor.h"

namespace turnkeeper::testing {
namespace {

TEST_CASE("a join is answered with the whole room, the seat and the time", "[dispatch]") {
  House house;
  Visitor ana{house};
  const Json joined = ana.join("m1");
  CHECK(joined["epoch"] == "epoch-1");
  CHECK(joined["run"] == "server-1.1");
  CHECK(joined["seq"] == 1);
  CHECK(joined["role"] == "member");
  CHECK(joined["member"] == "m1");
  CHECK(joined["server_now"] == "2026-03-01T18:00:00.000Z");
  CHECK(joined["state"]["session"]["phase"] == "lobby");
  CHECK(joined["state"]["members"]["m1"]["present"] == false);

  // The arrival is an event like any other.
  const auto events = ana.socket.all("room.event");
  REQUIRE(events.size() == 1);
  CHECK(events[0]["params"]["seq"] == 2);
  CHECK(events[0]["params"]["event"] == "member.arrived");
  CHECK(events[0]["params"]["patch"] == Json{{"members", {{"m1", {{"present", true}}}}}});

  const auto seat = ana.socket.all("seat.state");
  REQUIRE(seat.size() == 1);
  CHECK(seat[0]["params"]["member"] == "m1");
  CHECK(seat[0]["params"]["role"] == "member");
  CHECK(seat[0]["params"]["seated"] == true);
  CHECK(seat[0]["params"]["sockets"] == 1);
  CHECK(seat[0]["params"]["calls"].size() == protocol::methods().size());
}

TEST_CASE("everyone gets the very same frame", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  ana.call("session.start", {{"change", "c1"}});
  CHECK(ana.socket.frames.back() != nullptr);
  const auto same = [&](const net::Frame& frame) {
    return std::count(bo.socket.frames.begin(), bo.socket.frames.end(), frame) == 1;
  };
  // What came after both had joined: the arrival of the second, and the start.
  CHECK(std::count_if(ana.socket.frames.begin(), ana.socket.frames.end(), same) >= 3);
}

TEST_CASE("patches add up to the room, for members and for displays", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  Visitor screen{house};
  const Json first = ana.join("m1")["state"];
  const Json small = screen.join("d")["state"];
  bo.join("m2");
  const Json started = ana.call("session.start", {{"change", "c1"}});
  REQUIRE(started["result"]["seq"] == 5);
  ana.call("checkin.say", {{"change", "c2"}, {"text", "Well."}});
  for (int i = 0; i < 30; ++i) {
    house.alarm.advance(rooms::Registry::kPulse, [&] { house.journal.pump(); });
    house.rooms.pulse();
    house.journal.pump();
  }

  Visitor late{house};
  const Json now = late.join("m3")["state"];
  CHECK(merged(ana.socket, first) == merged(late.socket, now));
  CHECK(merged(ana.socket, first)["check_ins"]["m1"]["text"] == "Well.");
  Visitor late_screen{house};
  CHECK(merged(screen.socket, small) == late_screen.join("d")["state"]);
  for (const Json& message : screen.socket.messages) {
    CHECK_THAT(message.dump(), !Catch::Contains("Well."));
  }
  for (const Json& event : screen.socket.all("room.event")) {
    CHECK_FALSE(event["params"].contains("data"));
    CHECK_FALSE(event["params"].contains("by"));
  }
  CHECK(screen.socket.all("seat.state").empty());
  CHECK(screen.socket.all("room.event").back()["params"]["seq"] ==
        ana.socket.all("room.event").back()["params"]["seq"]);
}

TEST_CASE(
    "who stands where the room was opened gets everything, if another server may have told them",
    "[dispatch]") {
  House house;
  const auto join = [&](const std::optional<Json>& resume) {
    Visitor ana{house};
    Json params{{"token", "m1"}};
    if (resume) params["resume"] = *resume;
    return ana.call("room.join", params)["result"];
  };
  const Json first = join(std::nullopt);
  Json position{{"epoch", first["epoch"]}, {"seq", first["seq"]}};
  CHECK(join(position).contains("state"));
  position["run"] = "server-0.1";
  CHECK(join(position).contains("state"));
  position["run"] = first["run"];
  CHECK(join(position)["events"][0]["seq"] == first["seq"].get<int>() + 1);

  // Nor does a room follow on from what was told of it before it was opened again.
  house.journal.write_behind(House::kSession, {house.clock.now(), std::nullopt,
                                               core::CheckInSaid{{"m1"}, core::WordsId{"w"}}});
  Visitor bo{house};
  bo.join("m2");
  bo.call("hand.raise", {{"change", "c1"}});
  REQUIRE(bo.socket.closed == protocol::CloseCode::restart);
  const Json again = join(std::nullopt);
  CHECK(again["run"] != first["run"]);
  position["seq"] = again["seq"];
  CHECK(join(position).contains("state"));
}

TEST_CASE("who comes back gets what they missed, or everything", "[dispatch]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  Visitor bo{house};
  bo.join("m2");
  bo.go();
  ana.call("session.start", {{"change", "c1"}});
  const auto resume_at = [&](const Json& position) {
    Visitor again{house};
    return again.call("room.join", {{"token", "m2"}, {"resume", position}})["result"];
  };
  const auto resume = [&](const std::string& epoch, std::uint64_t seq) {
    return resume_at({{"epoch", epoch}, {"run", "server-1.1"}, {"seq", seq}});
  };
  const Json missed = resume("epoch-1", 3);
  REQUIRE(missed.contains("events"));
  CHECK_FALSE(missed.contains("state"));
  CHECK(missed["events"][0]["seq"] == 4);
  CHECK(missed["events"].size() == missed["seq"].get<std::size_t>() - 3);
  CHECK(resume("epoch-1", missed["seq"])["events"] == Json::array());
  CHECK(resume("epoch-0", 3).contains("state"));
  CHECK(resume("epoch-1", 1'000).contains("state"));
  CHECK(resume("epoch-1", 0).contains("state"));  // before anybody watched

  // An earlier server may have given the number to another event, which its disk has lost since.
  const Json of_another = resume_at({{"epoch", "epoch-1"}, {"run", "server-0.1"}, {"seq", 3}});
  CHECK(of_another.contains("state"));
  CHECK_FALSE(of_another.contains("events"));
  CHECK(of_another["run"] == "server-1.1");
  Json of_no_run = resume_at({{"epoch", "epoch-1"}, {"seq", 3}});
  CHECK(of_no_run["run"] == "server-1.1");
  CHECK(of_no_run["events"] == missed["events"]);
}

TEST_CASE("only the last 256 events are kept for those who come back", "[dispatch]") {
  House house;
  Visitor ana{house};
  const std::uint64_t start = ana.join("m1")["seq"];
  for (std::size_t i = 0; i < net::Feed::kRemembered; ++i) {
    house.find_room(House::kSession)
        ->handle({{},
                  i % 2 == 0 ? core::CommandBody{core::Arrive{{"m2"}}}
                             : core::CommandBody{core::Leave{{"m2"}, {}}}},
                 "", [](const auto&) {});
    house.journal.pump();
  }
  const auto resume = [&](std::uint64_t seq) {
    Visitor again{house};
    return again.call(
        "room.join", {{"token", "m1"}, {"resume", {{"epoch", "epoch-1"}, {"seq", seq}}}})["result"];
  };
  CHECK(resume(start).contains("state"));
  CHECK(resume(start + 1)["events"].size() == net::Feed::kRemembered);
}

TEST_CASE("of long events only as many are kept as fit into 256 KiB", "[dispatch]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  Visitor bo{house};
  bo.join("m2");
  REQUIRE(ana.call("session.start", {{"change", "start"}}).contains("result"));
  constexpr std::size_t kLong = 40'000;  // more than people may send
  const auto say = [&](char letter) {
    house.find_room(House::kSession)
        ->handle({{"m1"}, core::SayCheckIn{std::string(kLong, letter)}}, "", [](const auto&) {});
    house.journal.pump();
  };
  say('a');
  const auto began = house.find_room(House::kSession)->seq();
  for (char letter = 'b'; letter <= 'k'; ++letter) say(letter);
  const auto events_since = [&](std::uint64_t seq) {
    Visitor again{house};
    const Json answer = again.call(
        "room.join", {{"token", "m1"}, {"resume", {{"epoch", "epoch-1"}, {"seq", seq}}}})["result"];
    return answer.contains("events") ? answer["events"].size() : 0;
  };
  const auto now = house.find_room(House::kSession)->seq();
  REQUIRE(now == began + 10);
  CHECK(events_since(now - 1) == 1);
  CHECK(events_since(now - 10) == 0);  // the whole state instead
}

TEST_CASE("before the join only the time is told", "[dispatch]") {
  House house;
  Visitor somebody{house};
  CHECK(somebody.call("clock.sync")["result"]["server_now"] == "2026-03-01T18:00:00.000Z");
  CHECK(somebody.reason(somebody.call("session.start", {{"change", "c"}})) == "not_joined");
  CHECK(somebody.reason(somebody.call("room.leave")) == "not_joined");
  CHECK_FALSE(somebody.socket.closed);
}

TEST_CASE("who has not joined after ten seconds is let go", "[dispatch]") {
  House house;
  Visitor silent{house};
  Visitor ana{house};
  ana.join("m1");
  house.alarm.advance(9'999ms);
  CHECK_FALSE(silent.socket.closed);
  house.alarm.advance(1ms);
  CHECK(silent.socket.closed == CloseCode::silent);
  CHECK_FALSE(ana.socket.closed);
}

TEST_CASE("a bad token, a foreign room and no room at all sound the same", "[dispatch][hostile]") {
  House house;
  std::vector<std::string> answers;
  for (const auto& [session, token] :
       std::vector<std::pair<std::string, std::string>>{{"s1", "x"}, {"s2", "m1"}, {"s1", ""}}) {
    Visitor stranger{house, {session}};
    Json answer = stranger.call("room.join", {{"token", token}});
    CHECK(stranger.reason(answer) == "credential_invalid");
    CHECK(stranger.socket.closed == CloseCode::credential_invalid);
    answers.push_back(answer.dump());
  }
  CHECK(answers[0] == answers[1]);
  CHECK(answers[0] == answers[2]);
}

TEST_CASE("the eleventh bad token of an address has to wait, and a good one never",
          "[dispatch][hostile]") {
  House house;
  for (int i = 0; i < 10; ++i) Visitor{house}.join("guess");
  Visitor next{house};
  const Json answer = next.call("room.join", {{"token", "guess"}});
  CHECK(next.reason(answer) == "rate_limited");
  CHECK(answer["error"]["data"]["retry_after_ms"] == 60'000);
  CHECK(next.socket.closed == CloseCode::flood);
  CHECK(Visitor{house}.join("m1")["member"] == "m1");
  Visitor elsewhere{house, House::kSession, "192.0.2.2"};
  elsewhere.join("guess");
  CHECK(elsewhere.socket.closed == CloseCode::credential_invalid);
  house.alarm.advance(60s);
  Visitor later{house};
  later.join("guess");
  CHECK(later.socket.closed == CloseCode::credential_invalid);
}

TEST_CASE("a seat has four connections and a room eight displays", "[dispatch]") {
  House house;
  std::vector<std::unique_ptr<Visitor>> visitors;
  const auto fits = [&](const std::string& token) {
    visitors.push_back(std::make_unique<Visitor>(house));
    visitors.back()->join(token);
    if (visitors.back()->socket.closed) {
      CHECK(visitors.back()->socket.closed == CloseCode::too_many_connections);
      return false;
    }
    return true;
  };
  for (int i = 0; i < 4; ++i) CHECK(fits("m1"));
  CHECK_FALSE(fits("m1"));
  CHECK(visitors[0]->socket.all("seat.state").back()["params"]["sockets"] == 4);
  visitors[3]->go();
  CHECK(visitors[0]->socket.all("seat.state").back()["params"]["sockets"] == 3);
  CHECK(fits("m1"));
  for (int i = 0; i < 8; ++i) CHECK(fits("d"));
  CHECK_FALSE(fits("d"));
}

TEST_CASE("a member is present while one connection lives, and for ten seconds more",
          "[dispatch]") {
  House house;
  Visitor watcher{house};
  const Json before = watcher.join("m2")["state"];
  const auto present = [&] {
    return merged(watcher.socket, before)["members"]["m1"]["present"] == true;
  };
  Visitor phone{house};
  Visitor laptop{house};
  phone.join("m1");
  laptop.join("m1");
  CHECK(present());
  phone.go();
  house.alarm.advance(60s, [&] { house.journal.pump(); });
  CHECK(present());
  laptop.go();
  house.alarm.advance(9s, [&] { house.journal.pump(); });
  CHECK(present());
  house.alarm.advance(1s, [&] { house.journal.pump(); });
  CHECK_FALSE(present());
}

TEST_CASE("a connection that was quiet and then went counts once", "[dispatch]") {
  House house;
  Visitor watcher{house};
  const Json before = watcher.join("m2")["state"];
  Visitor phone{house};
  Visitor laptop{house};
  phone.join("m1");
  laptop.join("m1");
  phone.talk->quiet(house.clock.now());
  phone.go();
  house.alarm.advance(60s, [&] { house.journal.pump(); });
  CHECK(merged(watcher.socket, before)["members"]["m1"]["present"] == true);
}

TEST_CASE("who leaves in so many words is away at once", "[dispatch]") {
  House house;
  Visitor watcher{house};
  const Json before = watcher.join("m2")["state"];
  Visitor ana{house};
  ana.join("m1");
  CHECK(ana.call("room.leave")["result"] == Json::object());
  CHECK(ana.socket.closed == CloseCode::normal);
  ana.go();
  CHECK(merged(watcher.socket, before)["members"]["m1"]["present"] == false);
}

TEST_CASE("somebody whom the session does not know yet takes a place in it", "[dispatch]") {
  House house;
  Visitor watcher{house};
  const Json before = watcher.join("m1")["state"];
  Visitor fay{house};
  const Json joined = fay.join("f");
  CHECK(joined["role"] == "facilitator");
  const Json after = merged(watcher.socket, before);
  CHECK(after["members"]["f"]["name"] == "Fay");
  CHECK(after["members"]["f"]["role"] == "facilitator");
  CHECK(after["members"]["f"]["present"] == true);
  CHECK(fay.socket.all("seat.state").back()["params"]["seated"] == false);
}

TEST_CASE("who joins while the disk refuses is told so after the answer", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  house.journal.refuse(true);
  ana.call("session.start", {{"change", "c1"}});
  for (const char* const token : {"m3", "d"}) {
    INFO(token);
    Visitor late{house};
    late.join(token);
    CHECK(late.socket.messages.front().contains("result"));
    REQUIRE(late.socket.all("room.notice").size() == 1);
    CHECK(late.socket.all("room.notice")[0]["params"]["notice"] == "storage_unavailable");
  }
  house.journal.refuse(false);
  house.alarm.advance(5s);
  house.journal.pump();
  Visitor later{house};
  later.join("m4");
  CHECK(later.socket.all("room.notice").empty());
}

TEST_CASE("a place that the disk refuses sends its taker back to try again", "[dispatch]") {
  House house;
  Visitor watcher{house};
  watcher.join("m1");
  house.journal.refuse(true);
  Visitor fay{house};
  fay.join("f");
  CHECK(fay.socket.closed == CloseCode::restart);
  CHECK(watcher.socket.all("room.notice").back()["params"]["notice"] == "storage_unavailable");
}

}  // namespace
}  // namespace turnkeeper::testing
