// What the comparison with a journal notices, and what it lets pass.

#include "tests/faults/record.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

using namespace turnkeeper::faults;
using Catch::Matchers::Contains;

namespace {

Json event(std::uint64_t seq, const std::string& name, Json data = Json::object()) {
  return {{"seq", seq},
          {"at", "2026-03-01T18:00:0" + std::to_string(seq) + ".000Z"},
          {"event", name},
          {"data", std::move(data)}};
}

Json by_ana(Json event) {
  event["by"] = "ana";
  return event;
}

Json raised(std::uint64_t seq, const std::string& entry) {
  return by_ana(event(seq, "hand.raised", {{"entry", entry}}));
}

/// What people were told of a room, and the journal that says the same: Ana raised a hand, and
/// later her stage ended.
struct Told {
  Told() {
    for (const Json& each : journal) record.seen(each);
    raises("c1", "e1");
  }
  ~Told() { std::filesystem::remove(file); }
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;

  void raises(const std::string& change, const std::string& entry, std::uint64_t seq = 2) {
    record.acknowledged(change, {"ana", "hand.raise", {}, {{"seq", seq}, {"entry", entry}}});
  }
  std::string complaint() const {
    try {
      record.compare(journal);
    } catch (const Broken& broken) {
      return broken.what();
    }
    return {};
  }

  std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("turnkeeper-told-" + std::to_string(::getpid()));
  Record record{file};
  Json journal = Json::array({event(1, "session.planned"), raised(2, "e1"),
                              event(3, "stage.ended", {{"stage", "s1"}, {"used_ms", 10}})});
};

}  // namespace

TEST_CASE("a journal that says what was told is whole", "[faults]") {
  Told told;
  CHECK(told.complaint().empty());
  told.journal.push_back(event(4, "member.away"));  // nobody was told yet
  told.journal[0]["data"]["agenda"] = "more than is shown";
  CHECK(told.complaint().empty());
}

TEST_CASE("an event that was seen and is lost is noticed", "[faults]") {
  Told told;
  SECTION("the last") {
    told.journal.erase(2);
    CHECK_THAT(told.complaint(), Contains("the journal ends at 2"));
  }
  SECTION("one in the middle") {
    told.journal.erase(1);
    CHECK_THAT(told.complaint(), Contains("goes on after 1"));
  }
  SECTION("one in the middle, and the others moved up") {
    told.journal.erase(1);
    told.journal[1]["seq"] = 2;
    CHECK_THAT(told.complaint(), Contains("Seq 2 was shown as"));
  }
}

TEST_CASE("an event that was changed since it was seen is noticed", "[faults]") {
  Told told;
  SECTION("when it happened") { told.journal[2]["at"] = "2026-03-01T18:00:09.000Z"; }
  SECTION("what it was") { told.journal[2]["event"] = "stage.overtime"; }
  SECTION("whose it was") { told.journal[2]["by"] = "bo"; }
  SECTION("what it said") { told.journal[2]["data"]["used_ms"] = 11; }
  SECTION("that it said something") { told.journal[2]["data"].erase("used_ms"); }
  CHECK_THAT(told.complaint(), Contains("Seq 3 was shown as"));
}

TEST_CASE("a seq that is used twice is noticed", "[faults]") {
  Told told;
  SECTION("in the journal") {
    told.journal.push_back(event(3, "member.away"));
    CHECK_THAT(told.complaint(), Contains("goes on after 3"));
  }
  SECTION("by what people are shown") {
    told.record.seen(told.journal[2]);
    CHECK_THROWS_WITH(told.record.seen(event(3, "member.away")), Contains("and later as"));
  }
}

TEST_CASE("an effect that is there twice is noticed", "[faults]") {
  Told told;
  SECTION("of a change") {
    told.journal.push_back(raised(4, "e2"));
    CHECK_THAT(told.complaint(), Contains("took effect twice"));
  }
  SECTION("of time") {
    told.journal.push_back(event(4, "stage.ended", {{"stage", "s1"}, {"used_ms", 10}}));
    CHECK_THAT(told.complaint(), Contains("ended for a second time"));
  }
}

TEST_CASE("a change that was acknowledged and is not there is noticed", "[faults]") {
  Told told;
  SECTION("at its seq") { told.raises("c2", "e2", 4); }
  SECTION("with what it made") { told.raises("c2", "e2", 3); }
  CHECK_THAT(told.complaint(), Contains("Lost: ana's hand.raise"));
}

TEST_CASE("two changes that share one event are noticed", "[faults]") {
  Told told;
  told.raises("c2", "e1");
  CHECK_THAT(told.complaint(), Contains("are one event"));
}

TEST_CASE("a change that is answered otherwise when it is sent again is noticed", "[faults]") {
  Told told;
  told.raises("c1", "e1");
  CHECK_THROWS_WITH(told.raises("c1", "e2"), Contains("sent again and answered by"));
}
