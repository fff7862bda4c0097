#include "store/chain_check.h"

#include <algorithm>
#include <optional>
#include <set>

#include "store/hash_chain.h"

namespace turnkeeper::store {

namespace {

/// An event's row.
struct Row {
  std::int64_t position = 0;
  core::Instant at;
  std::string type;
  std::optional<std::string> by;
  std::string data;
  Commitments commitments;
  Hash prev_hash{};
  Hash hash{};
};

/// Of a row of `streams` with its columns in this order.
StreamHead read_head(const Run& row) {
  return {row.text(0), row.text(1) == "session" ? StreamKind::session : StreamKind::circle,
          static_cast<std::uint64_t>(row.number(2)), row.bytes<32>(3), row.instant(4)};
}

Row read_row(const Run& run) {
  Row row;
  row.position = run.number(1);
  row.at = run.instant(2);
  row.type = run.text(3);
  row.by = run.optional_text(4);
  row.data = run.text(5);
  row.commitments = parse_commitments(run.text(6));
  row.prev_hash = run.bytes<32>(7);
  row.hash = run.bytes<32>(8);
  return row;
}

std::string range(std::uint64_t first, std::uint64_t last) {
  return first == last ? "The event is missing."
                       : "The events " + std::to_string(first) + " to " + std::to_string(last) +
                             " are missing.";
}

class ChainCheck {
 public:
  ChainCheck(Statements& statements, const StreamHead& head, Faults& faults)
      : statements_(statements), head_(head), faults_(faults) {}

  std::uint64_t run() {
    std::uint64_t events = 0;
    auto row = statements_.select(
        "SELECT seq, position, at_ms, type, by_member, data, commitments, prev_hash, hash FROM "
        "events WHERE stream = ? ORDER BY seq",
        head_.id);
    for (; row.next(); ++events) look_at(row);
    look_at_end();
    look_for_strays();
    return events;
  }

 private:
  void fault(std::uint64_t seq, std::string why) { faults_.add({head_.id, seq, std::move(why)}); }

  void look_at(const Run& run) {
    const auto seq = static_cast<std::uint64_t>(run.number(0));
    if (seq != seq_ + 1) {
      fault(seq_ + 1, range(seq_ + 1, seq - 1));
      before_.reset();
    }
    seq_ = seq;
    const auto before = std::exchange(before_, std::nullopt);
    try {
      const Row row = read_row(run);
      judge(row, before);
      for (const auto& [words, commitment] : row.commitments) look_at_words(words, commitment);
    } catch (const StatementError&) {
      throw;  // the disk, not the event
    } catch (const StoreError& unreadable) {
      fault(seq_, std::string{"The event cannot be read. "} + unreadable.what());
    }
  }

  /// `before` is the hash of the event before this one, if that is known.
  void judge(const Row& row, const std::optional<Hash>& before) {
    const Hash hash =
        hash_of({head_.kind, head_.id, seq_, row.prev_hash, row.at.time_since_epoch().count(),
                 row.type, row.by.value_or(""), row.data, row.commitments});
    // Nobody is written as nothing, which an empty name hashes like.
    if (hash != row.hash || row.by == "") {
      fault(seq_, "The event is not the one that was written.");
    } else if (before && row.prev_hash != *before) {
      fault(seq_, "The event does not follow the one before it; one of the two was exchanged.");
    } else if (row.position <= position_) {
      fault(seq_, "The event stands before the one that it follows.");
    }
    if (hash == row.hash) before_ = row.hash;
    position_ = std::max(position_, row.position);
    latest_ = std::max(latest_.value_or(row.at), row.at);
  }

  void look_at_words(const std::string& words, const Hash& commitment) {
    known_.insert(words);
    auto row = statements_.select("SELECT salt, text FROM words WHERE id = ? AND stream = ?", words,
                                  head_.id);
    if (!row.next()) return fault(seq_, "The words " + words + " are missing.");
    if (row.absent(0) && row.absent(1)) return;  // erased, as is allowed
    if (row.absent(0) || row.absent(1) ||
        commitment_of(row.bytes<16>(0), row.text(1)) != commitment) {
      fault(seq_, "The words " + words + " are not those that were written.");
    }
  }

  void look_at_end() {
    if (seq_ < head_.seq) {
      fault(seq_ + 1, range(seq_ + 1, head_.seq));
    } else if (seq_ > head_.seq) {
      fault(head_.seq + 1, "The stream ends before this event.");
    } else if (before_ && *before_ != head_.hash) {
      fault(seq_, "The hash at the head of the stream is not that of its last event.");
    } else if (!faults_.about(head_.id) && latest_ != head_.latest) {
      fault(seq_, "The time at the head of the stream is not that of its latest event.");
    }
  }

  /// Words that no event has committed to were put there by someone else.
  void look_for_strays() {
    auto row = statements_.select("SELECT id FROM words WHERE stream = ? ORDER BY id", head_.id);
    while (row.next()) {
      if (!known_.contains(row.text(0)))
        fault(0, "No event brought the words " + row.text(0) + ".");
    }
  }

  Statements& statements_;
  const StreamHead& head_;
  Faults& faults_;
  std::uint64_t seq_ = 0;               ///< of the event that is looked at
  std::optional<Hash> before_{Hash{}};  ///< its hash for the next; nothing if it cannot be trusted
  std::int64_t position_ = 0;
  std::optional<core::Instant> latest_;
  std::set<std::string> known_;
};

}  // namespace

std::vector<StreamHead> stream_heads(Statements& statements) {
  std::vector<StreamHead> heads;
  auto row = statements.select(
      "SELECT stream, kind, seq, head_hash, latest_ms FROM streams ORDER BY stream");
  while (row.next()) heads.push_back(read_head(row));
  return heads;
}

std::optional<StreamHead> stream_head(Statements& statements, const std::string& stream) {
  auto row = statements.select(
      "SELECT stream, kind, seq, head_hash, latest_ms FROM streams WHERE stream = ?", stream);
  return row.next() ? std::optional{read_head(row)} : std::nullopt;
}

std::uint64_t check_chain(Statements& statements, const StreamHead& head, Faults& faults) {
  return ChainCheck(statements, head, faults).run();
}

}  // namespace turnkeeper::store
