#include "tests/support/memory_archive.h"

#include <new>
#include <stdexcept>
#include <utility>
#include <variant>

namespace turnkeeper::testing {

void MemoryArchive::open(const core::SessionId& session, Opened opened) {
  if (std::exchange(forgets_, false)) throw std::bad_alloc();
  waiting_.emplace_back(session, std::move(opened));
  if (!takes_time_) answer_next();
}

void MemoryArchive::answer_next() {
  const auto [session, opened] = std::move(waiting_.front());
  waiting_.pop_front();
  opened(rooms::Outcome<std::optional<rooms::Opening>>::of([&] { return read(session); }));
}

std::optional<rooms::Opening> MemoryArchive::read(const core::SessionId& session) {
  if (hangs_) throw rooms::NoAnswer("Nobody answers.");
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
