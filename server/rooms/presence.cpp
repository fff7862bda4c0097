#include "rooms/presence.h"

namespace turnkeeper::rooms {

Presence::~Presence() {
  for (const auto& [member, ticket] : leaving_) alarm_.cancel(ticket);
}

void Presence::connected(const core::MemberId& member) {
  if (const auto leaving = leaving_.find(member); leaving != leaving_.end()) {
    alarm_.cancel(leaving->second);
    leaving_.erase(leaving);
  }
  if (++connections_[member] == 1) changed_();
}

void Presence::disconnected(const core::MemberId& member, bool at_once, core::Instant last_heard) {
  const auto found = connections_.find(member);
  if (found == connections_.end() || --found->second > 0) return;
  connections_.erase(found);
  last_heard_[member] = last_heard;
  if (at_once) return changed_();
  leaving_[member] = alarm_.set(clock_.now() + kAwayAfter, [this, member] {
    leaving_.erase(member);
    changed_();
  });
}

int Presence::connections(const core::MemberId& member) const {
  const auto found = connections_.find(member);
  return found == connections_.end() ? 0 : found->second;
}

bool Presence::is_here(const core::MemberId& member) const {
  return connections_.contains(member) || leaving_.contains(member);
}

std::vector<core::CommandBody> Presence::news_for(const core::Session& session) const {
  std::vector<core::CommandBody> news;
  if (session.phase == core::Phase::ended) return news;
  for (const auto& [member, participant] : session.participants) {
    const bool here = is_here(member);
    if (here && !participant.present) news.emplace_back(core::Arrive{member});
    if (!here && participant.present) {
      const auto heard = last_heard_.find(member);
      const auto last_seen = heard == last_heard_.end() ? clock_.now() : heard->second;
      news.emplace_back(core::Leave{member, last_seen});
    }
  }
  return news;
}

}  // namespace turnkeeper::rooms
