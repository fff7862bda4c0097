// What waits to be written to one connection. It is bounded: notifications beyond the limit are
// replaced by one fresh picture of the room, answers are kept, and who still does not read is given
// up.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "net/frame_socket.h"
#include "protocol/limits.h"
#include "timekeeper/time.h"

namespace turnkeeper::net {

class SendQueue {
 public:
  using CatchUp = std::function<std::vector<Frame>()>;

  /// `most_bytes` of notifications wait.
  explicit SendQueue(CatchUp catch_up, std::size_t most_bytes = protocol::limits::kBacklogBytes)
      : catch_up_(std::move(catch_up)), most_bytes_(most_bytes) {}

  void push_notification(Frame frame, timekeeper::Instant now);
  void push_reply(Frame frame);

  /// The frame to write next, nothing if none waits. It counts as waiting until `written`.
  Frame next();
  void written();

  /// So many answers wait that nobody can be reading them.
  bool hopeless() const { return replies_ > protocol::limits::kUnreadAnswers; }
  /// Since when notifications have not fitted; nothing while they do.
  std::optional<timekeeper::Instant> full_since() const { return full_since_; }

  bool empty() const { return !writing_ && waiting_.empty() && !replaced_; }
  std::size_t notification_bytes() const { return notification_bytes_; }
  void clear();
  /// Nothing of the room any more; answers are kept.
  void drop_notifications();

 private:
  struct Waiting {
    Frame frame;
    bool reply = false;
  };

  CatchUp catch_up_;
  std::size_t most_bytes_;
  std::deque<Waiting> waiting_;
  std::optional<Waiting> writing_;
  std::size_t notification_bytes_ = 0;  ///< of writing_ and waiting_
  std::size_t replies_ = 0;             ///< in writing_ and waiting_
  bool replaced_ = false;  ///< a picture is due, and holds all notifications until it is taken
  std::optional<timekeeper::Instant> full_since_;
};

}  // namespace turnkeeper::net
