#include "store/hash_chain.h"

#include <catch2/catch.hpp>

#include "store/verify.h"
#include "store_fixture.h"

using namespace turnkeeper::store;

TEST_CASE("the hash of an event is what the header says, byte for byte", "[store]") {
  Hash commitment{};
  commitment.fill(0x11);
  Hash prev{};
  prev.fill(0x22);
  const Commitments commitments{{"w1", commitment}};
  const Link link{StreamKind::circle, "c", 2, prev, 3, "circle.created", "m", "{}", commitments};

  using namespace std::string_literals;
  const auto number = [](char value) { return "\0\0\0\0\0\0\0"s + value; };
  const std::string bytes = number(18) + "turnkeeper.event.1" + number(6) + "circle" + number(1) +
                            "c" + number(2) + number(32) + std::string(32, '\x22') + number(3) +
                            number(14) + "circle.created" + number(1) + "m" + number(2) + "{}" +
                            number(1) + number(2) + "w1" + number(32) + std::string(32, '\x11');
  CHECK(hash_of(link) == sha256(bytes));
}

TEST_CASE("a commitment is the hash of salt and text, and survives being written down", "[store]") {
  Salt salt{};
  salt.fill(0x61);
  CHECK(commitment_of(salt, "bc") == sha256("aaaaaaaaaaaaaaaabc"));
  const Commitments commitments{{"w\"1", commitment_of(salt, "one")},
                                {"w2", commitment_of(random_salt(), "two")}};
  CHECK(parse_commitments(to_text(commitments)) == commitments);
  CHECK_THROWS(parse_commitments(R"({"w1":"xyz"})"));
  CHECK_THROWS(parse_commitments("[]"));
}

TEST_CASE("words can be erased for good, and the history still adds up", "[store]") {
  const TemporaryDirectory temporary;
  const std::string secret = "Ana-with-a-name-like-no-other";
  {
    Store store(temporary.path());
    append(store.writer, store.pump, new_circle("c"));
    append(store.writer, store.pump, seated_member("c", 1, "m1", secret));
    REQUIRE(store.queries.members({"c"}).front().person.name == secret);

    StreamAppend erasure;
    erasure.kind = StreamKind::circle;
    erasure.stream = "c";
    erasure.erased = {{"c-m1"}};
    CHECK(append(store.writer, store.pump, erasure) == AppendOutcome::committed);

    CHECK(store.queries.members({"c"}).front().person.name.empty());
    CHECK(store.queries.words({{"c-m1"}}).empty());
    CHECK(verify(store.database.file()).whole());
    for (const char* suffix : {"", "-wal"}) {
      CHECK(bytes_of(temporary.file().string() + suffix).find(secret) == std::string::npos);
    }
    // The id is taken for ever: nobody can write another name into the old event.
    CHECK(append(store.writer, store.pump, seated_member("c", 2, "m1", "Bea")) ==
          AppendOutcome::conflict);
  }
  CHECK(verify(temporary.file()).whole());
}
