// What proves that a journal is the one that was written: each event carries the hash of the one
// before it, and a commitment to each text that came with it.
//
// The bytes that are hashed, for whoever checks a journal with a program of their own. A *field* is
// its length in bytes (8 bytes, big-endian) followed by the bytes; a *number* is 8 bytes,
// big-endian, two's complement.
//
//   commitment = SHA-256( salt (16 random bytes) ‖ text (UTF-8) )
//
//   hash       = SHA-256( field("turnkeeper.event.1")
//                       ‖ field(kind)        "session" or "circle"
//                       ‖ field(stream)      the id of the session or circle
//                       ‖ number(seq)        from 1
//                       ‖ field(prev_hash)   32 bytes; zeros for the first event of a stream
//                       ‖ number(at)         milliseconds since 1970, UTC
//                       ‖ field(type)        "stage.started"
//                       ‖ field(by)          a member's id, empty if nobody
//                       ‖ field(data)        the JSON text exactly as it is stored
//                       ‖ number(how many commitments)
//                       ‖ for each, in the byte order of the ids: field(words id) ‖
//                       field(commitment) )
//
// Salt and text stand beside the events and are erased together. What is left, the commitment,
// tells nothing about the text, and the chain stays whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "store/stream.h"

namespace turnkeeper::store {

using Salt = std::array<std::uint8_t, 16>;
/// By the id of the words. A std::map, because its order is the one that is hashed.
using Commitments = std::map<std::string, Hash>;

/// REQUIRES for all here: OpenSSL works; they throw StoreError if it does not.
Hash sha256(std::string_view bytes);
Salt random_salt();
Hash commitment_of(const Salt& salt, std::string_view text);

/// An event as the chain sees it.
struct Link {
  StreamKind kind = StreamKind::session;
  std::string_view stream;
  std::uint64_t seq = 0;
  Hash prev_hash{};  ///< zeros for the first
  std::int64_t at_ms = 0;
  std::string_view type;
  std::string_view by;
  std::string_view data;
  const Commitments& commitments;
};
Hash hash_of(const Link& link);

/// Lower-case hexadecimal.
std::string to_hex(const Hash& hash);
std::optional<Hash> parse_hex(std::string_view text);

/// {"words id":"commitment in hexadecimal", …}, as it stands in the journal.
std::string to_text(const Commitments& commitments);
/// Throws StoreError for anything that `to_text` did not write.
Commitments parse_commitments(std::string_view text);

}  // namespace turnkeeper::store
