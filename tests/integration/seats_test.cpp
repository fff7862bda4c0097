// Who may come in, and how often.
#include <catch2/catch.hpp>

#include "integration/house.h"

using namespace turnkeeper;
using namespace turnkeeper::test;

TEST_CASE_METHOD(House, "a ninth member is told that the circle is full, and may observe",
                 "[integration]") {
  const Circle ours = circle();
  for (int i = 1; i <= 8; ++i) seat(ours, "Member " + std::to_string(i));
  const Json ninth{{"name", "Nine"}, {"agreement", "norms-1"}};
  const auto refused =
      http().post("/api/v1/circles/" + ours.id + "/members", ninth, ours.token("invite"));
  CHECK(refused.status == 409);
  CHECK(refused.json().at("type") == "/problems/circle_full");
  CHECK(refused.headers.at("content-type") == "application/problem+json");

  const Seat observer = seat(ours, "Nine", "invite", {{"as", "observer"}});
  const auto nine = join(ours, observer);
  CHECK(nine->role() == "observer");
  CHECK(nine->state().at("members").size() == 9);
  CHECK(change(*nine, "session.start").refusal->reason == "not_allowed");
}

TEST_CASE_METHOD(House, "a seat has four connections, and the fifth is refused", "[integration]") {
  const Circle ours = circle();
  const Seat seat_of_ana = seat(ours, "Ana");
  const auto bo = join(ours, seat(ours, "Bo"));
  std::vector<std::unique_ptr<RoomClient>> tabs;
  for (int i = 0; i < 4; ++i) tabs.push_back(join(ours, seat_of_ana));
  for (int i = 0; i < 4; ++i) tabs.push_back(connect(ours, seat_of_ana));

  const auto refused = [&] {
    return std::count_if(tabs.begin(), tabs.end(), [](const auto& tab) {
      return tab->standing() == RoomClient::Standing::gone && tab->last_close()->code == 4511;
    });
  };
  REQUIRE(until([&] { return refused() == 4; }, 10s));
  REQUIRE(until([&] { return tabs[0]->seat().at("sockets") == 4; }));
  for (int i = 0; i < 4; ++i) CHECK(tabs[static_cast<std::size_t>(i)]->joined());

  // One of four goes: the seat is still there, and there is room for another one.
  CHECK(view(*bo).seated_present() == 2);
  tabs[0]->leave();
  REQUIRE(until([&] { return tabs[0]->standing() == RoomClient::Standing::gone; }));
  CHECK(tabs[0]->last_close()->code == 1000);
  REQUIRE(until([&] { return tabs[1]->seat().at("sockets") == 3; }));
  CHECK(view(*bo).seated_present() == 2);
  CHECK(join(ours, seat_of_ana)->joined());
}

TEST_CASE_METHOD(House, "who says goodbye is away at once, and back when they come",
                 "[integration]") {
  const Circle ours = circle();
  const Seat seat_of_ana = seat(ours, "Ana");
  const auto bo = join(ours, seat(ours, "Bo"));
  const auto ana = join(ours, seat_of_ana);
  REQUIRE(until([&] { return view(*bo).seated_present() == 2; }));
  ana->leave();
  REQUIRE(until([&] { return view(*bo).seated_present() == 1; }, 5s));
  const auto again = join(ours, seat_of_ana);
  REQUIRE(until([&] { return view(*bo).seated_present() == 2; }));
}

TEST_CASE_METHOD(House, "a reload disturbs nobody", "[integration]") {
  const Circle ours = circle();
  const auto bo = join(ours, seat(ours, "Bo"));
  const auto ana = join(ours, seat(ours, "Ana"));
  REQUIRE(until([&] { return view(*bo).seated_present() == 2; }));
  const auto seq = bo->seq();
  ana->drop(0ms);
  REQUIRE(until([&] { return ana->joined(); }));
  REQUIRE(change(*ana, "rotation.reorder", {{"order", {view(*bo).member(), view(*ana).member()}}})
              .ok());
  REQUIRE(until([&] { return bo->seq() > seq; }));
  // The reload itself was no event.
  CHECK(bo->seq() == seq + 1);
}

TEST_CASE_METHOD(House, "a bad token is refused with 4501, in a room that exists or not",
                 "[integration]") {
  Circle ours = circle();
  const Circle theirs = circle();
  const Seat stranger = seat(theirs, "Eve");
  const std::string session = GENERATE(std::string(), std::string("no-such-session"));
  const std::string token = GENERATE(std::string("guess"), std::string(32, 'A'), std::string());
  if (!session.empty()) ours.session = session;
  const auto eve = connect(ours, {"", token.empty() ? stranger.token : token});
  REQUIRE(until([&] { return eve->standing() == RoomClient::Standing::gone; }));
  CHECK(eve->last_close()->code == 4501);
  CHECK(eve->state().empty());
}

TEST_CASE_METHOD(House, "a screen sees the session and no words", "[integration]") {
  const Circle ours = circle();
  const auto ana = join(ours, seat(ours, "Ana"));
  const auto bo = join(ours, seat(ours, "Bo"));
  const auto screen = connect(ours, {"", ours.token("display")});
  REQUIRE(until([&] { return screen->joined() && view(*ana).seated_present() == 2; }));
  REQUIRE(change(*ana, "session.start").ok());
  REQUIRE(change(*ana, "checkin.say", {{"text", "between us"}}).ok());
  REQUIRE(until([&] { return screen->seq() >= ana->seq(); }));
  CHECK(screen->role() == "display");
  CHECK(screen->state().dump().find("between us") == std::string::npos);
  CHECK(screen->state().at("session").at("phase") != "lobby");
  CHECK_FALSE(screen->state().contains("challenges"));
}
