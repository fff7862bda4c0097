#include <catch2/catch.hpp>

#include "protocol/json.h"
#include "protocol/text_rules.h"
#include "protocol/time_text.h"

using namespace turnkeeper;
using namespace turnkeeper::protocol;

TEST_CASE("characters are counted, not bytes", "[protocol]") {
  std::string two_thousand;
  for (int i = 0; i < 2'000; ++i) two_thousand += "\xC3\xA9";  // é
  CHECK_FALSE(fault_of_text(two_thousand, 2'000, true));
  CHECK(fault_of_text(two_thousand + "e", 2'000, true) == TextFault::too_long);
}

TEST_CASE("a text needs something that can be seen", "[protocol]") {
  for (const char* text : {"", " ", "\n\n", "\xE2\x80\x8B", "\xC2\xA0 \xEF\xBB\xBF"}) {
    CHECK(fault_of_text(text, 80, true) == TextFault::empty);
  }
  CHECK_FALSE(fault_of_text("\xE2\x80\x8B.", 80, true));
}

TEST_CASE("a text may break its lines, a name may not", "[protocol]") {
  CHECK_FALSE(fault_of_text("one\ntwo", 80, true));
  CHECK(fault_of_text("one\ntwo", 80, false) == TextFault::invalid);
}

TEST_CASE("control characters are refused, and in names the controls of direction too",
          "[protocol]") {
  CHECK(fault_of_text("a\tb", 80, true) == TextFault::invalid);
  CHECK(fault_of_text("a\x7F", 80, true) == TextFault::invalid);
  CHECK(fault_of_text("a\xC2\x85", 80, true) == TextFault::invalid);
  CHECK(fault_of_text("a\xE2\x80\xAE"
                      "b",
                      80, false) == TextFault::invalid);
  CHECK_FALSE(
      fault_of_text("a\xE2\x80\xAE"
                    "b",
                    80, true));
}

TEST_CASE("times are written and read in one form only", "[protocol]") {
  const auto instant = parse_instant("2026-03-01T18:00:00.250Z");
  REQUIRE(instant);
  CHECK(to_text(*instant) == "2026-03-01T18:00:00.250Z");
  for (const char* bad :
       {"2026-03-01T18:00:00Z", "2026-03-01 18:00:00.000Z", "2026-02-30T18:00:00.000Z",
        "2026-03-01T24:00:00.000Z", "2026-03-01T18:00:00.000+01:00", ""}) {
    CHECK_FALSE(parse_instant(bad));
  }
}

TEST_CASE("a day is one that the calendar has", "[protocol]") {
  CHECK(parse_date("2028-02-29"));
  for (const char* bad : {"2027-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-01 "}) {
    CHECK_FALSE(parse_date(bad));
  }
}

TEST_CASE("what is today somewhere on earth is not in the past", "[protocol]") {
  const auto noon = *parse_instant("2026-03-02T11:59:59.999Z");
  CHECK(to_text(timekeeper::earliest_today(noon)) == "2026-03-01");
  CHECK(to_text(timekeeper::earliest_today(noon + timekeeper::Millis{1})) == "2026-03-02");
}

TEST_CASE("sixteen levels are read, seventeen are not", "[protocol]") {
  const auto nested = [](int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']');
  };
  CHECK(std::holds_alternative<Json>(parse(nested(16))));
  CHECK(std::holds_alternative<ParseFault>(parse(nested(17))));
  CHECK(std::holds_alternative<ParseFault>(parse(std::string(100'000, '['))));
}

TEST_CASE("lone surrogates and broken UTF-8 are no text", "[protocol]") {
  CHECK(std::holds_alternative<ParseFault>(parse(R"("\ud800")")));
  CHECK(std::holds_alternative<ParseFault>(parse("\"\xC3(\"")));
  CHECK(std::holds_alternative<Json>(parse(R"("\ud83d\ude00")")));
}

TEST_CASE("nothing hides behind a NUL or before the text", "[protocol]") {
  using namespace std::string_view_literals;
  CHECK(std::holds_alternative<ParseFault>(parse("{}\0junk"sv)));
  CHECK(std::holds_alternative<ParseFault>(parse("{}\0"sv)));
  CHECK(std::holds_alternative<ParseFault>(parse("\xEF\xBB\xBF{}")));
  CHECK(std::holds_alternative<Json>(parse("{}")));
}
