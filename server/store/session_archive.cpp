#include "store/session_archive.h"

#include <exception>
#include <new>
#include <utility>

#include "protocol/event_codec.h"
#include "store/change_codec.h"
#include "store/statements.h"
#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

/// Also one that can be read and that the rules have no place for.
void replay(rooms::Opening& opening, const core::SessionId& session, const StoredRecord& record) {
  try {
    opening.replay(record.seq,
                   {record.at, record.by,
                    protocol::decode_event(record.type, protocol::Json::parse(record.data))});
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& exception) {
    throw rooms::DamagedJournal("Event " + std::to_string(record.seq) + " of the session " +
                                session.value + " cannot be read: " + exception.what());
  }
}

/// What a room would make of a journal that somebody has changed has never been.
void require_as_written(Queries& queries, const core::SessionId& session) {
  const auto fault = queries.fault_of(session.value);
  if (!fault) return;
  const std::string event = fault->seq == 0 ? "Of" : "Event " + std::to_string(fault->seq) + " of";
  throw rooms::DamagedJournal(event + " the session " + session.value + ": " + fault->why +
                              " \"turnkeeper check\" finds what else was changed, and a backup can "
                              "be restored.");
}

/// Words that the review brought along from earlier sessions.
std::vector<core::WordsId> words_of_review(const core::Session& session) {
  std::vector<core::WordsId> ids;
  for (const auto& [action, item] : session.review) {
    ids.push_back(item.what);
    ids.push_back(item.measure);
    if (item.note) ids.push_back(*item.note);
  }
  return ids;
}

core::Wordbook load_wordbook(Queries& queries, const core::Session& session) {
  core::Wordbook wordbook;
  if (auto circle = queries.circle(session.circle)) wordbook.circle_name = std::move(circle->name);
  for (MemberRow& member : queries.members(session.circle)) {
    wordbook.people.emplace(std::move(member.id), std::move(member.person));
  }
  wordbook.words = queries.words_of(session.id.value);
  wordbook.words.merge(queries.words(words_of_review(session)));
  return wordbook;
}

std::optional<rooms::Opening> read_as_it_is(Queries& queries, const core::SessionId& session) {
  if (!queries.session(session)) return std::nullopt;
  require_as_written(queries, session);
  rooms::Opening opening;
  for (const StoredRecord& record : queries.records(session.value)) {
    replay(opening, session, record);
  }
  opening.wordbook = load_wordbook(queries, opening.session);
  for (KeptChange& kept : queries.changes(session.value)) {
    opening.changes.push_back(
        {core::MemberId{std::move(kept.seat)}, std::move(kept.change), decode_change(kept.result)});
  }
  return opening;
}

}  // namespace

std::optional<rooms::Opening> read_session(Queries& queries, const core::SessionId& session) {
  std::optional<rooms::Opening> opening;
  try {
    // The room itself may be writing: half of what it wrote would look like damage.
    queries.at_one_moment([&] { opening = read_as_it_is(queries, session); });
    return opening;
  } catch (const StatementError& error) {
    if (error.is_damage()) throw rooms::DamagedJournal(error.what());
    throw;
  } catch (const StoreError& error) {  // what was read is none of ours
    throw rooms::DamagedJournal(error.what());
  }
}

void SessionArchive::open(const core::SessionId& session, Opened opened) {
  using Outcome = rooms::Outcome<std::optional<rooms::Opening>>;
  reader_.ask([session](Queries& queries) { return read_session(queries, session); },
              [opened = std::move(opened)](Outcome came) {
                opened(Outcome::of([&] {
                  try {
                    return std::move(came.get());
                  } catch (const NoAnswerError& error) {
                    throw rooms::NoAnswer(error.what());
                  }
                }));
              });
}

}  // namespace turnkeeper::store
