// A session that is really held: the timekeeper decides, the store keeps, and nobody waits for the
// clock.
#pragma once

#include <map>
#include <string>

#include "store_fixture.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::store {

/// The circle "c" of Ana, Bo and Cy, whose ids are their names in small letters. Bo facilitates.
void begin_circle(Store& store);

class Meeting {
 public:
  /// Plans the next session of the circle "c", with what its ledger and its open actions say.
  Meeting(Store& store, const std::string& session, int number, core::Instant now = kSixOClock);

  /// Everybody comes, and Bo starts.
  void start();
  /// Decides a command and keeps what it becomes. False if it was rejected.
  bool tell(const std::string& by, core::CommandBody body, const std::string& change = "");
  /// What time does meanwhile happens, and is kept.
  void pass(core::Millis length);
  /// Lets time pass until the current stage is another one.
  void wait_for_next_stage();
  /// The same until the phase is this one.
  void wait_for(core::Phase phase);

  const core::Session& session() const { return session_; }
  std::uint64_t seq() const { return seq_; }
  core::Instant now() const { return now_; }
  const std::map<core::WordsId, std::string>& words() const { return words_; }
  const std::vector<rooms::RememberedChange>& changes() const { return changes_; }
  core::StageId stage() const { return session_.stage->id; }
  std::string holder() const;

 private:
  void keep(core::Decision decision, const std::string& by, const std::string& change);

  Store& store_;
  SessionJournal journal_;
  core::Instant now_;
  core::Session session_;
  std::uint64_t seq_ = 0;
  std::map<core::WordsId, std::string> words_;
  std::vector<rooms::RememberedChange> changes_;
};

/// Holds the whole session: words, hands, questions, actions, a waiver, a pause, extended and given
/// back time.
void hold_session(Meeting& meeting);

}  // namespace turnkeeper::store
