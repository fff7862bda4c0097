#include "store/tokens.h"

#include <catch2/catch.hpp>
#include <set>

#include "store/hash_chain.h"

using namespace turnkeeper::store;

TEST_CASE("a token is 32 characters of base64url, and never the same", "[store]") {
  std::set<std::string> tokens;
  for (int i = 0; i < 1'000; ++i) {
    const std::string token = make_token();
    CHECK(looks_like_token(token));
    tokens.insert(token);
  }
  CHECK(tokens.size() == 1'000);
  CHECK(make_id().size() == 16);
}

TEST_CASE("what cannot be a token is seen without asking anybody", "[store]") {
  const std::string token = make_token();
  CHECK_FALSE(looks_like_token(""));
  CHECK_FALSE(looks_like_token(token.substr(1)));
  CHECK_FALSE(looks_like_token(token + "A"));
  CHECK_FALSE(looks_like_token(token.substr(1) + "+"));
  CHECK_FALSE(looks_like_token(token.substr(1) + '\0'));
}

TEST_CASE("a token is kept as its SHA-256", "[store]") {
  // FIPS 180-2, B.1
  CHECK(to_hex(hash_of_token("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
