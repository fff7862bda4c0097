#include "store/migrations.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <string>

namespace turnkeeper::store {

namespace {

// What is written once and is the truth: streams, events, words, changes, credentials, meta. The
// rest are projections (projector.h), which can be dropped and made again from the events.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('epoch', lower(hex(randomblob(12))));

CREATE TABLE streams (
  stream TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'circle')),
  circle TEXT NOT NULL,
  seq INTEGER NOT NULL,
  head_hash BLOB NOT NULL CHECK (length(head_hash) = 32),
  latest_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  position INTEGER PRIMARY KEY,  -- the order of all events, in which projections are made again
  stream TEXT NOT NULL REFERENCES streams (stream),
  seq INTEGER NOT NULL CHECK (seq > 0),
  at_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  by_member TEXT,
  data TEXT NOT NULL CHECK (json_valid(data)),
  commitments TEXT NOT NULL CHECK (json_valid(commitments)),
  prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (stream, seq)
) STRICT;

-- Erased words keep their row, so that a new text can't take the place of an old one.
CREATE TABLE words (
  id TEXT PRIMARY KEY,
  stream TEXT NOT NULL REFERENCES streams (stream),
  text TEXT,
  salt BLOB CHECK (salt IS NULL OR length(salt) = 16),
  CHECK ((text IS NULL) = (salt IS NULL))
) STRICT;
CREATE INDEX words_of_stream ON words (stream);

CREATE TABLE changes (
  stream TEXT NOT NULL REFERENCES streams (stream),
  seat TEXT NOT NULL,
  change TEXT NOT NULL,
  result TEXT NOT NULL CHECK (json_valid(result)),
  PRIMARY KEY (stream, seat, change)
) STRICT, WITHOUT ROWID;

CREATE TABLE credentials (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  circle TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('invite', 'facilitator', 'coordinator', 'display', 'personal')),
  member TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  CHECK ((kind = 'personal') = (member <> ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX credentials_of_circle ON credentials (circle, kind, member);

-- Never holds a row for longer than a transaction (writer.cpp).
CREATE TABLE probe (
  filler BLOB NOT NULL
) STRICT;

CREATE TABLE circles (
  circle TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  agenda TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  circle TEXT NOT NULL,
  member TEXT NOT NULL,
  came INTEGER NOT NULL,
  role TEXT NOT NULL,
  seated INTEGER NOT NULL,
  name TEXT NOT NULL,
  pronouns TEXT,
  time_zone TEXT,
  agreement TEXT,
  PRIMARY KEY (circle, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  session TEXT PRIMARY KEY,
  circle TEXT NOT NULL,
  number INTEGER NOT NULL,
  phase TEXT NOT NULL,
  planned_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  end_cause TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_circle ON sessions (circle, number);
CREATE INDEX sessions_unended ON sessions (circle) WHERE phase <> 'ended';

CREATE TABLE stages (
  session TEXT NOT NULL,
  stage TEXT NOT NULL,
  kind TEXT NOT NULL,
  holder TEXT,
  length_ms INTEGER NOT NULL,
  used_ms INTEGER,
  PRIMARY KEY (session, stage)
) STRICT, WITHOUT ROWID;

CREATE TABLE actions (
  action TEXT PRIMARY KEY,
  circle TEXT NOT NULL,
  session TEXT NOT NULL,
  made INTEGER NOT NULL,
  owner TEXT NOT NULL,
  turn TEXT NOT NULL,
  what TEXT NOT NULL,
  measure TEXT NOT NULL,
  due TEXT NOT NULL,
  supporter TEXT,
  status TEXT NOT NULL,
  note TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX actions_of_circle ON actions (circle, status);
CREATE INDEX actions_of_session ON actions (session);

CREATE TABLE action_reviews (
  action TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  by_member TEXT,
  status TEXT,
  note TEXT,
  due TEXT,
  PRIMARY KEY (action, stream, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE waivers (
  session TEXT NOT NULL,
  member TEXT NOT NULL,
  cause TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (session, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE reflections (
  session TEXT NOT NULL,
  member TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (session, member)
) STRICT, WITHOUT ROWID;
)sql";

// Sessions can be reopened, and the time of a turn is credited to its coach. At most one session of
// a circle is planned or live, which was so before, and is a law now.
constexpr std::string_view kSecond = R"sql(
ALTER TABLE sessions ADD COLUMN reopen_until INTEGER;
DROP INDEX sessions_unended;
CREATE UNIQUE INDEX sessions_unended ON sessions (circle) WHERE phase <> 'ended';

CREATE TABLE coaches (
  session TEXT NOT NULL,
  turn TEXT NOT NULL,
  coach TEXT NOT NULL,
  PRIMARY KEY (session, turn)
) STRICT, WITHOUT ROWID;
INSERT INTO coaches (session, turn, coach)
SELECT stream, turn, coach FROM (
  SELECT stream, json_extract(data, '$.turn') AS turn, json_extract(data, '$.coach') AS coach,
    row_number() OVER (PARTITION BY stream, json_extract(data, '$.turn') ORDER BY seq DESC) AS nth
  FROM events WHERE type = 'coach.named'
) WHERE nth = 1 AND coach IS NOT NULL;
)sql";

constexpr std::array kMigrations{Migration{1, kFirst}, Migration{2, kSecond}};

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

int newest_version() { return kMigrations.back().number; }

void migrate(SQLite::Database& database, std::span<const Migration> steps) {
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  for (const Migration& migration : steps) {
    if (migration.number <= version) continue;
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    database.exec(std::string{migration.sql});
    // Both stand in the file's header and change with the transaction.
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(migration.number));
    transaction.commit();
  }
}

}  // namespace turnkeeper::store
