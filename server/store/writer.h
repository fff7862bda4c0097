// The one writer: a thread that commits what all rooms and circles have queued in one transaction.
//
// Threads: `append` and `mark_of_life` are called from the loop; the outcome comes back to it
// through `post`. Nobody is told of anything before it is on disk.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rooms/ports.h"
#include "store/database.h"
#include "store/stream.h"

namespace turnkeeper::store {

using rooms::AppendOutcome;

struct WriterOptions {
  /// How long a foreign lock is waited for, while the last write worked.
  std::chrono::milliseconds busy_timeout{5'000};
  /// How long those who read may keep an erased text in the log: as long as a look of our own
  /// takes.
  std::chrono::milliseconds reader_patience{250};
  std::chrono::milliseconds probe_every{1'000};  ///< a small write, while the disk refuses
  std::size_t most_in_transaction = 512;         ///< appends
  std::size_t most_queued = 16'384;              ///< appends; beyond, the outcome is `unavailable`
  /// Told in a sentence without content why the disk refuses, once a minute while it does; why a
  /// single append failed; or why the log could not be moved into the database. On the writer's
  /// thread; at the end on the one that takes the writer away.
  std::function<void(const std::string&)> report = [](const std::string&) {};
};

/// Since the start, for metrics.
struct WriterCounts {
  std::uint64_t appends = 0;       ///< that were committed
  std::uint64_t transactions = 0;  ///< that committed them
  std::uint64_t failures = 0;      ///< appends that the disk refused
  std::uint64_t probes = 0;        ///< tries whether it takes something again
};

class Writer {
 public:
  /// Runs a function on the loop, soon, and never from inside. Must be safe to call from any
  /// thread.
  using Post = std::function<void(std::function<void()>)>;
  using Done = std::function<void(AppendOutcome)>;

  /// REQUIRES: the database outlives this, and has no other Writer. Throws StoreError if it cannot
  /// be opened for writing.
  Writer(const Database& database, Post post, WriterOptions options = {});
  /// Commits what is queued, and posts its outcomes, before it returns. Leaves one file, if it is
  /// the last to have it open; a log that cannot be emptied is reported, and stays.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Makes all of `appends` durable together, or none of them: a circle and its first session, say.
  ///
  /// `conflict`: one of the streams is not at its expected seq (or is of the other kind); others
  /// that are committed with it are not concerned. `damaged`: a list lacks what the journal says
  /// was put there. `unavailable`: the disk refuses; nothing of it can be read, and nothing is
  /// tried again, though after a failed sync a crash may bring it back; that is also what becomes
  /// of data that a table does not take, a record's that are no JSON object, say. Throws
  /// std::invalid_argument for one of a type that no projection knows.
  void append(std::vector<StreamAppend> appends, Done done);
  void append(StreamAppend append, Done done);

  /// Everything that runs does so at `now`: after a crash the outage of each room is counted from
  /// here, or from its last event if that is later. So there is none to be given while a room has
  /// still to write down an outage. Lost without harm if the disk refuses.
  void mark_of_life(core::Instant now);

  /// Tries whether the disk takes something and reads: `done` is told after the next transaction.
  void probe(Done done);

  /// Whether the last write worked, and none is stuck. While it did not work, a small one is tried
  /// from time to time.
  bool healthy() const;
  /// Whether the disk has kept a write waiting, or the emptying of the log, for longer than a
  /// foreign lock is waited for.
  bool stuck() const;
  WriterCounts counts() const;

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace turnkeeper::store
