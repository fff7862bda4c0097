#include "store/stream_writer.h"

#include <algorithm>
#include <utility>

#include "store/hash_chain.h"
#include "store/projector.h"

namespace turnkeeper::store {

namespace {

/// A stream as it stands.
struct Head {
  core::CircleId circle;
  std::uint64_t seq = 0;
  Hash hash{};
  bool exists = false;
};

std::optional<Head> find_head(Statements& statements, const StreamAppend& append) {
  Head head;
  auto row = statements.select("SELECT kind, circle, seq, head_hash FROM streams WHERE stream = ?",
                               append.stream);
  if (row.next()) {
    if (row.text(0) != name(append.kind)) return std::nullopt;
    head = Head{core::CircleId{row.text(1)}, static_cast<std::uint64_t>(row.number(2)),
                row.bytes<32>(3), true};
    if (!append.circle.empty() && append.circle != head.circle) return std::nullopt;
  } else {
    head.circle = append.circle;
  }
  const bool follows =
      !append.records.empty() || !append.changes.empty() || !append.credentials.empty();
  if (follows && append.expected_seq != head.seq) return std::nullopt;
  return head;
}

Commitments keep_words(Statements& statements, const std::string& stream, const Record& record) {
  Commitments commitments;
  for (const core::Words& words : record.words) {
    const Salt salt = random_salt();
    statements.run("INSERT INTO words (id, stream, text, salt) VALUES (?, ?, ?, ?)", words.id,
                   stream, words.text, salt);
    commitments.emplace(words.id.value, commitment_of(salt, words.text));
  }
  return commitments;
}

void write_record(Statements& statements, const StreamAppend& append, const Record& record,
                  Head& head) {
  const Commitments commitments = keep_words(statements, append.stream, record);
  const Hash prev_hash = std::exchange(
      head.hash,
      hash_of(Link{.kind = append.kind,
                   .stream = append.stream,
                   .seq = head.seq + 1,
                   .prev_hash = head.hash,
                   .at_ms = record.at.time_since_epoch().count(),
                   .type = record.type,
                   .by = record.by ? std::string_view{record.by->value} : std::string_view{},
                   .data = record.data,
                   .commitments = commitments}));
  ++head.seq;
  statements.run(
      "INSERT INTO events (stream, seq, at_ms, type, by_member, data, commitments, prev_hash, "
      "hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      append.stream, head.seq, record.at, record.type, record.by, record.data, to_text(commitments),
      prev_hash, head.hash);
  auto data = protocol::Json::parse(record.data, nullptr, false);
  if (!data.is_object()) throw StoreError("The data of a " + record.type + " are no JSON object.");
  project(statements, Happening{append.kind, append.stream, head.circle.value, head.seq, record.at,
                                record.by, record.type, std::move(data)});
}

void write_records(Statements& statements, const StreamAppend& append, Head& head) {
  if (append.records.empty()) return;
  if (!head.exists) {
    statements.run(
        "INSERT INTO streams (stream, kind, circle, seq, head_hash, latest_ms) VALUES (?, ?, ?, 0, "
        "?, ?)",
        append.stream, name(append.kind), head.circle, head.hash, append.records.front().at);
  }
  core::Instant latest = append.records.front().at;
  for (const Record& record : append.records) {
    write_record(statements, append, record, head);
    latest = std::max(latest, record.at);
  }
  statements.run(
      "UPDATE streams SET seq = ?, head_hash = ?, latest_ms = max(latest_ms, ?) WHERE stream = ?",
      head.seq, head.hash, latest, append.stream);
}

void write_credentials(Statements& statements, const StreamAppend& append,
                       const core::CircleId& circle) {
  for (const Revocation& revocation : append.revocations) {
    statements.run(
        "UPDATE credentials SET revoked_at = ? WHERE circle = ? AND kind = ? AND (? = '' OR "
        "member = ?) AND revoked_at IS NULL",
        revocation.at, circle, name(revocation.kind), revocation.member, revocation.member);
  }
  for (const NewCredential& credential : append.credentials) {
    statements.run(
        "INSERT INTO credentials (hash, circle, kind, member, issued_at, expires_at) VALUES (?, ?, "
        "?, ?, ?, ?)",
        credential.hash, circle, name(credential.kind), credential.member, credential.issued_at,
        credential.expires_at);
  }
}

}  // namespace

bool write(Statements& statements, const StreamAppend& append) {
  auto head = find_head(statements, append);
  if (!head) return false;
  write_records(statements, append, *head);
  for (const KeptChange& kept : append.changes) {
    statements.run("INSERT INTO changes (stream, seat, change, result) VALUES (?, ?, ?, ?)",
                   append.stream, kept.seat, kept.change, kept.result);
  }
  write_credentials(statements, append, head->circle);
  for (const core::WordsId& words : append.erased) {
    statements.run("UPDATE words SET text = NULL, salt = NULL WHERE id = ? AND stream = ?", words,
                   append.stream);
  }
  return true;
}

}  // namespace turnkeeper::store
