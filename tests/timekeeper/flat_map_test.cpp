#include "timekeeper/flat_map.h"

#include <catch2/catch.hpp>
#include <string>

#include "timekeeper/shared.h"

using namespace turnkeeper::timekeeper;

TEST_CASE("a flat map is sorted, and keeps the first of two with one key", "[timekeeper]") {
  FlatMap<std::string, int> map;
  CHECK(map.emplace("b", 2).second);
  CHECK(map.emplace("a", 1).second);
  CHECK_FALSE(map.emplace("b", 3).second);
  ++map["c"];
  std::string all;
  for (const auto& [key, value] : map) all += key + std::to_string(value);
  CHECK(all == "a1b2c1");
}

TEST_CASE("a flat map finds what is there and nothing else", "[timekeeper]") {
  FlatMap<std::string, int> map;
  map["b"] = 2;
  CHECK(map.at("b") == 2);
  CHECK_FALSE(map.contains("a"));
  CHECK_FALSE(map.contains("c"));
  CHECK_THROWS_AS(map.at("a"), std::out_of_range);
  CHECK(map.erase("a") == 0);
  CHECK(map.erase("b") == 1);
  CHECK(map.empty());
}

TEST_CASE("copies of a flat map share their entries until one of them changes", "[timekeeper]") {
  FlatMap<std::string, int> map;
  map["a"] = 1;
  const FlatMap<std::string, int> before = map;
  const FlatMap<std::string, int> same = before;
  CHECK(&same.at("a") == &before.at("a"));
  map.at("a") = 2;
  CHECK(before.at("a") == 1);
  map = before;
  map.emplace("b", 2);
  CHECK(before.size() == 1);
  map = before;
  for (auto& [key, value] : map) value = 3;
  CHECK(before.at("a") == 1);
  map = before;
  map.erase("a");
  CHECK(before.contains("a"));
  map = before;
  CHECK(map.erase("b") == 0);
  map.clear();
  CHECK(before.size() == 1);
  CHECK(map == FlatMap<std::string, int>{});
}

TEST_CASE("what is shared is compared by what it says", "[timekeeper]") {
  const Shared<std::string> one(std::string("a"));
  const Shared<std::string> copy = one;
  const Shared<std::string> same(std::string("a"));
  CHECK(&*copy == &*one);
  CHECK(&*same != &*one);
  CHECK(same == one);
  CHECK_FALSE(Shared<std::string>(std::string("b")) == one);
  CHECK(Shared<std::string>() == Shared<std::string>());
}
