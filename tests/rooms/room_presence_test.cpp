// Who is here: seats, not connections.

#include <catch2/catch.hpp>

#include "tests/rooms/house.h"

using namespace turnkeeper;
using namespace turnkeeper::testing;
using namespace std::chrono_literals;

TEST_CASE("two connections of a seat are one presence", "[rooms]") {
  House house;
  house.join(kAna);
  house.join(kAna);
  CHECK(house.room().connections(kAna) == 2);
  house.drop(kAna);
  house.live(30s);
  CHECK(house.session().participants.at(kAna).present);
  house.drop(kAna);
  house.live(10s);
  CHECK_FALSE(house.session().participants.at(kAna).present);
  CHECK(house.outbox().count<core::MemberArrived>() == 1);
  CHECK(house.outbox().count<core::MemberAway>() == 1);
}

TEST_CASE("a reload disturbs nobody, and leaves no trace in the journal", "[rooms]") {
  House house;
  house.join(kAna);
  const auto durable = house.durable();
  house.drop(kAna);
  house.live(5s);
  house.join(kAna);
  house.live(1min);
  CHECK(house.durable() == durable);
  CHECK(house.session().participants.at(kAna).present);
}

TEST_CASE("who drops again after a reload has ten seconds from then on", "[rooms]") {
  House house;
  house.join(kAna);
  house.drop(kAna);
  house.live(5s);
  house.join(kAna);
  house.live(3s);
  house.drop(kAna);
  house.live(9'999ms);
  CHECK(house.session().participants.at(kAna).present);
  house.live(1ms);
  CHECK_FALSE(house.session().participants.at(kAna).present);
}

TEST_CASE("away after ten seconds, not before", "[rooms]") {
  House house;
  house.join(kAna);
  house.drop(kAna);
  house.live(9'999ms);
  CHECK(house.session().participants.at(kAna).present);
  house.live(1ms);
  CHECK_FALSE(house.session().participants.at(kAna).present);
}

TEST_CASE("who says that they leave is away at once", "[rooms]") {
  House house;
  house.join(kAna);
  house.drop(kAna, true);
  CHECK_FALSE(house.session().participants.at(kAna).present);
}

TEST_CASE("who leaves with one device and stays with another is here", "[rooms]") {
  House house;
  house.join(kAna);
  house.join(kAna);
  house.drop(kAna, true);
  CHECK(house.session().participants.at(kAna).present);
}

TEST_CASE("a connection that nobody has counts for nothing", "[rooms]") {
  House house;
  house.drop(kAna, true);
  CHECK(house.room().connections(kAna) == 0);
  house.join(kAna);
  CHECK(house.room().connections(kAna) == 1);
}
