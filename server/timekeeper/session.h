// A session as a value: all that the timekeeper knows of it at one moment.
//
// Only `apply` changes one (timekeeper.h): what each event does to it stands in apply_*.cpp, by
// area.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "timekeeper/agenda.h"
#include "timekeeper/flat_map.h"
#include "timekeeper/ids.h"
#include "timekeeper/shared.h"
#include "timekeeper/time.h"

namespace turnkeeper::timekeeper {

inline constexpr std::size_t kMostActions = 200;    ///< a session
inline constexpr std::size_t kMostEntries = 50;     ///< a turn
inline constexpr std::size_t kFewestPresent = 2;    ///< to start
inline constexpr Millis kCallersOwnPause{120'000};  ///< after that a vote may resume it
inline constexpr Millis kLeastAmount{1'000};        ///< to extend or give back
inline constexpr Millis kMostAmount{3'600'000};
inline constexpr Millis kReopenedClosing{120'000};  ///< a closing that goes on has so much at least

enum class Phase : std::uint8_t { lobby, check_in, handover, turn, closing, ended };
enum class Role : std::uint8_t { facilitator, member, observer };
enum class Progress : std::uint8_t { waiting, now, done, passed };
enum class StageKind : std::uint8_t { check_in, handover, turn, closing };
enum class PauseCause : std::uint8_t { called, care, outage, room_empty, holder_away };
enum class Move : std::uint8_t { next, pass, defer, end };
enum class EntryKind : std::uint8_t { hand, question };
enum class EntryStatus : std::uint8_t { waiting, called, done };
enum class ActionStatus : std::uint8_t { open, done, learned, carried_on };
enum class WaiverCause : std::uint8_t { stated, time_ran_out, passed, holder_left };
enum class EndCause : std::uint8_t {
  complete,
  ended_by_hand,
  cancelled,
  paused_too_long,
  room_empty,
  hard_end,      ///< the time at which everybody had to go
  never_started  ///< a lobby that nobody started
};
enum class VoteKind : std::uint8_t {
  more_time,  ///< for the current stage
  later_end,
  move_on,
  pause,
  resume,
  skip,  ///< a holder who is away
};
enum class VoteOutcome : std::uint8_t {
  passed,
  failed,
  lapsed,  ///< what it was about has gone
};
/// How a member comes to facilitate for a session.
enum class Lead : std::uint8_t {
  guest,   ///< at once
  deputy,  ///< when no facilitator has been here for a while, until one is back
  none,
};

/// Somebody with a place in the room.
struct Participant {
  Role role = Role::member;
  bool seated = false;                 ///< has a seat in the rotation
  bool present = false;                ///< has a living connection
  bool seen = false;                   ///< was here at some time of this session
  std::optional<MemberId> held_by{};   ///< here without a device; who acts for them
  Millis received{};                   ///< spotlight time of earlier sessions
  std::optional<Instant> leaves_at{};  ///< has to go then
  bool deferred = false;  ///< by a person, since they said when they have to go: stays where it is
  Lead lead = Lead::none;
  bool stepped_in = false;  ///< a deputy who facilitates at the moment
  bool operator==(const Participant&) const = default;
};

/// What a turn that was deferred goes on with: left of its stage, and of the whole turn, when it
/// was interrupted.
struct Interrupted {
  Millis stage{};
  Millis turn{};
  bool operator==(const Interrupted&) const = default;
};

/// Why a turn is not what it was dealt at the start.
enum class ChangeCause : std::uint8_t {
  late_start,
  hard_end,       ///< what it charged, less what it gave back
  more_time,      ///< an extension
  overtime,       ///< a block of it
  minutes_given,  ///< from one turn to another
  given_back,     ///< by a member, of their own turn
  turn_ended,     ///< a turn that left something
  turn_passed,
  turn_absent,
  turn_carried_over,
  joined,      ///< somebody got a turn after the start
  stage_left,  ///< a check-in or a handover that left something
  taken_back,  ///< what was spent on a move that was taken back
  reopened,
};

/// By how much one cause has changed what is planned for a turn.
struct Change {
  ChangeCause cause = ChangeCause::late_start;
  std::optional<MemberId> whom;  ///< whose time it was about: they received it, or left it
  Millis amount{};               ///< negative: the turn paid
  bool operator==(const Change&) const = default;
};

/// One member's spotlight.
struct Turn {
  Progress status = Progress::waiting;
  Millis share{};                          ///< planned at the start of the session
  Millis planned{};                        ///< planned now, time already used included
  Millis guaranteed{};                     ///< what nobody can take
  Millis used{};                           ///< by stages that have ended
  Millis given{};                          ///< given back by its own member: a gift, and not a cut
  std::size_t next_stage = 0;              ///< index of the stage that runs next (or now)
  std::optional<Interrupted> interrupted;  ///< in the middle of `next_stage`
  Millis held{};                           ///< how long the clock has waited for its member
  bool missed = false;                     ///< its member was waited for in vain once
  std::optional<MemberId> coach;           ///< leads the questions; credited with the time as given
  bool vouched = false;  ///< "still with us", said somebody while its member's device was away
  Shared<std::vector<Change>> changes;  ///< until it is over, planned = share + the sum of these

  Millis left() const { return planned - used; }
  bool operator==(const Turn&) const = default;
};

struct CheckIn {
  Progress status = Progress::waiting;
  std::optional<WordsId> text;
  bool operator==(const CheckIn&) const = default;
};

/// The one current stage; gone at the end of the session.
struct Stage {
  StageId id;
  StageKind kind = StageKind::check_in;
  std::size_t index = 0;           ///< of the agenda's stages, for a turn
  std::string name;                ///< what people call it
  std::optional<MemberId> holder;  ///< in a handover, whose turn comes
  Instant started_at;
  Millis length{};     ///< allotted, extensions included
  Millis overtime{};   ///< the part of it that is overtime
  int blocks = 0;      ///< of overtime that it got, also if they were given back
  Instant deadline;    ///< means nothing while paused
  bool voted = false;  ///< a vote for more time was held in it
  Instant since;       ///< it has been running from then on without a break
  bool over = false;   ///< between stage.ended and the event that follows it at once
  bool operator==(const Stage&) const = default;
};

/// The clock stands. Gone when it goes on, and when the session ends.
struct Pause {
  PauseCause cause = PauseCause::called;
  std::optional<MemberId> by;
  Instant since;
  Millis left{};                 ///< of the stage
  std::optional<Instant> until;  ///< when time itself acts
  bool operator==(const Pause&) const = default;
};

/// A move by hand that can still be stopped. Gone when a pause comes, and when
/// its stage ends, unless it is about the session or about a turn to come.
struct PendingMove {
  Move move = Move::next;
  std::optional<MemberId> member;  ///< whose turn to come is passed; absent: what runs
  MemberId by;
  Instant effective_at;
  std::optional<WordsId> reason;
  bool operator==(const PendingMove&) const = default;
};

/// What is left of everything but the turns (each turn knows its own), and what is gone.
/// total = late + used + check_in + turns + handover + closing + reserve, at every event.
struct Budget {
  Millis total{};
  Millis late{};
  Millis charged{};  ///< the part of `late` that a later hard end would give back
  Millis used{};
  Millis check_in{};
  Millis handover{};
  Millis closing{};
  Millis reserve{};
  Millis closing_share{};  ///< planned at the start
  bool operator==(const Budget&) const = default;
};

/// Minutes that change hands: who pays, or who receives. All amounts are positive.
struct Transfer {
  Millis reserve{};
  Millis closing{};
  std::vector<std::pair<MemberId, Millis>> turns;  ///< in the order of the rotation

  Millis sum() const;
  bool operator==(const Transfer&) const = default;
};

/// A question to those who were here when it was called.
struct Vote {
  VoteId id;
  VoteKind kind = VoteKind::more_time;
  MemberId by;
  std::optional<Millis> amount{};  ///< for more_time and later_end
  Instant until;
  FlatMap<MemberId, std::optional<bool>> ballots{};  ///< of everyone who may vote; silence is no
  std::optional<Transfer> price{};  ///< for more_time: who would pay, by member, less what
                                    ///< they paid for `held`; old journals have none
  Millis held{};                    ///< of the amount: the stage goes on only because of it
  Instant held_until{};             ///< so far, what holds it has been paid
  std::vector<Transfer> held_by{};  ///< by these, one after the other
  bool operator==(const Vote&) const = default;
};

struct Challenge {
  WordsId text;
  std::optional<WordsId> outcome;
  bool operator==(const Challenge&) const = default;
};

/// A hand or a question in the queue of a turn.
struct Entry {
  EntryId id;
  MemberId by;
  EntryKind kind = EntryKind::hand;
  std::optional<WordsId> text;
  EntryStatus status = EntryStatus::waiting;
  bool operator==(const Entry&) const = default;
};

/// A commitment: one clear task with an owner and a date.
struct Action {
  MemberId owner;
  MemberId turn;  ///< in whose turn it was made
  WordsId what;
  WordsId measure;
  Date due;
  std::optional<MemberId> supporter;
  bool operator==(const Action&) const = default;
};

struct Waiver {
  WaiverCause cause = WaiverCause::stated;
  std::optional<WordsId> reason;
  std::optional<MemberId> by;  ///< who said so; nobody, if time did
  bool operator==(const Waiver&) const = default;
};

/// An action of an earlier session, open when this one was planned.
struct ReviewItem {
  ActionId id;
  MemberId owner;
  WordsId what;
  WordsId measure;
  Date due;
  std::optional<MemberId> supporter;
  ActionStatus status = ActionStatus::open;
  std::optional<WordsId> note;
  bool operator==(const ReviewItem&) const = default;
};

/// Where the agenda stood: what a move changes, and what taking it back restores.
struct Standpoint {
  Phase phase = Phase::lobby;
  std::optional<Stage> stage;
  std::vector<MemberId> rotation;
  FlatMap<MemberId, Turn> turns;
  FlatMap<MemberId, Progress> check_ins;
  Budget budget;
  std::vector<Entry> entries;
  bool operator==(const Standpoint&) const = default;
};

/// The last move that somebody made by hand, for as long as it can be taken back. Changed by
/// stage.ended and stage.started, and gone when minutes change hands otherwise.
struct LastMove {
  MemberId by;
  Instant at;
  Millis left{};                ///< of the stage that it ended
  std::vector<StageId> stages;  ///< that one, and those that have begun since
  Shared<Standpoint> before;
  bool operator==(const LastMove&) const = default;
};

/// What a session that has ended goes back to when it is reopened. Changed by stage.ended of its
/// last stage, and gone when it is reopened.
struct Ending {
  StageId stage;
  Millis left{};  ///< of that stage
  Shared<Standpoint> before;
  bool operator==(const Ending&) const = default;
};

struct Session {
  SessionId id;
  CircleId circle;
  int number = 0;
  Shared<Agenda> agenda;
  Phase phase = Phase::lobby;
  Instant planned_at;
  std::optional<Instant> starts_at;  ///< agreed on
  std::optional<Instant> hard_end;   ///< everybody has to go then
  std::optional<Instant> started_at;
  std::optional<Instant> ended_at;
  std::optional<EndCause> end_cause;
  std::optional<Instant> reopen_until;  ///< it can be reopened until then

  FlatMap<MemberId, Participant> participants;
  std::vector<MemberId> rotation;  ///< in the order of the turns, those that are over included
  FlatMap<MemberId, Turn> turns;
  FlatMap<MemberId, CheckIn> check_ins;
  Budget budget;

  std::optional<Stage> stage;
  std::optional<Pause> pause;
  std::optional<PendingMove> pending;
  std::optional<Vote> vote;
  std::optional<LastMove> last_move;
  std::optional<Ending> ending;        ///< nothing if the lobby was the end
  std::optional<Instant> empty_since;  ///< nobody is connected since then
  std::optional<Instant> unled_since;  ///< no facilitator is connected since then

  FlatMap<MemberId, Challenge> challenges;
  std::vector<Entry> entries;           ///< of this turn, in the order of their coming
  FlatMap<MemberId, int> times_called;  ///< how often each had the word, all turns together
  FlatMap<ActionId, Action> actions;
  FlatMap<MemberId, Waiver> waivers;
  FlatMap<ActionId, ReviewItem> review;
  FlatMap<MemberId, WordsId> reflections;

  int plan = 0;        ///< counts how often minutes were re-planned: prices hold for one of these
  int ids_issued = 0;  ///< stages, entries, actions and words count with one counter

  bool operator==(const Session&) const = default;
};

// Questions that decide, encode and tests all ask.

bool running(const Session& session);  ///< started, not paused, not ended
/// By role, or as a guest or a deputy who has stepped in.
bool is_facilitator(const Session& session, const MemberId& member);
bool is_seated(const Session& session, const MemberId& member);
/// Here: with a living connection, or because somebody who is here holds the seat.
bool is_present(const Session& session, const MemberId& member);
/// Whether what `by` does is `member`'s doing: their own, or of who holds their seat.
bool acts_for(const Session& session, const MemberId& by, const MemberId& member);
bool facilitator_present(const Session& session);
std::size_t seated_present(const Session& session);

/// Whose turn is still to come, in order.
std::vector<MemberId> waiting_turns(const Session& session);
/// What is left of all turns.
Millis turns_left(const Session& session);
/// late + used + all that is left: equals budget.total in every state that a session can reach.
Millis budget_sum(const Session& session);
/// When the session ends if nothing changes; nothing in the lobby, while paused, and after the end.
std::optional<Instant> expected_end(const Session& session);
/// When it ends if all that is left is used, the reserve too; nothing when `expected_end` says
/// nothing.
std::optional<Instant> latest_end(const Session& session);
/// The waiting entries, the quietest member's first, then in the order of their coming.
std::vector<const Entry*> queue(const Session& session);
/// Whether the turn of `holder` has an action or a waiver.
bool committed(const Session& session, const MemberId& holder);
/// The agenda's entry for the current stage, if that is a stage of a turn.
const StageSpec* current_spec(const Session& session);
/// What the current stage needs and does not have yet.
Needs missing(const Session& session);

}  // namespace turnkeeper::timekeeper
