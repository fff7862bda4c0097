#include "store/hash_chain.h"

#include <catch2/catch.hpp>

#include "store/verify.h"
#include "store_fixture.h"

using namespace turnkeeper::store;
using Catch::Matchers::Contains;

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

namespace {

/// A circle of two events more than its beginning.
void write_circle(const std::filesystem::path& directory) {
  Store store(directory);
  append(store.writer, store.pump, new_circle("c"));
  append(store.writer, store.pump, seated_member("c", 1, "m1", "Ana"));
  append(store.writer, store.pump, issued_link("c", 2));
}

std::optional<Fault> verify_in(const std::filesystem::path& directory) {
  const Database database(directory);
  return verify(database);
}

}  // namespace

TEST_CASE("a store that nobody touched verifies", "[store]") {
  const TemporaryDirectory temporary;
  write_circle(temporary.path());
  CHECK_FALSE(verify_in(temporary.path()));
}

TEST_CASE("a change of any part of an event is found, with its stream and seq", "[store]") {
  const TemporaryDirectory temporary;
  write_circle(temporary.path());
  const std::string change =
      GENERATE(as<std::string>{}, "data = replace(data, 'member', 'memben')", "at_ms = at_ms + 1",
               "type = 'circle.link_issued'", "by_member = 'm9'", "commitments = '{}'",
               "prev_hash = zeroblob(32)", "hash = zeroblob(32)");
  CAPTURE(change);
  tamper(temporary.file(), "UPDATE events SET " + change + " WHERE seq = 2");
  const auto fault = verify_in(temporary.path());
  REQUIRE(fault);
  CHECK(fault->stream == "c");
  CHECK(fault->seq == 2);
}

TEST_CASE("an event that is taken away is found, the last one too", "[store]") {
  const TemporaryDirectory temporary;
  write_circle(temporary.path());
  const int seq = GENERATE(1, 2, 3);
  tamper(temporary.file(), "DELETE FROM events WHERE seq = " + std::to_string(seq));
  const auto fault = verify_in(temporary.path());
  REQUIRE(fault);
  CHECK(fault->stream == "c");
  CHECK(fault->seq == static_cast<std::uint64_t>(seq));
  CHECK_THAT(fault->why, Contains(seq == 3 ? "ends before" : "missing"));
}

TEST_CASE("words that were exchanged, removed or slipped in are found", "[store]") {
  const TemporaryDirectory temporary;
  write_circle(temporary.path());
  SECTION("exchanged") {
    tamper(temporary.file(), "UPDATE words SET text = 'Bea' WHERE id = 'c-m1'");
  }
  SECTION("removed") { tamper(temporary.file(), "DELETE FROM words WHERE id = 'c-m1'"); }
  SECTION("slipped in") {
    tamper(temporary.file(), "INSERT INTO words VALUES ('c-m1x', 'c', 'Bea', zeroblob(16))");
  }
  const auto fault = verify_in(temporary.path());
  REQUIRE(fault);
  CHECK(fault->stream == "c");
  CHECK_THAT(fault->why, Contains("c-m1"));
}

TEST_CASE("a projection that was changed is found", "[store]") {
  const TemporaryDirectory temporary;
  write_circle(temporary.path());
  tamper(temporary.file(), "UPDATE members SET role = 'facilitator'");
  const auto fault = verify_in(temporary.path());
  REQUIRE(fault);
  CHECK_THAT(fault->why, Contains("lists"));
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
    CHECK_FALSE(verify(store.database));
    for (const char* suffix : {"", "-wal"}) {
      CHECK(bytes_of(temporary.file().string() + suffix).find(secret) == std::string::npos);
    }
    // The id is taken for ever: nobody can write another name into the old event.
    CHECK(append(store.writer, store.pump, seated_member("c", 2, "m1", "Bea")) ==
          AppendOutcome::conflict);
  }
  CHECK_FALSE(verify_in(temporary.path()));
}
