// Streams as they were written, and what stands beside them.

#include <algorithm>

#include "store/chain_check.h"
#include "store/history.h"
#include "store/queries.h"
#include "store/queries_connection.h"

namespace turnkeeper::store {

std::uint64_t Queries::last_seq(const std::string& stream) {
  auto row = connection_->statements.select("SELECT seq FROM streams WHERE stream = ?", stream);
  return row.next() ? static_cast<std::uint64_t>(row.number(0)) : 0;
}

std::vector<StoredRecord> Queries::records(const std::string& stream) {
  std::vector<StoredRecord> records;
  auto row = connection_->statements.select(
      "SELECT seq, at_ms, type, by_member, data, hash, prev_hash FROM events WHERE stream = ? "
      "ORDER BY seq",
      stream);
  while (row.next()) {
    StoredRecord record;
    record.seq = static_cast<std::uint64_t>(row.number(0));
    record.at = row.instant(1);
    record.type = row.text(2);
    if (auto by = row.optional_text(3)) record.by = core::MemberId{std::move(*by)};
    record.data = row.text(4);
    record.hash = row.bytes<32>(5);
    record.prev_hash = row.bytes<32>(6);
    records.push_back(std::move(record));
  }
  return records;
}

std::optional<Fault> Queries::fault_of(const std::string& stream) {
  const auto head = stream_head(connection_->statements, stream);
  if (!head) return Fault{stream, 0, "The stream is missing."};
  Faults faults;
  check_chain(connection_->statements, *head, faults);
  return faults.empty() ? std::nullopt : std::optional{faults.listed().front()};
}

std::map<core::WordsId, std::string> Queries::words_of(const std::string& stream) {
  std::map<core::WordsId, std::string> words;
  auto row = connection_->statements.select(
      "SELECT id, text FROM words WHERE stream = ? AND text IS NOT NULL", stream);
  while (row.next()) words.emplace(core::WordsId{row.text(0)}, row.text(1));
  return words;
}

std::map<core::WordsId, std::string> Queries::words(const std::vector<core::WordsId>& ids) {
  std::map<core::WordsId, std::string> words;
  for (const core::WordsId& id : ids) {
    auto row = connection_->statements.select(
        "SELECT text FROM words WHERE id = ? AND text IS NOT NULL", id);
    if (row.next()) words.emplace(id, row.text(0));
  }
  return words;
}

std::vector<KeptChange> Queries::changes(const std::string& stream) {
  std::vector<KeptChange> changes;
  auto row = connection_->statements.select(
      "SELECT seat, change, result FROM changes WHERE stream = ? ORDER BY seat, change", stream);
  while (row.next()) changes.push_back(KeptChange{row.text(0), row.text(1), row.text(2)});
  return changes;
}

std::optional<core::Instant> Queries::last_mark() {
  return store::last_mark(connection_->statements);
}

std::optional<core::Instant> Queries::last_event() {
  auto row = connection_->statements.select("SELECT max(latest_ms) FROM streams");
  return row.next() ? row.optional_instant(0) : std::nullopt;
}

}  // namespace turnkeeper::store
