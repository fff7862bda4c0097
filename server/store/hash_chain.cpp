#include "store/hash_chain.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <bit>
#include <new>
#include <nlohmann/json.hpp>

#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

void put_number(std::string& bytes, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(static_cast<std::uint8_t>(number >> shift)));
  }
}

void put_field(std::string& bytes, std::string_view field) {
  put_number(bytes, field.size());
  bytes.append(field);
}

template <std::size_t N>
std::string_view view(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

int value_of(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

}  // namespace

Hash sha256(std::string_view bytes) {
  Hash hash{};
  unsigned int length = 0;
  // It knows SHA-256 wherever it is; what it may lack is memory.
  if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &length, EVP_sha256(), nullptr) != 1 ||
      length != hash.size()) {
    throw std::bad_alloc();
  }
  return hash;
}

Salt random_salt() {
  Salt salt{};
  if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1) {
    throw StoreError("The system gives no random numbers; nothing can be kept safely.");
  }
  return salt;
}

Hash commitment_of(const Salt& salt, std::string_view text) {
  std::string bytes{view(salt)};
  bytes.append(text);
  return sha256(bytes);
}

Hash hash_of(const Link& link) {
  std::string bytes;
  bytes.reserve(256 + link.data.size());
  put_field(bytes, "turnkeeper.event.1");
  put_field(bytes, name(link.kind));
  put_field(bytes, link.stream);
  put_number(bytes, link.seq);
  put_field(bytes, view(link.prev_hash));
  put_number(bytes, std::bit_cast<std::uint64_t>(link.at_ms));
  put_field(bytes, link.type);
  put_field(bytes, link.by);
  put_field(bytes, link.data);
  put_number(bytes, link.commitments.size());
  for (const auto& [words, commitment] : link.commitments) {
    put_field(bytes, words);
    put_field(bytes, view(commitment));
  }
  return sha256(bytes);
}

std::string to_hex(const Hash& hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * hash.size());
  for (const std::uint8_t byte : hash) {
    text.push_back(kDigits[byte >> 4U]);
    text.push_back(kDigits[byte & 0xFU]);
  }
  return text;
}

std::optional<Hash> parse_hex(std::string_view text) {
  Hash hash{};
  if (text.size() != 2 * hash.size()) return std::nullopt;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const int high = value_of(text[2 * i]);
    const int low = value_of(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    hash[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return hash;
}

std::string to_text(const Commitments& commitments) {
  auto json = nlohmann::json::object();
  for (const auto& [words, commitment] : commitments) json[words] = to_hex(commitment);
  return json.dump();
}

Commitments parse_commitments(std::string_view text) {
  const StoreError unreadable("A commitment in the journal cannot be read.");
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) throw unreadable;
  Commitments commitments;
  for (const auto& [words, hex] : json.items()) {
    const auto hash = hex.is_string() ? parse_hex(hex.get<std::string>()) : std::nullopt;
    if (!hash) throw unreadable;
    commitments.emplace(words, *hash);
  }
  return commitments;
}

}  // namespace turnkeeper::store
