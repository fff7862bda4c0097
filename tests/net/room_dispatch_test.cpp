// What a client says to a room and what it is answered, without a wire in between.
#include "net/room_dispatch.h"

#include <catch2/catch.hpp>

#include "net/room_channel.h"
#include "protocol/limits.h"
#include "tests/net/fake_socket.h"
#include "tests/net/house.h"

namespace turnkeeper::testing {
namespace {

using namespace std::chrono_literals;
using protocol::CloseCode;
using protocol::Json;
namespace limits = protocol::limits;

/// Somebody at the door of the house.
struct Visitor {
  explicit Visitor(House& a_house, core::SessionId session = House::kSession,
                   std::string address = "192.0.2.1")
      : house(a_house),
        talk(net::talk_to_room(socket, {std::move(session), std::move(address), nullptr},
                               house.ports())) {}
  ~Visitor() { go(); }
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;

  const Json& say(std::string_view text) {
    talk->hear(text);
    house.journal.pump();
    return socket.last();
  }
  /// The answer to a call.
  Json call(const std::string& method, Json params = Json::object()) {
    const int id = ++last_id;
    say(Json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}}
            .dump());
    for (const Json& message : socket.messages) {
      if (message.value("id", Json{}) == id) return message;
    }
    return {};
  }
  Json join(const std::string& token) { return call("room.join", {{"token", token}})["result"]; }
  std::string reason(const Json& answer) const { return answer["error"]["data"]["reason"]; }

  /// The connection is gone.
  void go() {
    if (std::exchange(gone, true)) return;
    talk->ended();
    house.journal.pump();
  }

  House& house;
  FakeSocket socket;
  std::unique_ptr<net::Conversation> talk;
  int last_id = 0;
  bool gone = false;
};

/// The state at the join with every patch since merged into it.
Json merged(const FakeSocket& socket, Json state) {
  for (const Json& event : socket.all("room.event")) state.merge_patch(event["params"]["patch"]);
  return state;
}

