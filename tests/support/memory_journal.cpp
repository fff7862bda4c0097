#include "tests/support/memory_journal.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace turnkeeper::testing {

void MemoryJournal::append(rooms::Batch batch, std::function<void(rooms::AppendOutcome)> done) {
  if (broken_) throw std::runtime_error("This journal is broken.");
  waiting_.emplace_back(std::move(batch), std::move(done));
}

void MemoryJournal::pump() {
  while (pump_one()) {
  }
}

bool MemoryJournal::pump_one() {
  if (waiting_.empty()) return false;
  auto [batch, done] = std::move(waiting_.front());
  waiting_.pop_front();
  done(write(batch));
  return true;
}

void MemoryJournal::write_behind(const core::SessionId& session, core::Event event) {
  streams_[session].events.push_back(std::move(event));
}

rooms::AppendOutcome MemoryJournal::write(rooms::Batch& batch) {
  if (refuses_) return rooms::AppendOutcome::unavailable;
  if (batch.session == contradicted_) return rooms::AppendOutcome::damaged;
  auto& stream = streams_[batch.session];
  if (batch.expected_seq != stream.events.size()) return rooms::AppendOutcome::conflict;
  std::move(batch.events.begin(), batch.events.end(), std::back_inserter(stream.events));
  std::move(batch.words.begin(), batch.words.end(), std::back_inserter(stream.words));
  std::erase_if(stream.words, [&](const core::Words& words) {
    return std::find(batch.erased.begin(), batch.erased.end(), words.id) != batch.erased.end();
  });
  std::move(batch.changes.begin(), batch.changes.end(), std::back_inserter(stream.changes));
  return rooms::AppendOutcome::committed;
}

}  // namespace turnkeeper::testing
