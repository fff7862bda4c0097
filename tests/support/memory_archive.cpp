#include "tests/support/memory_archive.h"

#include <stdexcept>
#include <variant>

namespace turnkeeper::testing {

std::optional<rooms::Opening> MemoryArchive::open(const core::SessionId& session) {
  if (spoilt_.contains(session)) throw std::runtime_error("Event 2 cannot be read.");
  if (damaged_.contains(session)) throw rooms::DamagedJournal("Event 2 is damaged.");
  const auto& stream = journal_.stream(session);
  if (stream.events.empty()) return std::nullopt;
  rooms::Opening opening;
  for (const auto& event : stream.events) opening.replay(opening.seq + 1, event);
  for (const auto& words : stream.words) opening.wordbook.words[words.id] = words.text;
  opening.changes = stream.changes;
  return opening;
}

std::vector<core::SessionId> MemoryArchive::unsettled() {
  std::vector<core::SessionId> sessions;
  for (const auto& [id, stream] : journal_.streams()) {
    core::Session session;
    for (const auto& event : stream.events) core::apply(session, event);
    if (session.phase != core::Phase::ended || session.reopen_until) sessions.push_back(id);
  }
  return sessions;
}

}  // namespace turnkeeper::testing
