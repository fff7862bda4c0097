// Prepared statements of one connection, each compiled once; and SQLite's errors as the store's
// own.
//
// Only for the store's sources. Thread: that of the connection.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/store_error.h"
#include "store/stream.h"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace turnkeeper::store {

/// What SQLite refused, as a sentence that names the file.
class StatementError : public StoreError {
 public:
  /// `code`: SQLite's extended one.
  StatementError(const std::string& sentence, int code) : StoreError(sentence), code_(code) {}

  /// The data break a rule of their table: the disk is well, and what else is written is not
  /// concerned.
  bool is_constraint() const;
  /// That rule is that no other row has this key.
  bool is_duplicate() const;
  /// The file is not as SQLite wrote it.
  bool is_damage() const override;

 private:
  int code_;
};

/// A statement that runs: bound in order, read row by row, and free again when this goes away.
class Run {
 public:
  template <class... Values>
  Run(SQLite::Database& database, SQLite::Statement& statement, const Values&... values)
      : database_(database), statement_(statement) {
    (bind(values), ...);
  }
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  void bind(std::int64_t number);
  void bind(std::string_view text);
  void bind(const std::string& text) { bind(std::string_view{text}); }
  void bind(const char* text) { bind(std::string_view{text}); }
  void bind_bytes(const void* bytes, std::size_t size);
  template <std::size_t N>
  void bind(const std::array<std::uint8_t, N>& bytes) {
    bind_bytes(bytes.data(), N);
  }
  void bind(std::uint64_t number) { bind(static_cast<std::int64_t>(number)); }
  void bind(int number) { bind(static_cast<std::int64_t>(number)); }
  void bind(bool flag) { bind(static_cast<std::int64_t>(flag)); }
  void bind(core::Instant instant) {
    bind(static_cast<std::int64_t>(instant.time_since_epoch().count()));
  }
  template <class Noun>
  void bind(const core::Id<Noun>& id) {
    bind(std::string_view{id.value});
  }
  /// Said, and not left out: a run that could not be begun has left what it had bound.
  void bind(std::nullopt_t);
  template <class Value>
  void bind(const std::optional<Value>& value) {
    if (value) {
      bind(*value);
    } else {
      bind(std::nullopt);
    }
  }

  /// Goes to the next row; false after the last.
  bool next();
  /// Runs to the end. How many rows it changed.
  int finish();

  int columns() const;
  std::int64_t number(int column) const;
  std::string text(int column) const;
  core::Instant instant(int column) const { return core::Instant{core::Millis{number(column)}}; }
  std::optional<std::string> optional_text(int column) const;
  std::optional<core::Instant> optional_instant(int column) const;
  bool absent(int column) const;
  /// Throws StoreError if the column holds another number of bytes.
  template <std::size_t N>
  std::array<std::uint8_t, N> bytes(int column) const {
    std::array<std::uint8_t, N> result{};
    read_bytes(column, result.data(), N);
    return result;
  }

 private:
  void read_bytes(int column, std::uint8_t* into, std::size_t size) const;

  SQLite::Database& database_;
  SQLite::Statement& statement_;
  int bound_ = 0;
};

class Statements {
 public:
  explicit Statements(SQLite::Database& database);
  ~Statements();
  Statements(const Statements&) = delete;
  Statements& operator=(const Statements&) = delete;

  /// REQUIRES: no Run of the same `sql` is alive.
  template <class... Values>
  Run select(std::string_view sql, const Values&... values) {
    return Run{database_, prepared(sql), values...};
  }

  /// Runs to the end. How many rows it changed.
  template <class... Values>
  int run(std::string_view sql, const Values&... values) {
    return Run{database_, prepared(sql), values...}.finish();
  }

  /// Whether no transaction is open: SQLite ends one by itself when the disk fails badly.
  bool idle() const;

 private:
  SQLite::Statement& prepared(std::string_view sql);

  SQLite::Database& database_;
  std::map<std::string, std::unique_ptr<SQLite::Statement>, std::less<>> prepared_;
};

}  // namespace turnkeeper::store
