#include "store/tokens.h"

#include <openssl/rand.h>

#include <algorithm>
#include <vector>

#include "store/hash_chain.h"
#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

constexpr std::size_t kTokenCharacters = 32;
constexpr std::size_t kIdCharacters = 16;
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Six random bits a character: 64 divides 256, so no character is likelier than another.
std::string random_text(std::size_t characters) {
  std::vector<unsigned char> bytes(characters);
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw StoreError("The system gives no random numbers; no link can be made.");
  }
  std::string text;
  for (const unsigned char byte : bytes) text.push_back(kAlphabet[byte % kAlphabet.size()]);
  return text;
}

}  // namespace

std::string make_token() { return random_text(kTokenCharacters); }

bool looks_like_token(std::string_view text) {
  return text.size() == kTokenCharacters && std::all_of(text.begin(), text.end(), [](char each) {
           return kAlphabet.find(each) != std::string_view::npos;
         });
}

Hash hash_of_token(std::string_view token) { return sha256(token); }

std::string make_id() { return random_text(kIdCharacters); }

}  // namespace turnkeeper::store
