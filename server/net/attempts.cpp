#include "net/attempts.h"

namespace turnkeeper::net {

using rooms::core::Instant;
using rooms::core::Millis;
namespace limits = protocol::limits;

std::optional<Millis> Attempts::refused(const std::string& address) {
  const Instant now = clock_.now();
  const auto found = failures_.find(address);
  if (found == failures_.end()) return std::nullopt;
  auto& times = found->second.times;
  while (!times.empty() && times.front() + kWindow <= now) times.pop_front();
  if (times.empty()) {
    forget(address);
    return std::nullopt;
  }
  if (times.size() < limits::kBadTokensPerMinute) return std::nullopt;
  return times.front() + kWindow - now;
}

std::optional<Millis> Attempts::failed(const std::string& address) {
  if (const auto wait = refused(address)) return wait;
  if (!failures_.contains(address)) {
    if (failures_.size() >= kMostAddresses) forget(std::string{by_age_.front()});
    failures_[address].age = by_age_.insert(by_age_.end(), address);
  }
  Failures& failures = failures_[address];
  failures.times.push_back(clock_.now());
  by_age_.splice(by_age_.end(), by_age_, failures.age);
  return std::nullopt;
}

void Attempts::forget(const std::string& address) {
  const auto found = failures_.find(address);
  by_age_.erase(found->second.age);
  failures_.erase(found);
}

}  // namespace turnkeeper::net
