#include "timekeeper/budget.h"

#include <catch2/catch.hpp>

#include "tests/timekeeper/people.h"

using namespace turnkeeper::timekeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

namespace {

using Shares = std::vector<std::pair<MemberId, Millis>>;

/// Ana is in her turn; Bo, Cy and Di wait with a minute each, of which 36 s are guaranteed.
Session session_of_four() {
  Session session;
  session.rotation = {kAna, kBo, kCy, kDi};
  for (const auto& member : session.rotation) {
    Turn turn;
    turn.share = turn.planned = 60s;
    turn.guaranteed = 36s;
    session.turns[member] = turn;
  }
  session.turns[kAna].status = Progress::now;
  session.budget.reserve = 30s;
  session.budget.closing = session.budget.closing_share = 20s;
  session.budget.total = budget_sum(session);
  return session;
}

constexpr auto kAll = {Payer::reserve, Payer::turns, Payer::closing};

}  // namespace

TEST_CASE("the reserve pays first, then the turns to come, then the closing", "[budget]") {
  const auto session = session_of_four();
  CHECK(payable(session, kAll) == 30s + 3 * 24s + 10s);
  CHECK(payable(session, {Payer::turns}) == 72s);
  CHECK(collect(session, 30s, kAll) == Transfer{30s, 0s, {}});
  CHECK(collect(session, 36s, kAll) == Transfer{30s, 0s, {{kBo, 2s}, {kCy, 2s}, {kDi, 2s}}});
  CHECK(collect(session, 112s, kAll) == Transfer{30s, 10s, {{kBo, 24s}, {kCy, 24s}, {kDi, 24s}}});
}

TEST_CASE("turns pay evenly, and odd milliseconds are the earliest's", "[budget]") {
  const auto session = session_of_four();
  CHECK(collect(session, 1ms, {Payer::turns}).turns == Shares{{kBo, 1ms}});
  CHECK(collect(session, 10s, {Payer::turns}).turns ==
        Shares{{kBo, 3'334ms}, {kCy, 3'333ms}, {kDi, 3'333ms}});
  CHECK(collect(session, 11ms, {Payer::turns}).turns == Shares{{kBo, 4ms}, {kCy, 4ms}, {kDi, 3ms}});
}

TEST_CASE("nobody pays below their guarantee, and the others make up for it", "[budget]") {
  auto session = session_of_four();
  session.turns[kCy].planned = 40s;
  CHECK(collect(session, 30s, {Payer::turns}).turns == Shares{{kBo, 13s}, {kCy, 4s}, {kDi, 13s}});
  session.turns[kCy].planned = 36s;
  CHECK(collect(session, 30s, {Payer::turns}).turns == Shares{{kBo, 15s}, {kDi, 15s}});
}

TEST_CASE("what a deferred turn has used is not there to be taken", "[budget]") {
  auto session = session_of_four();
  session.turns[kDi].used = 50s;
  CHECK(payable(session, {Payer::turns}) == 24s + 24s + 10s);
}

TEST_CASE("who is in a turn, or through it, pays nothing", "[budget]") {
  auto session = session_of_four();
  session.turns[kBo].status = Progress::done;
  session.turns[kCy].status = Progress::passed;
  CHECK(collect(session, 20s, {Payer::turns}).turns == Shares{{kDi, 20s}});
}

TEST_CASE(
    "what is left over goes first to turns that were cut, then to the closing, then to the "
    "reserve",
    "[budget]") {
  auto session = session_of_four();
  session.turns[kBo].planned = 50s;
  session.turns[kDi].planned = 40s;
  session.budget.closing = 15s;
  CHECK(distribute(session, 10s) == Transfer{0s, 0s, {{kBo, 5s}, {kDi, 5s}}});
  CHECK(distribute(session, 25s) == Transfer{0s, 0s, {{kBo, 10s}, {kDi, 15s}}});
  CHECK(distribute(session, 33s) == Transfer{0s, 3s, {{kBo, 10s}, {kDi, 20s}}});
  CHECK(distribute(session, 60s) == Transfer{25s, 5s, {{kBo, 10s}, {kDi, 20s}}});
}

TEST_CASE("what somebody gave is not made up for", "[budget]") {
  auto session = session_of_four();
  session.turns[kBo].planned = 45s;
  session.turns[kBo].given = 10s;
  CHECK(distribute(session, 20s) == Transfer{15s, 0s, {{kBo, 5s}}});
}

TEST_CASE("minutes that change hands are neither made nor lost", "[budget]") {
  auto session = session_of_four();
  const auto paid = collect(session, 100s, kAll);
  CHECK(paid.sum() == 100s);
  debit(session, paid);
  CHECK(budget_sum(session) == session.budget.total - 100s);
  credit(session, distribute(session, 100s));
  CHECK(session == session_of_four());
}
