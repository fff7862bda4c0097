#include "store/history.h"

#include <cstdint>

#include "store/hash_chain.h"

namespace turnkeeper::store {

namespace {

constexpr const char* kMark = "SELECT value FROM meta WHERE key = 'mark_of_life'";

/// "1795815000000 9f86d081…": the milliseconds, and a hash of them and the epoch, so that a change
/// of either shows.
std::string sealed(const std::string& epoch, std::int64_t milliseconds) {
  const std::string number = std::to_string(milliseconds);
  return number + ' ' + to_hex(sha256("turnkeeper.mark.1 " + epoch + ' ' + number));
}

std::optional<std::string> value_of(Statements& statements, const char* query) {
  auto row = statements.select(query);
  return row.next() ? std::optional(row.text(0)) : std::nullopt;
}

/// The first servers left a number alone.
bool is_number(const std::string& mark) {
  return !mark.empty() && mark.size() < 16 &&
         mark.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<std::int64_t> milliseconds_in(const std::string& mark, const std::string& epoch) {
  const std::string number = mark.substr(0, mark.find(' '));
  if (!is_number(number)) return std::nullopt;
  const std::int64_t milliseconds = std::stoll(number);
  if (number != mark && mark != sealed(epoch, milliseconds)) return std::nullopt;
  return milliseconds;
}

}  // namespace

std::string epoch_of(Statements& statements) {
  return value_of(statements, "SELECT value FROM meta WHERE key = 'epoch'").value_or("");
}

void begin_epoch(Statements& statements) {
  statements.run("BEGIN IMMEDIATE");  // a mark without its epoch would look like damage
  const auto mark = last_mark(statements);
  statements.run(
      "INSERT OR REPLACE INTO meta (key, value) VALUES ('epoch', lower(hex(randomblob(12))))");
  statements.run("DELETE FROM meta WHERE key = 'mark_of_life'");
  if (mark) write_mark(statements, *mark);
  statements.run("COMMIT");
}

Progress progress_of(Statements& statements) {
  const auto number = value_of(statements, "SELECT value FROM meta WHERE key = 'transactions'");
  Progress progress{epoch_of(statements), 0};
  if (number && is_number(*number)) progress.transactions = std::stoull(*number);
  return progress;
}

void write_progress(Statements& statements, std::uint64_t transactions) {
  statements.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('transactions', ?)",
                 std::to_string(transactions));
}

void write_mark(Statements& statements, core::Instant now) {
  statements.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('mark_of_life', ?)",
                 sealed(epoch_of(statements), now.time_since_epoch().count()));
}

std::optional<core::Instant> last_mark(Statements& statements) {
  const auto mark = value_of(statements, kMark);
  if (!mark) return std::nullopt;
  const auto milliseconds = milliseconds_in(*mark, epoch_of(statements));
  if (!milliseconds) return std::nullopt;
  return core::Instant{core::Millis{*milliseconds}};
}

void check_history(Statements& statements, Faults& faults) {
  const std::string epoch = epoch_of(statements);
  if (epoch.empty()) {
    faults.add({"", 0, "The name of this history, its epoch, is missing."});
  }
  const auto mark = value_of(statements, kMark);
  if (mark && !milliseconds_in(*mark, epoch)) {
    faults.add({"", 0, "The mark of life, or the epoch, is not the one that was written."});
  }
}

}  // namespace turnkeeper::store
