// The live rooms of one shard: opened from the archive when first asked for, kept while their
// session lives, while it can be reopened, and for a minute after its end at least.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "rooms/outcome.h"
#include "rooms/room.h"

namespace turnkeeper::rooms {

/// A journal that is there and not as it was written, in a sentence: no other try helps.
class DamagedJournal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The archive has not answered in time: another try may help, however many did not.
class NoAnswer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where rooms come from: what is durable, replayed.
class Archive {
 public:
  /// Nothing if there is no such session. What goes wrong is a DamagedJournal, a NoAnswer, or
  /// another std::runtime_error with a sentence for one that cannot be read at present.
  using Opened = std::function<void(Outcome<std::optional<Opening>>)>;

  virtual ~Archive() = default;
  /// Calls `opened` once, now or later.
  virtual void open(const core::SessionId& session, Opened opened) = 0;
};

/// Makes the outbox of a room, and is told when the room is gone.
class Outboxes {
 public:
  virtual ~Outboxes() = default;
  virtual Outbox& open(const core::SessionId& session) = 0;
  virtual void close(const core::SessionId& session) = 0;
};

class Registry {
 public:
  static constexpr core::Millis kEndedRoom{60'000};  ///< an ended room stays open at least
  static constexpr int kTries = 12;  ///< to read a journal that nobody has asked for

  /// Gets a sentence about a session whose journal could not be read, however often it was tried.
  using Report = std::function<void(const std::string& sentence)>;

  Registry(
      Clock& clock, Alarm& alarm, Journal& journal, Archive& archive, Outboxes& outboxes,
      Report report = [](const std::string&) {});
  ~Registry();

  /// After a start: the sessions in which time has still something to do, which are those that have
  /// not ended, and those whose end is not final yet. They are opened by `take_up`, or before that
  /// when somebody asks for them; each one that was running or waiting is told of the outage since
  /// `last_mark`, or since its last event if that was later or if no mark was ever written.
  void expect(const std::vector<core::SessionId>& unsettled,
              std::optional<core::Instant> last_mark);
  /// Opens those that are expected, one after the other: each is begun when the one before is
  /// there, so that whoever asks for theirs meanwhile waits for no more than one, and their own.
  /// One that cannot be read is left to `tick`.
  void take_up();

  /// The room; nullptr if there is no such session; or what Archive::Opened says. The pointer is
  /// good until control returns to the loop.
  using Found = Outcome<Room*>;
  /// Calls `then` with the room of a planned, live or just ended session: at once if it is open,
  /// else when it is.
  void find(const core::SessionId& session, std::function<void(Found)> then);
  /// The same if it is open already, else nullptr.
  Room* if_open(const core::SessionId& session);

  /// All rooms that are open.
  std::vector<Room*> rooms();

  /// To be called every `kPulse`: each room sees that the clock runs, and notices when it did not.
  void pulse();
  /// The disk has refused to write: rooms that had nothing to write find out whether it does.
  void doubt_storage();
  /// It does not even answer: all rooms hold.
  void storage_hangs();
  /// The server goes down, and time acts in no room any more, one that is opened from here on
  /// included.
  void stop();

  /// To be called every `kTick` or so: gives each room its pulse, has those taken up again that
  /// were lost, and closes those whose session is over. One that cannot be read is tried `kTries`
  /// times in all, not counting those that were not answered; then it is reported, and stays closed
  /// until somebody asks for it. Answers
  /// whether a mark of life is worth writing: time will act somewhere, a pause that has an end
  /// included, and no room has still to write down an outage, or to be opened; by the mark it would
  /// seem shorter.
  bool tick();

  static constexpr core::Millis kPulse = Room::kAliveEvery;
  static constexpr core::Millis kTick{5'000};

 private:
  struct Kept;

  /// A session to be opened after an outage, and since when that has lasted.
  struct Away {
    core::Instant since;
    int tries_left = kTries;
  };

  void open(const core::SessionId& session, std::function<void(Found)> then);
  void opened(const core::SessionId& session, Outcome<std::optional<Opening>> outcome);
  Room* take(const core::SessionId& session, std::optional<Opening> opening);
  Room& keep(Opening opening);
  void close_lost(const core::SessionId& session);
  void take_up_next();
  void taken_up(const core::SessionId& session, Found found);
  std::deque<core::SessionId> to_be_tried() const;

  Clock& clock_;
  Alarm& alarm_;
  Journal& journal_;
  Archive& archive_;
  Outboxes& outboxes_;
  Report report_;
  std::map<core::SessionId, std::unique_ptr<Kept>> kept_;
  std::map<core::SessionId, Away> away_;
  /// Those that are being read, and who waits for them.
  std::map<core::SessionId, std::vector<std::function<void(Found)>>> opening_;
  std::deque<core::SessionId> expected_;  ///< to be taken up; some may be open already
  bool taking_up_ = false;
  bool stopped_ = false;
};

}  // namespace turnkeeper::rooms
