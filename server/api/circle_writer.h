// Changes a circle: loads it, decides, writes; and when somebody else wrote meanwhile, does all of
// it again.
#pragma once

#include <functional>
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
  static constexpr int kMostAttempts = 3;

  /// What is done once everything is on disk: the answer, and whoever else is told.
  using Committed = std::function<void()>;
  /// Decides on the draft what is to be written, on the reader's thread, where it touches nothing
  /// of the loop's. May run again, on a newer circle, so it begins with who may (`require`): what
  /// revokes a link changes the circle. Throws Refused for a refusal, and BadLink.
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

  void run(std::shared_ptr<Work> work);
  void write(const std::shared_ptr<Work>& work, Decided decided);

  store::Reader& reader_;
  store::Writer& writer_;
  const rooms::Clock& clock_;
  Access& access_;
  net::Log log_;
};

}  // namespace turnkeeper::api
