// What is wrong with a database, as it is told.
#include "store/faults.h"

#include <catch2/catch.hpp>

using namespace turnkeeper::store;

TEST_CASE("a fault is told in text, whatever it is about", "[store]") {
  Faults faults;
  faults.add({"\x1b[\xac\n", 3, "What Jos\xc3\xa9 said is gone.\x7f"});
  faults.add({"s\xc3", 0, "It is \xc3\xa9t\xc3."});
  faults.add({"s", 0,
              "\xc2\x9b"
              "2J \xc2\xa0 is gone."});
  REQUIRE(faults.listed().size() == 3);
  CHECK(faults.listed()[0].stream == "?[??");
  CHECK(faults.listed()[0].why == "What Jos\xc3\xa9 said is gone.?");
  CHECK(faults.listed()[1].stream == "s?");
  CHECK(faults.listed()[1].why == "It is ??t?.");
  CHECK(faults.listed()[2].why == "?2J \xc2\xa0 is gone.");
}
