#include "tests/support/memory_archive.h"

#include <algorithm>
#include <stdexcept>
#include <variant>

namespace turnkeeper::testing {

std::optional<rooms::Opening> MemoryArchive::open(const core::SessionId& session) {
  if (spoilt_.contains(session)) throw std::runtime_error("Event 2 cannot be read.");
  const auto& stream = journal_.stream(session);
  if (stream.events.empty()) return std::nullopt;
  rooms::Opening opening;
  for (const auto& event : stream.events) opening.replay(opening.seq + 1, event);
  for (const auto& words : stream.words) opening.wordbook.words[words.id] = words.text;
  opening.changes = stream.changes;
  return opening;
}

std::vector<core::SessionId> MemoryArchive::unended() {
  std::vector<core::SessionId> sessions;
  for (const auto& [id, stream] : journal_.streams()) {
    const auto ends = [](const core::Event& event) {
      return std::holds_alternative<core::SessionEnded>(event.body);
    };
    if (std::none_of(stream.events.begin(), stream.events.end(), ends)) sessions.push_back(id);
  }
  return sessions;
}

}  // namespace turnkeeper::testing
