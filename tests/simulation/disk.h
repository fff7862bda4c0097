// A disk that takes its time, refuses, and survives: what was committed is kept as the bytes that a
// journal keeps, and is all that a server finds after a crash.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rooms/registry.h"
#include "tests/simulation/surroundings.h"
#include "tests/simulation/witness.h"

namespace turnkeeper::testing {

class Disk : public rooms::Journal, public rooms::Archive {
 public:
  /// An event as the journal keeps it.
  struct Row {
    core::Instant at;
    std::optional<core::MemberId> by;
    std::string name;
    std::string data;
  };
  /// All that is durable of one session.
  struct Stream {
    std::vector<Row> rows;
    std::map<core::WordsId, std::string> words;
    std::vector<rooms::RememberedChange> changes;
    std::map<std::pair<core::MemberId, std::string>, rooms::ChangeResult> by_change;
    std::map<core::MemberId, core::Person> people;  ///< of the circle
    Witness witness;
    std::optional<core::Instant> refused_since;
  };
  /// A moment at which it may be cut short.
  enum class Moment { none, before_write, after_write };

  explicit Disk(Surroundings& around) : around_(around) {}

  /// The session's first event.
  void plan(const core::SessionPlanned& plan, std::map<core::MemberId, core::Person> people);

  void append(rooms::Batch batch, std::function<void(rooms::AppendOutcome)> done) override;
  /// Two moments: when it is read, and when the server has it.
  void open(const core::SessionId& session, Opened opened) override;
  std::optional<rooms::Opening> read(const core::SessionId& session) const;
  /// Sessions in which time has still something to do.
  std::vector<core::SessionId> unsettled() const;

  /// As the writer of the store keeps it.
  void mark_of_life(core::Instant now);
  std::optional<core::Instant> last_mark() const { return mark_; }

  void refuse(bool refuses) { refuses_ = refuses; }
  bool refuses() const { return refuses_; }
  void slow(bool slow) { slow_ = slow; }
  void refuse_reads(bool refuses) { refuses_reads_ = refuses; }
  bool refuses_reads() const { return refuses_reads_; }
  /// Throws while it cannot be read.
  void require_readable() const;
  /// Calls `crash` at that moment of the next append, once.
  void crash_at(Moment moment, std::function<void()> crash);

  /// The server is gone: what is in flight is either written or not, and nobody hears of it.
  void lose_what_is_in_flight();

  Stream& stream(const core::SessionId& session) { return streams_.at(session); }
  std::map<core::SessionId, Stream>& streams() { return streams_; }

 private:
  core::Millis time_to_read();
  core::Instant next_write();
  rooms::AppendOutcome write(const rooms::Batch& batch, core::Instant decided);
  void keep(Stream& stream, const rooms::Batch& batch);
  void keep_words(Stream& stream, const rooms::Batch& batch);
  void crash_if(Moment moment);

  Surroundings& around_;
  std::map<core::SessionId, Stream> streams_;
  std::optional<core::Instant> mark_;
  core::Instant last_write_{};
  std::uint64_t life_ = 0;  ///< of the server; what was begun in an earlier one is lost
  bool refuses_ = false;
  bool slow_ = false;
  bool refuses_reads_ = false;
  Moment moment_ = Moment::none;
  std::function<void()> crash_;
};

}  // namespace turnkeeper::testing