TEST_CASE("a join is answered with the whole room, the seat and the time", "[dispatch]") {
  House house;
  Visitor ana{house};
  const Json joined = ana.join("m1");
  CHECK(joined["epoch"] == "epoch-1");
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
  house.alarm.advance(15s, [&] { house.journal.pump(); });

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

TEST_CASE("who comes back gets what they missed, or everything", "[dispatch]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  Visitor bo{house};
  bo.join("m2");
  bo.go();
  ana.call("session.start", {{"change", "c1"}});
  const auto resume = [&](const std::string& epoch, std::uint64_t seq) {
    Visitor again{house};
    return again.call("room.join",
                      {{"token", "m2"}, {"resume", {{"epoch", epoch}, {"seq", seq}}}})["result"];
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
}

TEST_CASE("only the last 256 events are kept for those who come back", "[dispatch]") {
  House house;
  Visitor ana{house};
  const std::uint64_t start = ana.join("m1")["seq"];
  for (std::size_t i = 0; i < net::Feed::kRemembered; ++i) {
    house.rooms.find(House::kSession)
        ->handle({{},
                  i % 2 == 0 ? core::CommandBody{core::Arrive{{"m2"}}}
                             : core::CommandBody{core::Leave{{"m2"}}}},
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

TEST_CASE("the eleventh bad token of an address is not even looked at", "[dispatch][hostile]") {
  House house;
  for (int i = 0; i < 10; ++i) Visitor{house}.join("guess");
  Visitor next{house};
  const Json answer = next.call("room.join", {{"token", "m1"}});
  CHECK(next.reason(answer) == "rate_limited");
  CHECK(answer["error"]["data"]["retry_after_ms"] == 60'000);
  CHECK(next.socket.closed == CloseCode::flood);
  Visitor elsewhere{house, House::kSession, "192.0.2.2"};
  CHECK(elsewhere.join("m1")["member"] == "m1");
  house.alarm.advance(60s);
  CHECK(Visitor{house}.join("m1")["member"] == "m1");
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

TEST_CASE("the role comes from the connection and not from what it says", "[dispatch][hostile]") {
  House house;
  Visitor observer{house};
  Visitor screen{house};
  observer.join("o");
  screen.join("d");
  for (const protocol::Method& method : protocol::methods()) {
    const bool anyone = method.allows(protocol::Caller::display);
    if (anyone) continue;
    INFO(method.name);
    Visitor* const both[] = {&observer, &screen};
    for (Visitor* const each : both) {
      house.alarm.advance(100ms, [&] { house.journal.pump(); });
      // Refused before the params are looked at.
      CHECK(each->reason(each->call(std::string{method.name}, {{"rubbish", 1}})) == "not_allowed");
      each->call("clock.sync");
    }
  }
  CHECK(observer.socket.all("seat.state").back()["params"]["calls"] ==
        Json{"room.join", "room.leave", "clock.sync"});
}

TEST_CASE("twenty forbidden calls in a row end the connection", "[dispatch][hostile]") {
  House house;
  Visitor observer{house};
  observer.join("o");
  for (int i = 0; i < 19; ++i) observer.call("hand.raise", {{"change", std::to_string(i)}});
  CHECK_FALSE(observer.socket.closed);
  observer.call("hand.raise", {{"change", "x"}});
  CHECK(observer.socket.closed == CloseCode::policy);
}

TEST_CASE("bad messages are answered, harm nothing, and ten in a row are too many",
          "[dispatch][hostile]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  const auto events = ana.socket.all("room.event").size();
  std::string deep(17, '[');
  deep += std::string(17, ']');
  const std::vector<std::pair<std::string, int>> bad = {
      {"", protocol::kParseError},
      {"{", protocol::kParseError},
      {deep, protocol::kParseError},
      {R"({"id":1,"id":1})", protocol::kParseError},
      {R"({"jsonrpc":"2.0","id":1e999,"method":"clock.sync"})", protocol::kParseError},
      {"[]", protocol::kInvalidRequest},
      {R"({"jsonrpc":"2.0","method":"clock.sync"})", protocol::kInvalidRequest},
      {R"({"jsonrpc":"2.0","id":1,"method":"no.such"})", protocol::kUnknownMethod},
      {R"({"jsonrpc":"2.0","id":1,"method":"clock.sync","params":{"a":1}})",
       protocol::kInvalidParams},
  };
  for (const auto& [text, code] : bad) {
    INFO(text);
    CHECK(ana.say(text)["error"]["code"] == code);
  }
  CHECK_FALSE(ana.socket.closed);
  CHECK(ana.call("clock.sync").contains("result"));
  for (int i = 0; i < 9; ++i) ana.say("{");
  CHECK_FALSE(ana.socket.closed);
  ana.say("{");
  CHECK(ana.socket.closed == CloseCode::bad_messages);
  CHECK(ana.socket.all("room.event").size() == events);
}

TEST_CASE("a flood is warned and then cut off, pings included", "[dispatch][hostile]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  for (int i = 0; i < 39; ++i) REQUIRE(ana.call("clock.sync").contains("result"));
  const Json warning = ana.call("session.start", {{"change", "c"}});
  CHECK(ana.reason(warning) == "rate_limited");
  CHECK(warning["error"]["data"]["retry_after_ms"] == 50);
  for (int i = 0; i < 39; ++i) ana.talk->hear_control();
  CHECK_FALSE(ana.socket.closed);
  ana.talk->hear_control();
  CHECK(ana.socket.closed == CloseCode::flood);
}

TEST_CASE("a change sent again has the same answer and no second effect", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  const Json first = ana.call("session.start", {{"change", "c1"}})["result"];
  const auto events = bo.socket.all("room.event").size();
  ana.go();
  Visitor again{house};
  again.join("m1");
  CHECK(again.call("session.start", {{"change", "c1"}})["result"] == first);
  CHECK(bo.socket.all("room.event").size() == events);
}

TEST_CASE("a rejection carries its reason and what would have worked", "[dispatch]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  const Json answer = ana.call("session.start", {{"change", "c1"}});
  CHECK(answer["error"]["code"] == protocol::kRejected);
  CHECK(ana.reason(answer) == "not_enough_members");
  CHECK(answer["error"]["data"]["present"] == 1);
  CHECK(ana.reason(ana.call("room.join", {{"token", "m1"}})) == "already_joined");
}

TEST_CASE("nobody is told of a change that the disk refused", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  ana.join("m1");
  bo.join("m2");
  const auto events = bo.socket.all("room.event").size();
  house.journal.refuse(true);
  CHECK(ana.reason(ana.call("session.start", {{"change", "c1"}})) == "storage_unavailable");
  CHECK(bo.socket.all("room.event").size() == events);
}

TEST_CASE("an answer finds nobody when its asker has gone", "[dispatch]") {
  House house;
  auto ana = std::make_unique<Visitor>(house);
  Visitor bo{house};
  ana->join("m1");
  bo.join("m2");
  ana->talk->hear(R"({"jsonrpc":"2.0","id":9,"method":"session.start","params":{"change":"c"}})");
  ana->gone = true;
  ana->talk->ended();
  ana.reset();
  house.journal.pump();
  CHECK(bo.socket.all("room.event").back()["params"]["event"] != "member.arrived");
}

TEST_CASE("a room that cannot be read is an error of ours and not of the token", "[dispatch]") {
  House house;
  house.gatekeeper.fail_next();
  Visitor ana{house};
  CHECK(ana.reason(ana.call("room.join", {{"token", "m1"}})) == "storage_unavailable");
  CHECK(ana.socket.closed == CloseCode::restart);
  CHECK(house.log.size() == 1);
}

TEST_CASE("a room that is gone tells its guests whether to come back", "[dispatch]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  house.channels.close(House::kSession);
  CHECK(ana.socket.closed == CloseCode::restart);

  House other;
  Visitor bo{other};
  Visitor fay{other};
  bo.join("m2");
  fay.join("f");
  REQUIRE(fay.call("session.end", {{"change", "c"}}).contains("result"));
  other.channels.close(House::kSession);
  CHECK(bo.socket.closed == CloseCode::room_ended);
}

TEST_CASE("revoked links lose their connections, and others keep theirs", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  Visitor screen{house};
  ana.join("m1");
  bo.join("m2");
  screen.join("d");
  house.channels.close_displays(House::kSession);
  CHECK(screen.socket.closed == CloseCode::credential_invalid);
  house.channels.close_member(House::kSession, {"m2"});
  CHECK(bo.socket.closed == CloseCode::removed);
  CHECK_FALSE(ana.socket.closed);
}

TEST_CASE("everyone is told another moment to come back at", "[dispatch]") {
  House house;
  Visitor ana{house};
  Visitor bo{house};
  Visitor screen{house};
  ana.join("m1");
  bo.join("m2");
  screen.join("d");
  house.channels.announce_closing();
  std::set<int> delays;
  for (Visitor* const each : {&ana, &bo, &screen}) {
    const Json& last = each->socket.last();
    CHECK(last["method"] == "room.closing");
    delays.insert(last["params"]["reconnect_after_ms"].get<int>());
  }
  CHECK(delays == std::set<int>{500, 2'000, 3'500});
}

TEST_CASE("a picture of the room is the state and the seat, as of now", "[dispatch]") {
  House house;
  Visitor ana{house};
  const Json before = ana.join("m1")["state"];
  const auto frames = ana.talk->catch_up();
  REQUIRE(frames.size() == 2);
  const Json picture = Json::parse(*frames[0]);
  CHECK(picture["method"] == "room.state");
  CHECK(picture["params"]["epoch"] == "epoch-1");
  CHECK(picture["params"]["seq"] == 2);
  CHECK(picture["params"]["state"] == merged(ana.socket, before));
  CHECK(Json::parse(*frames[1])["method"] == "seat.state");
}

TEST_CASE("metrics count calls and hold no content", "[dispatch]") {
  House house;
  Visitor ana{house};
  ana.join("m1");
  ana.call("checkin.say", {{"change", "c1"}, {"text", "canary"}});
  ana.call("canary.method");
  ana.say(R"({"jsonrpc":"2.0","id":"canary","method":"clock.sync"})");
  const std::string text = house.metrics.render();
  CHECK_THAT(text, Catch::Contains(R"(turnkeeper_calls_total{method="room.join",outcome="ok"} 1)"));
  CHECK_THAT(text, Catch::Contains("turnkeeper_rooms 1\n"));
  CHECK_THAT(text, Catch::Contains("turnkeeper_guests 1\n"));
  CHECK_THAT(text, !Catch::Contains("canary"));
  CHECK_THAT(text, !Catch::Contains("m1"));
}

}  // namespace
}  // namespace turnkeeper::testing
