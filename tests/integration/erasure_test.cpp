// What people take back is gone: from the files too, and over a restart.
#include <catch2/catch.hpp>
#include <fstream>

#include "integration/house.h"
#include "store/verify.h"

using namespace turnkeeper;
using namespace turnkeeper::test;

namespace {

/// Two people and their facilitator in the first turn, whose stages last for minutes.
struct Turn : House {
  Circle ours = circle(slow_agenda());
  Seat ana = seat(ours, "Ana");
  std::unique_ptr<RoomClient> first = join(ours, ana);
  std::unique_ptr<RoomClient> second = join(ours, seat(ours, "Bo"));
  std::unique_ptr<RoomClient> facilitator =
      join(ours, seat(ours, "Flo", "facilitator", {{"as", "facilitator"}}));

  Turn() {
    REQUIRE(until([&] { return view(*facilitator).seated_present() == 2; }));
    REQUIRE(change(*facilitator, "session.start").ok());
    go_on_to("challenge");
    REQUIRE(change(holder(), "challenge.state", {{"text", "I cannot say no."}}).ok());
  }

  void go_on_to(const std::string& stage) {
    while (view(*facilitator).stage_name() != stage) {
      const auto before = view(*facilitator).stage();
      const auto moved = move(*facilitator, "stage.advance");
      INFO((moved.ok() ? "" : moved.refusal->message));
      REQUIRE(moved.ok());
      REQUIRE(until([&] { return view(*facilitator).stage() != before && in_step(); }));
    }
  }
  bool in_step() const {
    return first->seq() == facilitator->seq() && second->seq() == facilitator->seq();
  }
  RoomClient& holder() { return view(*first).mine() ? *first : *second; }
  RoomClient& other() { return view(*first).mine() ? *second : *first; }

  /// Whether a byte of it is left in the data folder.
  bool is_kept(const std::string& text) const {
    bool found = false;
    for (const auto& file : std::filesystem::recursive_directory_iterator(data())) {
      if (!file.is_regular_file()) continue;
      std::ifstream stream(file.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(stream),
                              std::istreambuf_iterator<char>()};
      found = found || bytes.find(text) != std::string::npos;
    }
    return found;
  }
};

}  // namespace

TEST_CASE_METHOD(Turn, "a question that was withdrawn and an action that was removed are nowhere",
                 "[integration]") {
  go_on_to("exploration");
  const auto asked = change(other(), "question.ask", {{"text", "Question-like-no-other"}});
  REQUIRE(asked.ok());
  CHECK(is_kept("Question-like-no-other"));
  REQUIRE(change(other(), "question.withdraw", {{"entry", asked.result.at("entry")}}).ok());
  CHECK_FALSE(is_kept("Question-like-no-other"));

  go_on_to("action");
  const auto added = change(
      holder(), "action.add",
      {{"what", "Deed-like-no-other"}, {"measure", "Proof-like-no-other"}, {"due", "2099-01-01"}});
  REQUIRE(added.ok());
  CHECK(is_kept("Deed-like-no-other"));
  REQUIRE(change(holder(), "action.remove", {{"action", added.result.at("action")}}).ok());
  CHECK_FALSE(is_kept("Deed-like-no-other"));
  CHECK_FALSE(is_kept("Proof-like-no-other"));
  CHECK(is_kept("I cannot say no."));

  REQUIRE(until([&] { return in_step(); }));
  const Json before = facilitator->state();
  kill();
  CHECK(store::verify(data() / "turnkeeper.db").whole());
  open();
  const auto back = join(ours, ana);
  CHECK(back->state().at("challenges") == before.at("challenges"));
  CHECK(back->state().at("actions") == before.at("actions"));
  CHECK_FALSE(is_kept("Deed-like-no-other"));
}
