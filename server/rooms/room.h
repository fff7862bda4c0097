// A live room: the host of one session. It alone acts on what the timekeeper decides, always in the
// same order: journal, apply, publish, arm the alarm. If the journal fails, nothing is applied and
// nobody is told.
//
// One append is in flight at a time; what arrives meanwhile waits, and is decided together as the
// next batch. Thread: the room's shard only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "rooms/ports.h"
#include "rooms/presence.h"
#include "timekeeper/replanning.h"

namespace turnkeeper::rooms {

/// Why a room did not even decide.
enum class Failure : std::uint8_t {
  busy,                 ///< too many commands wait for this room's disk
  storage_unavailable,  ///< the disk refuses; nothing has changed (AppendOutcome::unavailable)
  too_many_changes,     ///< of this person in this session
};
using Answer = std::variant<ChangeResult, core::Rejection, Failure>;
using Reply = std::function<void(const Answer&)>;

/// What a room is made of when it is opened: a replayed journal and what stands beside it.
struct Opening {
  core::Session session;
  std::uint64_t seq = 0;
  core::Instant last_at;  ///< of the last event
  core::Replannings replannings;
  core::Wordbook wordbook;
  std::vector<RememberedChange> changes;

  /// Takes in the next event of the journal.
  void replay(std::uint64_t number, const core::Event& event);
};

struct Ports {
  Clock& clock;
  Alarm& alarm;
  Journal& journal;
  Outbox& outbox;
};

class Room {
 public:
  static constexpr std::size_t kMostWaiting = 64;
  static constexpr std::size_t kMostChanges = 3'000;  ///< of a person in a session
  static constexpr core::Millis kAliveEvery{500};
  static constexpr core::Millis kTickTooLate{
      2'000};  ///< an alarm this late means that the machine slept

  static constexpr core::Millis kDiskTooSlow{5'000};  ///< as long as a foreign lock is waited for

  Room(Opening opening, Ports ports);
  ~Room();
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  /// Decides `command`, now or when the append in flight is done; `reply`, which is not empty, is
  /// called exactly once, possibly from inside; not at all if the room breaks down once it is on
  /// disk. `change` is the client's id for it, empty for commands from the house;
  /// the same id of the same seat gets the first answer again, and no second effect, also while the
  /// disk refuses. Rejections and failures are not remembered; that there was nothing to do is.
  void handle(core::Command command, std::string change, Reply reply);

  /// What `command` would lead to if it were made now, of all that is known to be on disk. Nothing
  /// changes.
  std::variant<core::Session, core::Rejection> foresee(const core::Command& command) const;

  /// A seat taken (or an observer's place, or a facilitator's) while this room is open; `person` is
  /// shown at once. Somebody who has a place already keeps their name.
  void seat(const core::SeatMember& place, core::Person person, Reply reply);

  /// A connection of `member` joined or went. A member is present while one lives; when the last
  /// goes, they are away after ten seconds, or at once if they said that they leave.
  void connected(const core::MemberId& member) { presence_.connected(member); }
  /// `last_heard`: the last sign of life of the connection that went.
  void disconnected(const core::MemberId& member, bool at_once, core::Instant last_heard) {
    presence_.disconnected(member, at_once, last_heard);
  }
  int connections(const core::MemberId& member) const { return presence_.connections(member); }

  /// The server was down since `since`, and all connections are lost: nobody is charged.
  void outage(core::Instant since);
  /// A mark of life, to be given every `kAliveEvery`: up to here the clock is known to have run.
  /// One that comes `kTickTooLate` means that the machine slept, and nobody is charged for that
  /// either.
  void alive();
  /// The disk has refused somebody else. A room that has nothing to write tries it, and holds if it
  /// is refused too.
  void doubt_storage();
  /// The disk keeps somebody else waiting for too long: the room holds until it is answered.
  void storage_hangs();
  /// Up to here each moment is accounted for, or was known to be the clock's.
  core::Instant last_alive() const {
    return gap_ ? std::min(gap_->since, last_alive_) : last_alive_;
  }
  /// Whether every gap is written down; before that a mark of life would charge it to somebody, if
  /// the server died now.
  bool accounted() const;

  /// Whether what is shown now would soon be taken back: a gap is on its way to the disk. A disk
  /// that refuses, or takes too long, leaves it as it is, and everybody is told (Notice).
  bool catches_up() const { return !accounted() && in_flight_ && !storage_fails_ && !lost_; }
  /// Calls `then`, from the loop, when it has caught up, or will not for now, or is lost. REQUIRES:
  /// it catches up.
  void once_caught_up(std::function<void()> then) { when_caught_up_.push_back(std::move(then)); }

  const core::Session& session() const { return session_; }
  std::uint64_t seq() const { return seq_; }
  const core::Wordbook& wordbook() const { return wordbook_; }
  const core::Replannings& replannings() const { return replannings_; }
  /// No append in flight and nothing waiting.
  bool idle() const;
  /// The server goes down: from here on time does nothing, and nobody else either. What is on its
  /// way to the disk is told, if there is still somebody to be told.
  void stop();

  /// Somebody else wrote to the journal, or the room broke down: what it holds is not the truth any
  /// more. It refuses everything.
  bool lost() const { return lost_; }
  /// Why it broke down: something threw that must not. Empty if it did not.
  const std::string& fault() const { return fault_; }

 private:
  static constexpr core::Millis kTryAgain{1'000};  ///< while the disk refuses

  struct Waiting;
  struct Draft;

  /// The clock could not be trusted, or shown, since then; the journal doesn't know of it yet.
  struct Gap {
    core::Instant since;
    bool connections_lost = false;
  };

  void enqueue(Waiting waiting);
  void work();
  bool nothing_to_do(core::Instant now) const;
  void look_at_clock(core::Instant now);
  void note_gap(Gap gap);
  void decide_time(Draft& draft, core::Instant now);
  void decide_presence(Draft& draft, core::Instant now);
  void decide_next(Draft& draft, core::Instant now);
  void decide_house(Draft& draft, core::CommandBody command, core::Instant now);
  bool answer_again(Draft& draft, Waiting& waiting) const;
  void submit(std::unique_ptr<Draft> draft);
  void finish(AppendOutcome outcome);
  void commit(Draft& draft);
  void fail(Draft& draft);
  void hold();
  void hold_since(core::Instant unanswered);
  void give_up();
  void tell_caught_up();
  bool made_enough(const core::MemberId& seat) const;
  const ChangeResult* done_before(const core::MemberId& seat, const std::string& change) const;
  void remember(RememberedChange change);
  void break_down(const std::exception& error, Draft* untold);
  void arm();
  void disarm();

  core::Session session_;
  std::uint64_t seq_;
  core::Wordbook wordbook_;
  core::Replannings replannings_;
  Ports ports_;
  std::map<std::pair<core::MemberId, std::string>, ChangeResult> remembered_;
  std::map<core::MemberId, std::size_t> changes_;  ///< how many of them each made
  Presence presence_;
  std::deque<Waiting> waiting_;
  std::vector<std::function<void()>> when_caught_up_;
  std::unique_ptr<Draft> in_flight_;
  Alarm::Ticket alarm_ = 0;
  core::Instant last_alive_;
  core::Instant next_mark_;  ///< of life
  std::optional<Gap> gap_;
  bool storage_fails_ = false;
  bool doubts_storage_ = false;
  bool working_ = false;  ///< deciding or telling: what comes now waits until that is done
  bool lost_ = false;
  bool stopped_ = false;
  std::string fault_;
  /// Callbacks that outlive the room find this gone.
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace turnkeeper::rooms
