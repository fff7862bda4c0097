// What people were told: each change that was acknowledged, and each event that was seen. It is on
// disk before it counts, and is then held against what the server says later.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

#include "protocol/json.h"

namespace turnkeeper::faults {

using protocol::Json;

/// A promise that was not kept, in a sentence.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A change as it was sent, and how it was answered at first.
struct Acknowledged {
  std::string member;
  std::string method;
  Json params;  ///< without `change`
  Json result;
};

/// Of one room.
class Record {
 public:
  /// Goes on in `file`. Throws std::runtime_error if it cannot be written.
  explicit Record(const std::filesystem::path& file);
  ~Record();
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  /// Somebody was shown an event: the params of a room.event. Throws Broken if this seq was shown
  /// with another content before.
  void seen(const Json& event);
  /// Throws Broken if the change was answered before, and otherwise.
  void acknowledged(const std::string& change, Acknowledged acknowledged);

  /// Everything that was seen and acknowledged is in the journal (the `events` of the HTTP call),
  /// at its place, and once. REQUIRES: no change is without an answer. Throws Broken.
  void compare(const Json& journal) const;

  const std::map<std::string, Acknowledged>& changes() const { return changes_; }
  std::uint64_t last_seen() const { return seen_.empty() ? 0 : seen_.rbegin()->first; }
  std::size_t seen_count() const { return seen_.size(); }

 private:
  void write(const Json& line) const;
  void compare_events(const Json& journal) const;
  void compare_changes(const Json& journal) const;

  int file_;
  std::map<std::uint64_t, Json> seen_;  ///< by seq: what the journal is to say of it
  std::map<std::string, Acknowledged> changes_;
};

}  // namespace turnkeeper::faults
