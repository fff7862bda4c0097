// How many sockets an address has opened and not yet joined a room with: whoever only opens them
// gets no more.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace turnkeeper::net {

class NotJoined {
 public:
  /// Counts while it is held.
  using Place = std::shared_ptr<void>;

  explicit NotJoined(std::size_t most) : most_(most) {}

  /// nullptr when this address holds as many as it may.
  Place enter(const std::string& address);
  /// How many hold one.
  std::size_t addresses() const { return counts_->size(); }

 private:
  using Counts = std::map<std::string, std::size_t>;

  std::size_t most_;
  std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();  ///< places may outlive this
};

}  // namespace turnkeeper::net
