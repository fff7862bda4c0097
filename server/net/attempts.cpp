#include "net/attempts.h"

namespace turnkeeper::net {

using rooms::core::Instant;
using rooms::core::Millis;
namespace limits = protocol::limits;

std::optional<Millis> Attempts::refused(const std::string& address) {
  const Instant now = clock_.now();
  const auto found = failures_.find(address);
  if (found == failures_.end()) return std::nullopt;
  Failures& failures = found->second;
  while (!failures.empty() && failures.front() + kWindow <= now) failures.pop_front();
  if (failures.empty()) {
    failures_.erase(found);
    return std::nullopt;
  }
  if (failures.size() < limits::kBadTokensPerMinute) return std::nullopt;
  return failures.front() + kWindow - now;
}

std::optional<Millis> Attempts::failed(const std::string& address) {
  if (const auto wait = refused(address)) return wait;
  const Instant now = clock_.now();
  if (!failures_.contains(address) && failures_.size() >= kMostAddresses) forget_old(now);
  failures_[address].push_back(now);
  return std::nullopt;
}

// A flood from many addresses must fill neither the memory nor the time: all are looked through
// once a second at most, and in between the one that sorts first goes. Who commands ten thousand
// addresses has a hundred thousand guesses a minute, against 2^192 tokens.
void Attempts::forget_old(Instant now) {
  if (now - swept_ >= std::chrono::seconds{1}) {
    swept_ = now;
    std::erase_if(failures_,
                  [&](const auto& entry) { return entry.second.back() + kWindow <= now; });
  }
  if (failures_.size() >= kMostAddresses) failures_.erase(failures_.begin());
}

}  // namespace turnkeeper::net
