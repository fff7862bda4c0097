// The price of a call: what time.preview shows is what then happens, or nothing does.
#include <catch2/catch.hpp>

#include "tests/net/visitor.h"

namespace turnkeeper::testing {
namespace {

/// A session of four whose facilitator is "f", everyone in the room.
struct Meeting {
  explicit Meeting(bool led = true) {
    for (int i = 0; i < House::kMembers; ++i) {
      members.push_back(std::make_unique<Visitor>(house));
      state = members.back()->join("m" + std::to_string(i + 1))["state"];
    }
    if (!led) return;
    fay = std::make_unique<Visitor>(house);
    state = fay->join("f")["state"];
  }

  /// The last one in: `state` is theirs.
  Visitor& witness() { return fay ? *fay : *members.back(); }
  Visitor& ana() { return *members.front(); }
  Visitor& bo() { return *members.at(1); }
  Json now() { return merged(witness().socket, state); }
  std::size_t events() { return witness().socket.all("room.event").size(); }
  Json expect() { return {{"stage", now()["stage"]["id"]}}; }
  void pass(core::Millis time) {
    for (core::Millis left = time; left > core::Millis{0}; left -= rooms::Registry::kPulse) {
      house.alarm.advance(std::min(left, rooms::Registry::kPulse), [&] { house.journal.pump(); });
      house.rooms.pulse();
    }
  }
  void start() {
    REQUIRE(witness().call("session.start", {{"change", change()}}).contains("result"));
  }
  void until(const std::string& name, const std::string& holder) {
    for (int i = 0; i < 600; ++i) {
      const auto stage = now()["stage"];
      if (stage["name"] == name && stage.value("holder", "") == holder) return;
      pass(1s);
    }
    FAIL("there was no " + name + " of " + holder);
  }
  std::string change() { return "c" + std::to_string(++changes); }

