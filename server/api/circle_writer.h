// Changes a circle: loads it, decides, writes; and when somebody else wrote meanwhile, does all of
// it again, one after the other: a group that opens its invite does so in the same second.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "api/access.h"
#include "api/circle_draft.h"
#include "api/reading.h"
#include "net/http.h"
#include "net/log.h"
#include "rooms/ports.h"
#include "store/reader.h"
#include "store/writer.h"

namespace turnkeeper::api {

class CircleWriter {
 public:
  static constexpr int kMostAttempts = 5;

  /// What is done once everything is on disk: the answer, and whoever else is told.
  using Committed = std::function<void()>;
  /// Decides on the draft what is to be written, on the reader's thread, where it touches nothing
  /// of the loop's, and sees the store as it was at one moment. May run again, on a newer circle,
  /// so it begins with who may (`require`): what revokes a link changes the circle. It comes before
  /// the draft is looked at, too, whose circle may be long, or damaged. Throws Refused for a
  /// refusal, and BadLink.
  using Attempt = std::function<Committed(const Reading&, CircleDraft&)>;

  /// REQUIRES: all outlive this, and this outlives its last append.
  CircleWriter(store::Reader& reader, store::Writer& writer, const rooms::Clock& clock,
               Access& access, net::Log log)
      : reader_(reader), writer_(writer), clock_(clock), access_(access), log_(std::move(log)) {}

  /// Answers by `reply` only if it is refused or fails; else what `attempt` returned does.
  void write(const core::CircleId& circle, Attempt attempt, net::HttpReply reply);

 private:
  struct Work;
  struct Decided;

  template <class Step>
  void take(const std::shared_ptr<Work>& work, const Step& step);
  void run(std::shared_ptr<Work> work);
  bool write(const std::shared_ptr<Work>& work, Decided decided);
  bool written(const std::shared_ptr<Work>& work, const Committed& committed,
               store::AppendOutcome outcome);
  void next(const core::CircleId& circle);

  store::Reader& reader_;
  store::Writer& writer_;
  const rooms::Clock& clock_;
  Access& access_;
  net::Log log_;
  /// Those that somebody got ahead of: the first of each circle is under way, the others wait for
  /// it. Nobody waits here before their link was looked at.
  std::map<core::CircleId, std::deque<std::shared_ptr<Work>>> lines_;
};

}  // namespace turnkeeper::api
