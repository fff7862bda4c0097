// When a person was shown the price of a call: some prices grow with time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/json.h"
#include "timekeeper/time.h"

namespace turnkeeper::net {

/// Of one connection: the last time that it asked for the price of a call with these parameters.
class ShownPrices {
 public:
  void note(const std::string& call, const protocol::Json& params, timekeeper::Instant at) {
    if (shown_.size() >= kMost) shown_.clear();
    shown_[key(call, params)] = at;
  }

  /// Nothing if it was not asked for, or so long ago that it is forgotten.
  std::optional<timekeeper::Instant> shown_at(std::string_view call,
                                              const protocol::Json& params) const {
    const auto found = shown_.find(key(std::string(call), params));
    return found == shown_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  static constexpr std::size_t kMost = 64;
  using Key = std::pair<std::string, std::string>;

  /// What makes a change of a call, and is not in its preview, does not count.
  static Key key(const std::string& call, protocol::Json params) {
    params.erase("change");
    params.erase("plan");
    return {call, params.dump()};
  }

  std::map<Key, timekeeper::Instant> shown_;
};

}  // namespace turnkeeper::net
