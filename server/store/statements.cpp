#include "store/statements.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstring>
#include <utility>

namespace turnkeeper::store {

namespace {

[[noreturn]] void fail(const SQLite::Database& database, const SQLite::Exception& exception) {
  // What the wrapper refuses by itself has no extended code.
  const int extended = exception.getExtendedErrorCode();
  throw StatementError(
      "The database " + database.getFilename() + " refuses (" + exception.what() + ").",
      extended == -1 ? exception.getErrorCode() : extended);
}

}  // namespace

bool StatementError::is_constraint() const { return (code_ & 0xFF) == SQLITE_CONSTRAINT; }

bool StatementError::is_duplicate() const {
  return code_ == SQLITE_CONSTRAINT_PRIMARYKEY || code_ == SQLITE_CONSTRAINT_UNIQUE ||
         code_ == SQLITE_CONSTRAINT_ROWID;
}

bool StatementError::is_damage() const {
  return (code_ & 0xFF) == SQLITE_CORRUPT || (code_ & 0xFF) == SQLITE_NOTADB;
}

Run::~Run() {
  // A statement that failed reports its error once more when it is reset: it has been told already.
  statement_.tryReset();
  try {
    statement_.clearBindings();
  } catch (const SQLite::Exception&) {
    // The next run binds each of its parameters anew.
  }
}

void Run::bind(std::int64_t number) {
  try {
    statement_.bind(++bound_, number);
  } catch (const SQLite::Exception& exception) {
    fail(database_, exception);
  }
}

void Run::bind(std::string_view text) {
  try {
    statement_.bind(++bound_, std::string{text});
  } catch (const SQLite::Exception& exception) {
    fail(database_, exception);
  }
}

void Run::bind(std::nullopt_t) {
  try {
    statement_.bind(++bound_);
  } catch (const SQLite::Exception& exception) {
    fail(database_, exception);
  }
}

void Run::bind_bytes(const void* bytes, std::size_t size) {
  try {
    statement_.bind(++bound_, bytes, static_cast<int>(size));
  } catch (const SQLite::Exception& exception) {
    fail(database_, exception);
  }
}

bool Run::next() {
  try {
    return statement_.executeStep();
  } catch (const SQLite::Exception& exception) {
    fail(database_, exception);
  }
}

int Run::finish() {
  while (next()) {
  }
  return database_.getChanges();
}

int Run::columns() const { return statement_.getColumnCount(); }

std::int64_t Run::number(int column) const { return statement_.getColumn(column).getInt64(); }

std::string Run::text(int column) const { return statement_.getColumn(column).getString(); }

std::optional<std::string> Run::optional_text(int column) const {
  return absent(column) ? std::nullopt : std::optional{text(column)};
}

std::optional<core::Instant> Run::optional_instant(int column) const {
  return absent(column) ? std::nullopt : std::optional{instant(column)};
}

bool Run::absent(int column) const { return statement_.isColumnNull(column); }

void Run::read_bytes(int column, std::uint8_t* into, std::size_t size) const {
  const SQLite::Column value = statement_.getColumn(column);
  if (static_cast<std::size_t>(value.getBytes()) != size) {
    throw StoreError("The database " + database_.getFilename() + " holds a value of a wrong size.");
  }
  std::memcpy(into, value.getBlob(), size);
}

Statements::Statements(SQLite::Database& database) : database_(database) {}

Statements::~Statements() = default;

bool Statements::idle() const { return sqlite3_get_autocommit(database_.getHandle()) != 0; }

SQLite::Statement& Statements::prepared(std::string_view sql) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) {
    try {
      auto statement = std::make_unique<SQLite::Statement>(database_, std::string{sql});
      found = prepared_.emplace(sql, std::move(statement)).first;
    } catch (const SQLite::Exception& exception) {
      fail(database_, exception);
    }
  }
  return *found->second;
}

}  // namespace turnkeeper::store
