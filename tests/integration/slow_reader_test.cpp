// People who do not hear what is said in a room of the program itself, because they do not read, or
// because their network is dead and says nothing. The others do not notice.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <optional>

#include "integration/distant.h"

using namespace turnkeeper;
using namespace turnkeeper::test;
using Way = FaultProxy::Way;

namespace {

/// Between one thing that somebody says and the next: no more than anybody may.
constexpr auto kPace = 60ms;

/// Nearly as long as a text may be, at four bytes a character, and unlike any other.
std::string long_text(std::size_t number) {
  std::string text = std::to_string(number) + ' ';
  for (int i = 0; i < 1'990; ++i) text += "\xF0\x9F\x8C\xB1";
  return text;
}

/// Somebody who says one thing after the other as soon as the last was answered and so much time
/// has gone by, and takes down how long the answers took.
class Chatterer {
 public:
  Chatterer(Loop& loop, RoomClient& who, Loop::Millis pace) : loop_(loop), who_(who), pace_(pace) {
    talk();
  }

  void hush() { hushed_ = true; }
  std::size_t answered() const { return took_.size(); }
  /// How long an answer takes, as a rule; of those after the first `skip`.
  Loop::Millis usual(std::size_t skip = 0) const {
    std::vector<Loop::Millis> took(took_.begin() + static_cast<std::ptrdiff_t>(skip), took_.end());
    const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
    std::nth_element(took.begin(), middle, took.end());
    return *middle;
  }

 private:
  void talk() {
    if (hushed_) return;
    const auto asked = who_.server_now();
    who_.change("checkin.say", {{"text", long_text(took_.size())}},
                [this, asked](const client::Answer& answer) {
                  if (answer.ok()) took_.push_back(who_.server_now() - asked);
                  loop_.after(pace_, [this] { talk(); });
                });
  }

  Loop& loop_;
  RoomClient& who_;
  Loop::Millis pace_;
  std::vector<Loop::Millis> took_;
  bool hushed_ = false;
};

}  // namespace

TEST_CASE_METHOD(Distant, "who does not read gets one picture in place of all that was said",
                 "[integration]") {
  Seen seen;
  const auto ana = come(near_by, newcomer("Ana"));
  const auto bo = come(near_by, newcomer("Bo"));
  const auto cy = come(far_away, newcomer("Cy"), seen.listener());
  all_in({ana.get(), bo.get(), cy.get()});
  REQUIRE(change(*ana, "session.start").ok());
  REQUIRE(until([&] { return in_step(*ana, *cy); }));

  far_away.hold(Way::down);
  const auto before = far_away.passed(Way::down);
  Chatterer first(loop, *ana, kPace);
  Chatterer second(loop, *bo, kPace);
  REQUIRE(until([&] { return first.answered() + second.answered() >= 150; }, 90s));
  first.hush();
  second.hush();
  REQUIRE(until([&] { return ana->unanswered() + bo->unanswered() == 0; }));
  far_away.release();
  REQUIRE(until([&] { return in_step(*ana, *cy); }));
  // What waited for Cy was the backlog and what the systems between hold; 150 texts are 1.2 MB.
  const auto passed = far_away.passed(Way::down) - before;
  INFO(passed << " bytes waited");
  CHECK(passed < 512 * 1024);
  const auto next = change(*bo, "checkin.say", {{"text", "and now?"}});
  REQUIRE(next.ok());
  REQUIRE(until([&] { return cy->seq() == next.result.at("seq").get<std::uint64_t>(); }));
  CHECK(seen.jumps() == 1);
  CHECK(seen.in_order());
  CHECK(cy->tally().gaps == 0);
  CHECK(cy->tally().joins == 1);
  CHECK(cy->state() == ana->state());
}

TEST_CASE_METHOD(Distant, "who is cut off in silence or never reads is let go while nobody waits",
                 "[integration]") {
  FaultProxy slow(loop, http().address());
  std::vector<client::Closed> of_cy;
  std::vector<client::Closed> of_di;
  const auto note = [](std::vector<client::Closed>& ends) {
    return RoomClient::Listener{
        {}, {}, {}, [&](const client::Closed& closed) { ends.push_back(closed); }};
  };
  const Seat seat_of_cy = newcomer("Cy");
  const auto ana = come(near_by, newcomer("Ana"));
  const auto bo = come(near_by, newcomer("Bo"));
  const auto cy = come(far_away, seat_of_cy, note(of_cy));
  const auto di = come(slow, newcomer("Di"), note(of_di));
  all_in({ana.get(), bo.get(), cy.get(), di.get()});
  REQUIRE(change(*ana, "session.start").ok());
  const auto present = [&] { return view(*bo).seated_present(); };
  REQUIRE(until([&] { return present() == 4; }));

  Chatterer talker(loop, *ana, kPace);
  Chatterer other(loop, *bo, kPace);
  REQUIRE(until([&] { return talker.answered() >= 20; }));
  const auto usual = talker.usual();
  const std::size_t calm = talker.answered();

  // Nothing comes from Cy any more, and nothing gets there. To Di nothing gets through but a
  // trickle, though the server still hears her.
  far_away.hold();
  slow.throttle(Way::down, 100);
  const auto held_at = ana->server_now();
  const auto cy_is_present = [&] {
    return bo->state().at("members").at(seat_of_cy.member).at("present").get<bool>();
  };
  std::optional<client::Instant> away_at;
  std::function<void()> ask = [&] {
    di->request("clock.sync", Json::object(), {});
    if (!away_at && !cy_is_present()) away_at = ana->server_now();
    loop.after(1s, ask);
  };
  ask();

  until_closed_with(4490, 90s);
  slow.release();
  REQUIRE(until([&] { return !of_di.empty(); }));
  CHECK(of_di.front().code == 4490);
  REQUIRE(until([&] { return present() == 3; }, 60s));
  CHECK_FALSE(cy_is_present());
  REQUIRE(until([&] { return away_at.has_value(); }));
  const auto noticed = *away_at - held_at;
  INFO("away after " << noticed.count() << " ms");
  CHECK(closed_with(4408) >= 1);
  // Shown after twenty seconds of silence, of which ten may have been before.
  CHECK(noticed >= 9s);
  CHECK(noticed <= 30s);
  REQUIRE(!of_cy.empty());
  CHECK(of_cy.front().code == 1006);
  CHECK_FALSE(cy->joined());

  CHECK(talker.usual(calm) <= 3 * usual + kBusyMachine);
  CHECK(ana->tally().joins == 1);
  CHECK(bo->tally().joins == 1);

  talker.hush();
  other.hush();
  far_away.release();
  INFO("Cy's last end: " << of_cy.back().code << ", HTTP " << of_cy.back().http_status);
  REQUIRE(until([&] { return present() == 4 && in_step(*ana, *cy) && in_step(*ana, *di); }));
  CHECK(cy->tally().gaps + di->tally().gaps == 0);
  CHECK(cy->state() == ana->state());
  CHECK(di->state() == ana->state());
}
