#include "store/verify.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <set>
#include <vector>

#include "protocol/circle_codec.h"
#include "protocol/event_codec.h"
#include "store/connection.h"
#include "store/hash_chain.h"
#include "store/projector.h"
#include "store/statements.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::store {

namespace {

constexpr std::chrono::milliseconds kBusyTimeout{5'000};

struct Stream {
  std::string id;
  StreamKind kind = StreamKind::session;
  std::uint64_t seq = 0;
  Hash head_hash{};
};

/// Thrown where it is found, and handed to the caller as a value.
struct Found {
  Fault fault;
};

std::vector<Stream> all_streams(Statements& statements) {
  std::vector<Stream> streams;
  auto row = statements.select("SELECT stream, kind, seq, head_hash FROM streams ORDER BY stream");
  while (row.next()) {
    streams.push_back({row.text(0),
                       row.text(1) == "session" ? StreamKind::session : StreamKind::circle,
                       static_cast<std::uint64_t>(row.number(2)), row.bytes<32>(3)});
  }
  return streams;
}

void check_commitment(Statements& statements, const Stream& stream, std::uint64_t seq,
                      const std::string& words, const Hash& commitment) {
  auto row = statements.select("SELECT salt, text FROM words WHERE id = ? AND stream = ?", words,
                               stream.id);
  if (!row.next()) throw Found{{stream.id, seq, "The words " + words + " are missing."}};
  if (row.absent(0)) return;  // erased, as is allowed
  if (commitment_of(row.bytes<16>(0), row.text(1)) != commitment) {
    throw Found{{stream.id, seq, "The words " + words + " are not those that were written."}};
  }
}

/// Words that no event has committed to were put there by someone else.
void check_strays(Statements& statements, const Stream& stream,
                  const std::set<std::string>& known) {
  auto row = statements.select("SELECT id FROM words WHERE stream = ? ORDER BY id", stream.id);
  while (row.next()) {
    if (!known.contains(row.text(0))) {
      throw Found{{stream.id, 0, "No event brought the words " + row.text(0) + "."}};
    }
  }
}

void check_chain(Statements& statements, const Stream& stream) {
  Hash head{};
  std::uint64_t seq = 0;
  std::set<std::string> known;
  auto row = statements.select(
      "SELECT seq, at_ms, type, by_member, data, commitments, prev_hash, hash FROM events WHERE "
      "stream = ? ORDER BY seq",
      stream.id);
  while (row.next()) {
    const auto found = static_cast<std::uint64_t>(row.number(0));
    if (found != ++seq) throw Found{{stream.id, seq, "The event is missing."}};
    const Commitments commitments = parse_commitments(row.text(5));
    const std::string type = row.text(2);
    const std::string by = row.optional_text(3).value_or("");
    const std::string data = row.text(4);
    const Hash hash =
        hash_of({stream.kind, stream.id, seq, head, row.number(1), type, by, data, commitments});
    if (row.bytes<32>(6) != head || row.bytes<32>(7) != hash) {
      throw Found{{stream.id, seq, "The event is not the one that was written."}};
    }
    head = hash;
    for (const auto& [words, commitment] : commitments) {
      check_commitment(statements, stream, seq, words, commitment);
      known.insert(words);
    }
  }
  if (seq != stream.seq || head != stream.head_hash) {
    throw Found{{stream.id, seq + 1, "The journal ends before the last event."}};
  }
  check_strays(statements, stream, known);
}

void replay(Statements& statements, const Stream& stream) {
  core::Session session;
  auto row = statements.select(
      "SELECT seq, at_ms, type, by_member, data FROM events WHERE stream = ? ORDER BY seq",
      stream.id);
  while (row.next()) {
    try {
      const auto data = protocol::Json::parse(row.text(4));
      if (stream.kind == StreamKind::circle) {
        protocol::decode_circle_event(row.text(2), data);
        continue;
      }
      core::Event event{row.instant(1), std::nullopt, protocol::decode_event(row.text(2), data)};
      if (auto by = row.optional_text(3)) event.by = core::MemberId{std::move(*by)};
      core::apply(session, event);
    } catch (const StoreError&) {
      throw;
    } catch (const std::exception& exception) {
      throw Found{{stream.id, static_cast<std::uint64_t>(row.number(0)),
                   std::string{"The event cannot be replayed: "} + exception.what()}};
    }
  }
}

void check_projections(SQLite::Database& database, Statements& statements) {
  SQLite::Database copy(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  SQLite::Backup(copy, database).executeStep(-1);
  Statements in_copy(copy);
  in_copy.run("BEGIN");
  clear_projections(in_copy);
  try {
    project_journal(in_copy);
  } catch (const StoreError& error) {
    throw Found{{"", 0, error.what()}};
  }
  if (dump_projections(in_copy) != dump_projections(statements)) {
    throw Found{{"", 0, "The lists and summaries are not what the journals come to."}};
  }
}

}  // namespace

std::optional<Fault> verify(const Database& database) {
  SQLite::Database connection = open_for_reading(database.file());
  Statements statements(connection);
  statements.run("BEGIN");  // one moment of the store, though others write meanwhile
  try {
    for (const Stream& stream : all_streams(statements)) {
      check_chain(statements, stream);
      replay(statements, stream);
    }
    check_projections(connection, statements);
  } catch (const Found& found) {
    return found.fault;
  }
  return std::nullopt;
}

void rebuild_projections(const Database& database) {
  SQLite::Database connection = open_for_writing(database.file(), kBusyTimeout);
  Statements statements(connection);
  statements.run("BEGIN IMMEDIATE");
  clear_projections(statements);
  project_journal(statements);
  statements.run("COMMIT");  // what throws before this is undone when the connection closes
}

}  // namespace turnkeeper::store
