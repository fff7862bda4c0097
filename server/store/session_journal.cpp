#include "store/session_journal.h"

#include <algorithm>
#include <utility>

#include "protocol/event_codec.h"
#include "store/change_codec.h"

namespace turnkeeper::store {

namespace {

Record to_record(const core::Event& event, std::vector<core::Words>& unclaimed) {
  Record record;
  record.at = event.at;
  record.type = std::string{protocol::event_name(event.body)};
  record.by = event.by;
  record.data = protocol::journal_data(event.body).dump();
  for (const core::WordsId& id : protocol::words_of(event.body)) {
    const auto found = std::find_if(unclaimed.begin(), unclaimed.end(),
                                    [&](const core::Words& words) { return words.id == id; });
    if (found == unclaimed.end()) continue;  // they came with an earlier event
    record.words.push_back(std::move(*found));
    unclaimed.erase(found);
  }
  return record;
}

}  // namespace

StreamAppend to_append(const rooms::Batch& batch) {
  StreamAppend append;
  append.kind = StreamKind::session;
  append.stream = batch.session.value;
  append.expected_seq = batch.expected_seq;
  auto unclaimed = batch.words;
  for (const core::Event& event : batch.events) {
    if (const auto* planned = std::get_if<core::SessionPlanned>(&event.body)) {
      append.circle = planned->circle;
    }
    append.records.push_back(to_record(event, unclaimed));
  }
  if (!append.records.empty()) {
    auto& last = append.records.back().words;
    last.insert(last.end(), unclaimed.begin(), unclaimed.end());
  }
  for (const rooms::RememberedChange& change : batch.changes) {
    append.changes.push_back({change.seat.value, change.change, encode_change(change.result)});
  }
  append.erased = batch.erased;
  return append;
}

void SessionJournal::append(rooms::Batch batch, std::function<void(rooms::AppendOutcome)> done) {
  writer_.append(to_append(batch), std::move(done));
}

}  // namespace turnkeeper::store