  House house;
  std::vector<std::unique_ptr<Visitor>> members;
  std::unique_ptr<Visitor> fay;
  Json state;
  int changes = 0;
};

Json preview(Visitor& visitor, const std::string& call, const Json& params) {
  return visitor.call("time.preview", {{"call", call}, {"params", params}});
}

/// The minutes of a state, as a preview shows them: what they will be, and not why.
Json minutes(const Json& state) {
  Json json{
      {"turns", state["turns"]}, {"budget", state["budget"]}, {"rotation", state["rotation"]}};
  for (auto& turn : json["turns"]) turn.erase("changes");
  if (state["session"].contains("ends_at")) json["ends_at"] = state["session"]["ends_at"];
  return json;
}

/// Looks at the price and pays it; what has happened a moment later is what was shown.
void pay(
    Meeting& meeting, Visitor& visitor, const std::string& call, Json params,
    const std::function<void()>& meanwhile = [] {}) {
  INFO(call);
  const auto before = meeting.now();
  const auto events = meeting.events();
  Json shown = preview(visitor, call, params)["result"];
  REQUIRE(shown.is_object());
  CHECK(meeting.events() == events);
  CHECK(shown["plan"] == before["budget"]["plan"]);
  params["change"] = meeting.change();
  params["plan"] = shown["plan"];
  shown.erase("plan");
  shown.erase("cut_short");
  CHECK(shown != minutes(before));
  const auto answer = visitor.call(call, params);
  INFO(answer.dump());
  REQUIRE(answer.contains("result"));
  meanwhile();
  if (meeting.now().contains("pending")) meeting.pass(3s);
  CHECK(minutes(meeting.now()) == shown);
}

TEST_CASE("what a preview shows is what the call then does", "[dispatch][preview]") {
  Meeting meeting;
  auto& ana = meeting.ana();
  auto& fay = *meeting.fay;
  pay(meeting, fay, "session.start", Json::object());
  meeting.pass(2s);
  pay(meeting, fay, "time.extend", {{"expect", meeting.expect()}, {"amount_ms", 5'000}});
  pay(meeting, fay, "session.push_end", {{"amount_ms", 60'000}});
  pay(meeting, fay, "stage.advance", {{"expect", meeting.expect()}});
  meeting.pass(4s);
  pay(meeting, fay, "stage.back", {{"expect", meeting.expect()}});
  meeting.until("challenge", "m1");
  pay(meeting, ana, "time.give", {{"member", "m2"}, {"amount_ms", 4'000}});
  pay(meeting, ana, "time.give_back", {{"amount_ms", 2'000}});
  pay(meeting, meeting.bo(), "rotation.pass", {{"member", "m2"}, {"reason", "My train goes."}});
  meeting.pass(1s);
  pay(meeting, ana, "rotation.defer", {{"member", "m1"}, {"expect", meeting.expect()}});
  meeting.until("exploration", "m3");
  pay(meeting, fay, "session.set_hard_end", {{"at", "2026-03-01T18:05:00.000Z"}});
}

TEST_CASE("a vote is foreseen as passed", "[dispatch][preview]") {
  Meeting meeting{false};
  meeting.start();
  meeting.until("exploration", "m1");
  pay(meeting, meeting.ana(), "vote.call", {{"kind", "more_time"}, {"amount_ms", 20'000}}, [&] {
    const auto vote = meeting.now()["vote"]["id"];
    // Whoever is asked sees the same price, and the state says it to all.
    const Json seen = preview(meeting.bo(), "vote.cast", {{"vote", vote}, {"yes", true}})["result"];
    const Json planned = meeting.now()["turns"]["m1"]["planned_ms"];
    CHECK(seen["turns"]["m1"]["planned_ms"] == planned.get<int>() + 20'000);
    CHECK(meeting.now()["vote"]["price"] ==
          Json{{"reserve_ms", 20'000}, {"closing_ms", 0}, {"turns", Json::object()}});
    for (auto& member : meeting.members) {
      member->call("vote.cast", {{"change", meeting.change()}, {"vote", vote}, {"yes", true}});
    }
    CHECK_FALSE(meeting.now().contains("vote"));
  });
}

TEST_CASE("a call at a price that has changed is refused, and nothing happens",
          "[dispatch][preview]") {
  Meeting meeting;
  meeting.start();
  meeting.until("exploration", "m1");
  auto& fay = *meeting.fay;
  Json params{{"expect", meeting.expect()}, {"amount_ms", 10'000}};
  const auto plan = preview(fay, "time.extend", params)["result"]["plan"];
  REQUIRE(meeting.ana()
              .call("time.give_back", {{"change", meeting.change()}, {"amount_ms", 1'000}})
              .contains("result"));
  const auto before = meeting.now();
  const auto events = meeting.events();
  params["change"] = "late";
  params["plan"] = plan;
  const auto answer = fay.call("time.extend", params);
  CHECK(fay.reason(answer) == "plan_changed");
  CHECK(answer["error"]["code"] == protocol::kRejected);
  CHECK(meeting.events() == events);
  CHECK(meeting.now() == before);
  // A plan to come is not the plan of now either.
  params["plan"] = plan.get<int>() + 2;
  CHECK(fay.reason(fay.call("time.extend", params)) == "plan_changed");
  // What was refused had no effect, and is decided afresh: at the price of now it is made.
  params["plan"] = meeting.now()["budget"]["plan"];
  const auto made = fay.call("time.extend", params)["result"];
  CHECK(made.contains("paid"));
  // Sent again it is the same change, though the plan has changed by it.
  CHECK(meeting.now()["budget"]["plan"] != params["plan"]);
  CHECK(fay.call("time.extend", params)["result"] == made);
}

TEST_CASE("a price that has grown by a second for somebody since it was shown is refused",
          "[dispatch][preview]") {
  Meeting meeting;
  auto& fay = *meeting.fay;
  fay.call("session.set_start", {{"change", meeting.change()}, {"at", "2026-03-01T18:00:10.000Z"}});
  meeting.pass(10s);
  const auto ask = [&] { return preview(fay, "session.start", Json::object())["result"]; };
  const auto start = [&](const Json& shown) {
    return fay.call("session.start", {{"change", meeting.change()}, {"plan", shown["plan"]}});
  };
  const Json early = ask();
  meeting.pass(60s);
  const auto refused = start(early);
  REQUIRE(refused.contains("error"));
  CHECK(fay.reason(refused) == "plan_changed");
  CHECK(meeting.now()["session"]["phase"] == "lobby");
  const Json later = ask();
  meeting.pass(500ms);
  CHECK(start(later).contains("result"));
}

TEST_CASE("who looks at no price pays what it costs", "[dispatch][preview]") {
  Meeting meeting;
  meeting.start();
  CHECK(meeting.fay
            ->call(
                "time.extend",
                {{"change", meeting.change()}, {"expect", meeting.expect()}, {"amount_ms", 10'000}})
            .contains("result"));
}

TEST_CASE("a price is refused as the call would be", "[dispatch][preview]") {
  Meeting meeting;
  auto& fay = *meeting.fay;
  auto& ana = meeting.ana();
  CHECK(ana.reason(preview(ana, "session.start", Json::object())) == "needs_facilitator");
  meeting.start();
  const Json hour{{"expect", meeting.expect()}, {"amount_ms", 3'600'000}};
  const auto shown = preview(fay, "time.extend", hour);
  CHECK(fay.reason(shown) == "time_exhausted");
  Json made = hour;
  made["change"] = meeting.change();
  CHECK(fay.call("time.extend", made)["error"] == shown["error"]);
  CHECK(fay.reason(preview(fay, "stage.advance", {{"expect", {{"stage", "s99"}}}})) ==
        "stage_moved_on");
  CHECK(ana.reason(preview(ana, "vote.call", {{"kind", "pause"}})) == "facilitator_here");
  CHECK(fay.call("session.end", {{"change", meeting.change()}}).contains("result"));
  meeting.pass(3s);
  CHECK(fay.reason(preview(fay, "time.extend", hour)) == "session_ended");
}

TEST_CASE("a fault of a preview names its field, within the params by their path",
          "[dispatch][preview][hostile]") {
  Meeting meeting;
  meeting.start();
  auto& fay = *meeting.fay;
  const auto stage = meeting.expect();
  const auto events = meeting.events();
  const std::string kCall = "time.extend";
  const std::vector<std::tuple<Json, std::string, std::string>> bad = {
      {Json::object(), "call", "invalid_params"},
      {{{"call", "no.such"}}, "call", "invalid_params"},
      {{{"call", "session.pause"}}, "call", "invalid_params"},
      {{{"call", "time.preview"}, {"params", {{"call", kCall}}}}, "call", "invalid_params"},
      {{{"call", 7}}, "call", "invalid_params"},
      {{{"call", kCall}, {"params", Json::array({1})}}, "params", "invalid_params"},
      {{{"call", kCall}, {"params", {{"change", "c"}}}}, "params", "invalid_params"},
      {{{"call", kCall}, {"params", {{"plan", 3}}}}, "params", "invalid_params"},
      {{{"call", kCall}, {"plan", 3}}, "plan", "invalid_params"},
      {{{"call", kCall}}, "params.expect", "invalid_params"},
      {{{"call", kCall}, {"params", {{"expect", stage}}}}, "params.amount_ms", "invalid_params"},
      {{{"call", kCall}, {"params", {{"expect", stage}, {"amount_ms", -1}}}},
       "params.amount_ms",
       "invalid_params"},
      {{{"call", kCall}, {"params", {{"expect", {{"stage", 1}}}, {"amount_ms", 1'000}}}},
       "params.expect.stage",
       "invalid_params"},
      {{{"call", "session.start"}, {"params", {{"late", "never"}}}},
       "params.late",
       "invalid_params"},
      {{{"call", "vote.call"}, {"params", {{"kind", "lunch"}}}}, "params.kind", "invalid_params"},
      {{{"call", "vote.call"}, {"params", {{"kind", "later_end"}}}},
       "params.amount_ms",
       "invalid_params"},
      {{{"call", "session.set_hard_end"}, {"params", {{"at", "at six"}}}},
       "params.at",
       "invalid_params"},
      {{{"call", "session.set_hard_end"}, {"params", {{"at", "2026-03-01T17:00:00.000Z"}}}},
       "params.at",
       "invalid_params"},
      {{{"call", "rotation.pass"}, {"params", {{"member", "m2"}, {"reason", " "}}}},
       "params.reason",
       "text_empty"},
      {{{"call", kCall}, {"params", {{"expect", stage}, {"amount_ms", 1'000}, {"colour", 1}}}},
       "params.colour",
       "invalid_params"},
  };
  for (const auto& [params, field, reason] : bad) {
    INFO(params.dump());
    meeting.pass(100ms);
    const auto answer = fay.call("time.preview", params);
    CHECK(answer["error"]["code"] == protocol::kInvalidParams);
    CHECK(fay.reason(answer) == reason);
    CHECK(answer["error"]["data"]["field"] == field);
    if (reason == "invalid_params") {
      CHECK_THAT(answer["error"]["message"].get<std::string>(), Catch::StartsWith(field + ": "));
    }
    fay.call("clock.sync");  // ten bad messages in a row would be too many
  }
  CHECK(meeting.events() == events);
}

TEST_CASE("a preview is a call like others: after the join, and not in any number",
          "[dispatch][preview][hostile]") {
  Meeting meeting;
  Visitor stranger{meeting.house};
  CHECK(stranger.reason(preview(stranger, "session.start", Json::object())) == "not_joined");
  auto& fay = *meeting.fay;
  for (int i = 0; i < 39; ++i) {
    REQUIRE(preview(fay, "session.start", Json::object()).contains("result"));
  }
  CHECK(fay.reason(preview(fay, "session.start", Json::object())) == "rate_limited");
  for (int i = 0; i < 40; ++i) preview(fay, "session.start", Json::object());
  CHECK(fay.socket.closed == CloseCode::flood);
  CHECK(meeting.ana().call("clock.sync").contains("result"));
}

TEST_CASE("a hard end and amounts out of range are refused by their field", "[dispatch][hostile]") {
  Meeting meeting;
  meeting.start();
  auto& fay = *meeting.fay;
  const auto before = meeting.now();
  const auto field = [&](const std::string& method, Json params) {
    meeting.pass(50ms);
    params["change"] = meeting.change();
    const auto answer = fay.call(method, params);
    fay.call("clock.sync");
    return answer["error"]["code"] == protocol::kInvalidParams
               ? answer["error"]["data"]["field"].get<std::string>()
               : answer.dump();
  };
  CHECK(field("session.set_hard_end", {{"at", "2026-03-01T17:59:59.999Z"}}) == "at");
  CHECK(field("session.set_hard_end", {{"at", "1970-01-01T00:00:00.000Z"}}) == "at");
  CHECK(field("session.set_hard_end", {{"member", "m1"}, {"at", "2026-03-01T18:00:00.000Z"}}) ==
        "at");
  CHECK(field("session.set_hard_end", {{"at", "six"}}) == "at");
  for (const std::int64_t amount : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{999},
                                    std::int64_t{3'600'001}, std::int64_t{31'536'000'000}}) {
    INFO(amount);
    CHECK(field("session.push_end", {{"amount_ms", amount}}) == "amount_ms");
    CHECK(field("time.give", {{"member", "m2"}, {"amount_ms", amount}}) == "amount_ms");
    CHECK(field("vote.call", {{"kind", "more_time"}, {"amount_ms", amount}}) == "amount_ms");
    CHECK(field("vote.call", {{"kind", "later_end"}, {"amount_ms", amount}}) == "amount_ms");
  }
  CHECK(field("session.start", {{"late", "never"}}) == "late");
  CHECK(field("vote.call", {{"kind", "lunch"}}) == "kind");
  CHECK(meeting.now() == before);
}

}  // namespace
}  // namespace turnkeeper::testing
