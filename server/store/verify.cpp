#include "store/verify.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <vector>

#include "protocol/circle_codec.h"
#include "protocol/event_codec.h"
#include "store/chain_check.h"
#include "store/connection.h"
#include "store/data_directory.h"
#include "store/history.h"
#include "store/journal_check.h"
#include "store/migrations.h"
#include "store/projection_check.h"
#include "store/projector.h"
#include "store/witness.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::store {

namespace {

constexpr std::chrono::milliseconds kBusyTimeout{5'000};

void replay(Statements& statements, const StreamHead& head, Faults& faults) {
  core::Session session;
  auto row = statements.select(
      "SELECT seq, at_ms, type, by_member, data FROM events WHERE stream = ? ORDER BY seq",
      head.id);
  while (row.next()) {
    try {
      const auto data = protocol::Json::parse(row.text(4));
      if (head.kind == StreamKind::circle) {
        protocol::decode_circle_event(row.text(2), data);
        continue;
      }
      core::Event event{row.instant(1), std::nullopt, protocol::decode_event(row.text(2), data)};
      if (auto by = row.optional_text(3)) event.by = core::MemberId{std::move(*by)};
      core::apply(session, event);
    } catch (const std::exception& exception) {
      faults.add({head.id, static_cast<std::uint64_t>(row.number(0)),
                  std::string{"The event cannot be replayed: "} + exception.what()});
      return;
    }
  }
}

/// What a database consists of, "index sessions_unended" and how it was made.
std::map<std::string, std::string> schema_of(SQLite::Database& database) {
  std::map<std::string, std::string> schema;
  SQLite::Statement parts(database,
                          "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE "
                          "'sqlite\\_%' ESCAPE '\\'");
  while (parts.executeStep()) schema[parts.getColumn(0)] = parts.getColumn(1).getString();
  return schema;
}

/// What somebody took away, or made to act on what is written.
void check_schema(SQLite::Database& connection, Faults& faults) {
  SQLite::Database fresh(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrate(fresh);
  const auto ours = schema_of(fresh);
  const auto found = schema_of(connection);
  for (const auto& [part, sql] : ours) {
    const auto there = found.find(part);
    if (there == found.end()) faults.add({"", 0, "The " + part + " is missing."});
    if (there != found.end() && there->second != sql) {
      faults.add({"", 0, "The " + part + " is not as it was made."});
    }
  }
  for (const auto& [part, sql] : found) {
    if (part.starts_with("trigger")) faults.add({"", 0, "The " + part + " is not ours."});
  }
}

Verified verify_tables(SQLite::Database& connection) {
  Statements statements(connection);
  Verified result;
  check_schema(connection, result.faults);
  if (!result.whole()) return result;  // the rest could not be read, or not be trusted
  check_history(statements, result.faults);
  for (const StreamHead& head : stream_heads(statements)) {
    ++(head.kind == StreamKind::session ? result.sessions : result.circles);
    result.events += check_chain(statements, head, result.faults);
    if (!result.faults.about(head.id)) replay(statements, head, result.faults);
  }
  check_journal(statements, result.faults);
  check_projections(statements, result.faults);
  return result;
}

/// The rules that are broken come last: what breaks one is named with its stream, as a rule.
Verified with(const std::vector<std::string>& broken, Verified found) {
  for (const std::string& rule : broken) found.faults.add({"", 0, rule + "."});
  return found;
}

}  // namespace

Verified verify(SQLite::Database& connection, const Advice& advice) {
  try {
    const auto broken = refuse_by_integrity(connection, advice);
    if (connection.execAndGet("PRAGMA user_version").getInt() == newest_version()) {
      return with(broken, verify_tables(connection));
    }
    if (!broken.empty()) refuse_damaged(connection.getFilename(), broken.front(), advice);
    // An older one is held against what it will be once it is opened.
    SQLite::Database copy(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup(copy, connection).executeStep(-1);
    migrate(copy);
    return verify_tables(copy);
  } catch (const SQLite::Exception& exception) {
    refuse_unreadable(connection.getFilename(), exception, advice);
  }
}

Verified verify(const std::filesystem::path& file) {
  const auto noted = noted_beside(file);  // before it is opened: a server may be writing
  SQLite::Database connection = open_as_visitor(file, kAboutOurs);
  connection.exec("PRAGMA query_only = ON");
  connection.exec("BEGIN");  // one moment of the store, though others write meanwhile
  Verified found = verify(connection, kAboutOurs);
  if (!noted) return found;
  try {
    Statements statements(connection);
    if (const auto lost = lost_end(file, progress_of(statements), noted)) {
      found.faults.add({"", 0, *lost});
    }
  } catch (const StoreError&) {
    if (found.whole()) throw;  // else it is told why
  }
  return found;
}

void rebuild_projections(const Database& database) {
  SQLite::Database connection = open_for_writing(database.file(), kBusyTimeout);
  Statements statements(connection);
  statements.run("BEGIN IMMEDIATE");
  clear_projections(statements);
  project_journal(statements, statements,
                  [](const Happening&, const StoreError& error) { throw error; });
  statements.run("COMMIT");  // what throws before this is undone when the connection closes
}

}  // namespace turnkeeper::store
