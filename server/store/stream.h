// What is written: streams of records, with what becomes durable beside them in the same moment.
//
// A stream is the journal of one session or of one circle. The store knows records by their type
// and a JSON text, not by their meaning; only its projections read some of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timekeeper/ids.h"
#include "timekeeper/time.h"
#include "timekeeper/wordbook.h"

namespace turnkeeper::store {

namespace core = turnkeeper::timekeeper;

/// A SHA-256.
using Hash = std::array<std::uint8_t, 32>;

enum class StreamKind : std::uint8_t { session, circle };
std::string_view name(StreamKind kind);

/// One event. Its seq is given by its place in the stream.
struct Record {
  core::Instant at;
  std::string type;  ///< "stage.started"; one that projections know, else the append is refused
  std::optional<core::MemberId> by;
  std::string data = "{}";           ///< a JSON object: ids (of words too) and numbers, never words
  std::vector<core::Words> words{};  ///< those that come with this event; it commits to them
};

/// The answer to a change, kept so that the same change of the same seat gets it again.
struct KeptChange {
  std::string seat;    ///< a member's id; empty for those who have no seat yet
  std::string change;  ///< the client's id for it
  std::string result;  ///< JSON, the writer's own
  bool operator==(const KeptChange&) const = default;
};

enum class CredentialKind : std::uint8_t { invite, facilitator, coordinator, display, personal };
std::string_view name(CredentialKind kind);
std::optional<CredentialKind> parse_credential_kind(std::string_view text);

/// A token that opens something from now on; the token itself is never kept (tokens.h).
struct NewCredential {
  Hash hash{};
  CredentialKind kind = CredentialKind::personal;
  core::MemberId member{};  ///< of a personal one, else empty
  core::Instant issued_at;
  std::optional<core::Instant> expires_at{};
};

/// All credentials of this kind (and of this member, if one is named) in the circle are dead from
/// `at` on.
struct Revocation {
  CredentialKind kind = CredentialKind::invite;
  core::MemberId member{};  ///< empty: whoever has one
  core::Instant at;
};

/// What one stream gets. Revocations come before new credentials, so that a link can be replaced in
/// one append.
struct StreamAppend {
  StreamKind kind = StreamKind::session;
  std::string stream;              ///< the id of the session or circle
  core::CircleId circle;           ///< whose stream it is; may stay empty for one that exists
  std::uint64_t expected_seq = 0;  ///< of the last event before these; not looked at where nothing
                                   ///< is made up: without records, changes and credentials
  std::vector<Record> records;
  std::vector<KeptChange> changes;
  std::vector<Revocation> revocations;
  std::vector<NewCredential> credentials;
  std::vector<core::WordsId> erased;  ///< words whose text goes for good; the history still adds up
};

/// An event as it was written.
struct StoredRecord {
  std::uint64_t seq = 0;
  core::Instant at;
  std::string type;
  std::optional<core::MemberId> by;
  std::string data;
  Hash hash{};
  Hash prev_hash{};
};

}  // namespace turnkeeper::store
