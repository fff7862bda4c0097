// People behind bad networks, in a room of the program itself: late, cut off, and open in fifty
// windows. None of them misses anything, and nobody else notices.
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>

#include "integration/distant.h"

using namespace turnkeeper;
using namespace turnkeeper::test;
using Way = FaultProxy::Way;

TEST_CASE_METHOD(Distant, "nearly a second away each event comes once and the time is right",
                 "[integration]") {
  constexpr auto kJitter = 200ms;
  far_away.delay(800ms, kJitter);
  Seen seen;
  const auto ana = come(near_by, newcomer("Ana"));
  const auto bo = come(far_away, newcomer("Bo"), seen.listener());
  all_in({ana.get(), bo.get()});
  const auto joined_at = bo->seq();

  // The way there and the way back differ by the jitter at most; half of that is the error.
  const auto error = bo->server_now() - ana->server_now();
  INFO("their clocks differ by " << error.count() << " ms");
  CHECK(std::chrono::abs(error) <= kJitter / 2 + kBusyMachine);
  CHECK(bo->offset().round_trip() >= 1'600ms);

  REQUIRE(change(*ana, "session.start").ok());
  for (int i = 1; i <= 20; ++i) {
    REQUIRE(change(*ana, "checkin.say", {{"text", "word " + std::to_string(i)}}).ok());
  }
  REQUIRE(until([&] { return in_step(*ana, *bo); }));
  CHECK(seen.first() == joined_at + 1);
  CHECK(seen.last() == ana->seq());
  CHECK(seen.jumps() == 0);
  CHECK(bo->state() == ana->state());
  CHECK(bo->tally().joins == 1);
}

TEST_CASE_METHOD(Distant, "a cut in the middle of a message leaves no hole and doubles nothing",
                 "[integration]") {
  Seen seen;
  const auto ana = come(near_by, newcomer("Ana"));
  const auto bo = come(far_away, newcomer("Bo"), seen.listener());
  all_in({ana.get(), bo.get()});
  REQUIRE(change(*ana, "session.start").ok());

  // In the head of a frame, in an event, in the handshake that follows, and in its answer.
  std::ptrdiff_t said = 0;
  for (const std::size_t bytes : {1U, 2U, 5U, 100U, 300U, 600U, 1'000U, 2'000U}) {
    far_away.cut_after(Way::down, bytes);
    while (far_away.cut_is_due()) {
      const std::string text = std::string(400, 'a') + std::to_string(++said);
      REQUIRE(change(*ana, "checkin.say", {{"text", text}}).ok());
      REQUIRE(until([&] { return !far_away.cut_is_due() || in_step(*ana, *bo); }));
    }
    REQUIRE(until([&] { return in_step(*ana, *bo); }));
  }
  // What Bo said was half said when the line broke, and he says it again by himself.
  std::ptrdiff_t answered = 0;
  for (const std::size_t bytes : {1U, 2U, 5U, 100U, 300U, 400U}) {  // of more than 450
    far_away.cut_after(Way::up, bytes);
    bo->change("checkin.say", {{"text", std::string(400, 'b') + std::to_string(++said)}},
               [&](const client::Answer& answer) { answered += answer.ok(); });
    REQUIRE(until([&] { return bo->unanswered() == 0 && in_step(*ana, *bo); }));
    REQUIRE_FALSE(far_away.cut_is_due());
  }
  CHECK(answered == 6);
  CHECK(bo->tally().resent == 6);
  CHECK(bo->tally().joins == 15);
  CHECK(bo->tally().resumed == 14);
  CHECK(bo->tally().gaps == 0);
  CHECK(seen.last() == ana->seq());
  CHECK(seen.jumps() == 0);
  CHECK(bo->state() == ana->state());
  CHECK(count(journal(ours), "checkin.said") == said);
}

TEST_CASE_METHOD(Distant,
                 "what was cut in its middle takes effect once though the server is killed",
                 "[integration]") {
  Seen seen;
  const auto ana = come(near_by, newcomer("Ana"));
  const auto bo = come(far_away, newcomer("Bo"), seen.listener());
  all_in({ana.get(), bo.get()});
  REQUIRE(change(*ana, "session.start").ok());

  far_away.cut_after(GENERATE(Way::up, Way::down), 100);
  int answered = 0;
  for (RoomClient* const who : {bo.get(), ana.get()}) {
    who->change("checkin.say", {{"text", std::string(400, 'c')}},
                [&](const client::Answer& answer) { answered += answer.ok(); });
  }
  REQUIRE(until([&] { return !far_away.cut_is_due(); }));
  program.signal(SIGKILL);
  REQUIRE(program.wait() == -SIGKILL);

  const Serving next(folder.path());
  near_by.lead_to(next.http().address());
  far_away.lead_to(next.http().address());
  REQUIRE(until([&] { return answered == 2 && view(*ana).running() && in_step(*ana, *bo); }));
  CHECK(count(next.journal(ours), "checkin.said") == 2);
  CHECK(seen.in_order());
  CHECK(bo->tally().gaps == 0);
  CHECK(bo->epoch() == ana->epoch());
  CHECK(bo->state() == ana->state());
}

TEST_CASE_METHOD(Distant, "of fifty windows of one member four are served and nobody else notices",
                 "[integration]") {
  const auto bo = come(near_by, newcomer("Bo"));
  const Seat seat_of_ana = newcomer("Ana");
  std::vector<std::unique_ptr<RoomClient>> windows;
  windows.push_back(come(near_by, seat_of_ana));
  all_in({bo.get(), windows.front().get()});
  REQUIRE(until([&] { return view(*bo).seated_present() == 2; }));
  const auto seq = bo->seq();

  while (windows.size() < 50) windows.push_back(come(near_by, seat_of_ana));
  const auto count_of = [&](RoomClient::Standing standing) {
    return std::count_if(windows.begin(), windows.end(),
                         [&](const auto& one) { return one->standing() == standing; });
  };
  REQUIRE(until([&] { return count_of(RoomClient::Standing::gone) == 46; }));
  CHECK(count_of(RoomClient::Standing::joined) == 4);
  CHECK(closed_with(4511) == 46);
  CHECK(windows.front()->joined());
  CHECK(windows.front()->seat().at("sockets") == 4);

  // A change of his is the next thing that happens for Bo.
  const std::vector<std::string> order{seat_of_ana.member, bo->member()};
  REQUIRE(change(*bo, "rotation.reorder", {{"order", order}}).ok());
  CHECK(bo->seq() == seq + 1);
  CHECK(bo->tally().joins == 1);
}
