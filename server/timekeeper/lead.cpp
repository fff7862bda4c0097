// Who facilitates while the facilitator is away.

#include "timekeeper/lead.h"

namespace turnkeeper::timekeeper {

namespace {

std::optional<MemberId> deputy_here(const Session& session) {
  for (const auto& [member, participant] : session.participants) {
    if (participant.lead == Lead::deputy && participant.present) return member;
  }
  return std::nullopt;
}

std::optional<MemberId> stepped_in(const Session& session) {
  for (const auto& [member, participant] : session.participants) {
    if (participant.stepped_in) return member;
  }
  return std::nullopt;
}

/// Somebody facilitates by right: no deputy is needed.
bool led_by_right(const Session& session) {
  return std::any_of(session.participants.begin(), session.participants.end(), [&](const auto& it) {
    return it.second.present && !it.second.stepped_in && is_facilitator(session, it.first);
  });
}

}  // namespace

std::optional<Instant> deputy_due(const Session& session) {
  if (!session.unled_since || !deputy_here(session)) return std::nullopt;
  return *session.unled_since + session.agenda->deputy_after;
}

void see_who_leads(Draft& draft) {
  const auto in = stepped_in(draft.session());
  if (in && led_by_right(draft.session())) draft.emit_for_nobody(DeputySteppedBack{*in});
  const auto& session = draft.session();
  const bool started = session.phase != Phase::lobby && session.phase != Phase::ended;
  const auto due = deputy_due(session);
  if (started && due && *due <= draft.at()) {
    draft.emit_for_nobody(DeputySteppedIn{*deputy_here(session)});
  }
}

}  // namespace turnkeeper::timekeeper
