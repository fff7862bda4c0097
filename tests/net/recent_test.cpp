// Whoever comes later, or reloads, is told why they have more or less than they remember.
#include <catch2/catch.hpp>

#include "tests/net/visitor.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;

namespace {

Json push_end(Visitor& facilitator, int minutes) {
  return facilitator.call("session.push_end", {{"change", "push-" + std::to_string(minutes)},
                                               {"amount_ms", minutes * 60'000}});
}

}  // namespace

TEST_CASE("whoever joins is told the last five events that moved minutes", "[dispatch]") {
  House house;
  Visitor ana{house};
  CHECK(ana.join("m1")["recent"] == Json::array());
  Visitor bo{house};
  bo.join("m2");
  Visitor fay{house};
  fay.join("f");
  fay.call("session.start", {{"change", "start"}});
  std::vector<Json> pushes;
  for (int minutes = 1; minutes <= 6; ++minutes) {
    REQUIRE(push_end(fay, minutes).contains("result"));
    pushes.push_back(ana.socket.all("room.event").back()["params"]);
    pushes.back().erase("patch");
  }
  pushes.erase(pushes.begin());

  Visitor late{house};
  CHECK(late.join("m3")["recent"] == pushes);
  CHECK(house.archive.read(House::kSession)->replannings.last().front().seq ==
        pushes.front()["seq"]);
  Visitor display{house};
  CHECK_FALSE(display.join("d").contains("recent"));
}

TEST_CASE("a room that nobody has watched yet can tell it as well", "[dispatch]") {
  House house;
  rooms::Room& room = *house.find_room(House::kSession);
  const auto say = [&](const core::MemberId& by, core::CommandBody body) {
    std::optional<rooms::Answer> answer;
    room.handle({by, std::move(body)}, "", [&](const auto& given) { answer = given; });
    house.journal.pump();
    REQUIRE(answer);
    REQUIRE(std::holds_alternative<rooms::ChangeResult>(*answer));
  };
  say({}, core::SeatMember{{"f"}, core::Role::facilitator, false});
  for (const char* who : {"m1", "m2", "f"}) room.connected({who});
  house.journal.pump();
  say({"f"}, core::StartSession{});
  say({"f"}, core::PushEnd{1min});
  Visitor ana{house};
  const Json recent = ana.join("m1")["recent"];
  REQUIRE(recent.size() == 1);
  CHECK(recent[0]["event"] == "session.end_pushed");
  CHECK(recent[0]["by"] == "f");
}
