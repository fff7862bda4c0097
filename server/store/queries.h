// The read side: small indexed queries on a connection of its own, which can't write.
//
// Thread: one at a time (the reader's). What was committed before a call is seen by it. Every call
// throws StoreError if the disk cannot be read. Texts that were erased are empty.
//
// How a session went in full (turns with their shares, challenges, rotation) is not here:
// SessionArchive replays it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/faults.h"
#include "store/stream.h"
#include "timekeeper/session.h"

namespace turnkeeper::store {

struct Credential {
  core::CircleId circle;
  CredentialKind kind = CredentialKind::invite;
  core::MemberId member;  ///< of a personal one, else empty
};

struct CircleRow {
  core::CircleId id;
  std::string name;
  std::string agenda;     ///< JSON, as in circle.created
  std::uint64_t seq = 0;  ///< of its stream
};

struct MemberRow {
  core::MemberId id;
  core::Person person;
  core::Role role = core::Role::member;
  bool seated = false;
};

struct SessionRow {
  core::SessionId id;
  core::CircleId circle;
  int number = 1;
  core::Phase phase = core::Phase::lobby;
  core::Instant planned_at;
  std::optional<core::Instant> started_at;
  std::optional<core::Instant> ended_at;
  std::optional<core::EndCause> end_cause;
  std::optional<core::Instant> reopen_until;
};

/// How long a member had the floor in a session.
struct FloorTime {
  core::MemberId member;
  core::Millis check_in{};
  core::Millis turn{};
};

struct WaiverRow {
  core::MemberId member;
  core::WaiverCause cause = core::WaiverCause::stated;
  std::string reason;
};

struct ReflectionRow {
  core::MemberId member;
  std::string text;
};

struct ActionRow {
  core::ActionId id;
  core::CircleId circle;
  core::SessionId session;  ///< in which it was made
  int number = 1;           ///< of that session
  core::MemberId owner;
  std::string owner_name;
  core::MemberId turn;  ///< in whose turn it was made
  std::string what;
  std::string measure;
  core::Date due;
  std::optional<core::MemberId> supporter;
  std::string supporter_name;
  core::ActionStatus status = core::ActionStatus::open;
  std::string note;
};

/// What is absent filters nothing.
struct ActionFilter {
  std::optional<core::ActionStatus> status{};
  std::optional<core::MemberId> owner{};
  std::optional<core::SessionId> session{};
  std::optional<core::Date> due_before{};
};

/// One word on an action after it was made: in a later session's review, or on the circle's page.
struct ActionReviewRow {
  core::Instant at;
  std::optional<core::MemberId> by;
  std::optional<core::ActionStatus> status;
  std::string note;
  std::optional<core::Date> due;
};

class Queries {
 public:
  explicit Queries(const Database& database);
  ~Queries();
  Queries(const Queries&) = delete;
  Queries& operator=(const Queries&) = delete;

  /// Nothing for a token that is unknown, revoked, or expired at `now` (wall clock): there is no
  /// telling which.
  std::optional<Credential> find_credential(const Hash& hash, core::Instant now);

  std::optional<CircleRow> circle(const core::CircleId& circle);
  /// In the order in which they came.
  std::vector<MemberRow> members(const core::CircleId& circle);

  std::optional<SessionRow> session(const core::SessionId& session);
  /// Newest first.
  std::vector<SessionRow> sessions(const core::CircleId& circle);
  std::optional<SessionRow> last_session(const core::CircleId& circle);
  /// The one that is planned or live.
  std::optional<SessionRow> unended_session(const core::CircleId& circle);
  /// Those, and the ended ones whose end is not final yet.
  std::vector<core::SessionId> unsettled_sessions();

  /// Members who had the floor, in any order.
  std::vector<FloorTime> floor_times(const core::SessionId& session);
  std::vector<WaiverRow> waivers(const core::SessionId& session);
  std::vector<ReflectionRow> reflections(const core::SessionId& session);
  /// Spotlight time over the sessions of the circle that have ended; who is missing has had none.
  std::map<core::MemberId, core::Millis> received(const core::CircleId& circle);
  /// Spotlight time of others that was given as their coach, over the same sessions.
  std::map<core::MemberId, core::Millis> given(const core::CircleId& circle);
  /// Who checked in to the last session that has ended, had no turn in it and had not passed it.
  std::set<core::MemberId> carried(const core::CircleId& circle);

  /// Newest session first, then in the order of their making.
  std::vector<ActionRow> actions(const core::CircleId& circle, const ActionFilter& filter = {});
  std::optional<ActionRow> action(const core::ActionId& action);
  std::vector<ActionReviewRow> reviews_of(const core::ActionId& action);
  /// What the next session looks at first: actions that are open or carried on, with the ids of
  /// their words. Their status is `open`: the coming review has not been.
  std::vector<core::ReviewItem> open_actions(const core::CircleId& circle);

  /// All that `reads` asks here is answered of one moment, whatever is committed meanwhile. Throws
  /// what it throws. REQUIRES: not within another.
  void at_one_moment(const std::function<void()>& reads);

  /// 0 for a stream that does not exist.
  std::uint64_t last_seq(const std::string& stream);
  std::vector<StoredRecord> records(const std::string& stream);
  /// The first thing in which this stream is not as it was written, by its hashes.
  std::optional<Fault> fault_of(const std::string& stream);
  /// The words that came with this stream's events.
  std::map<core::WordsId, std::string> words_of(const std::string& stream);
  /// Those of these words that exist and were not erased.
  std::map<core::WordsId, std::string> words(const std::vector<core::WordsId>& ids);
  std::vector<KeptChange> changes(const std::string& stream);

  /// When the server was last known to be alive, all rooms alike: its last mark of life. An event
  /// says so of its own room alone: it may be what that one wrote of a gap, and others had yet to.
  /// Nothing if never marked.
  std::optional<core::Instant> last_mark();
  /// The latest `at` in any journal; server time must not fall before it.
  std::optional<core::Instant> last_event();

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace turnkeeper::store
