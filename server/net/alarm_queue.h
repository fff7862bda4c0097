// All alarms of a loop behind one timer: rooms, connections and requests set theirs here.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "net/event_loop.h"
#include "rooms/ports.h"

namespace turnkeeper::net {

class AlarmQueue : public rooms::Alarm {
 public:
  /// REQUIRES: both outlive this.
  AlarmQueue(EventLoop& loop, const rooms::Clock& clock);
  ~AlarmQueue() override;

  Ticket set(rooms::core::Instant when, std::function<void()> ring) override;
  void cancel(Ticket ticket) override;

 private:
  struct Timer;

  void arm();
  void ring_due();

  const rooms::Clock& clock_;
  Ticket last_ = 0;
  std::map<std::pair<rooms::core::Instant, Ticket>, std::function<void()>>
      waiting_;  ///< earliest first
  std::map<Ticket, rooms::core::Instant> when_;
  std::unique_ptr<Timer> timer_;
};

}  // namespace turnkeeper::net
