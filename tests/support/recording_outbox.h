// Remembers what a room told its people, and in which order.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "rooms/registry.h"

namespace turnkeeper::testing {

namespace core = turnkeeper::timekeeper;

class RecordingOutbox : public rooms::Outbox {
 public:
  struct Told {
    std::uint64_t seq = 0;
    core::Event event;
    core::Session after;
  };

  void publish(const rooms::Published& published) override {
    told.push_back(Told{published.seq, published.event, published.after});
    wordbook = published.wordbook;
    if (on_publish) on_publish();
  }
  void notice(rooms::Notice notice) override { notices.push_back(notice); }

  /// How many events of one kind were told.
  template <class Body>
  std::size_t count() const {
    std::size_t found = 0;
    for (const auto& each : told) found += std::holds_alternative<Body>(each.event.body) ? 1U : 0U;
    return found;
  }

  std::vector<Told> told;
  std::vector<rooms::Notice> notices;
  core::Wordbook wordbook;           ///< as it was at the last event
  std::function<void()> on_publish;  ///< what somebody does the moment they are told
};

/// One outbox a room; those of closed rooms are kept to be looked at.
class RecordingOutboxes : public rooms::Outboxes {
 public:
  rooms::Outbox& open(const core::SessionId& session) override {
    ++opened[session];
    return boxes[session];
  }
  void close(const core::SessionId& session) override { ++closed[session]; }

  std::map<core::SessionId, RecordingOutbox> boxes;
  std::map<core::SessionId, int> opened;
  std::map<core::SessionId, int> closed;
};

}  // namespace turnkeeper::testing
