// Tokens of links: made here, shown once, kept only as a hash.
#pragma once

#include <string>
#include <string_view>

#include "store/stream.h"

namespace turnkeeper::store {

/// 192 random bits as 32 characters of base64url. Throws StoreError if there is no randomness.
std::string make_token();

/// Whether `text` could be a token at all: 32 characters of base64url.
bool looks_like_token(std::string_view text);

/// What is kept of a token. Plain SHA-256 is enough for 192 random bits: there is nothing to guess.
Hash hash_of_token(std::string_view token);

/// A new id for a circle, a session or a member: 96 random bits as 16 characters of base64url.
std::string make_id();

}  // namespace turnkeeper::store
