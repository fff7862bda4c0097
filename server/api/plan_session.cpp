#include "api/plan_session.h"

#include <utility>

#include "api/refusal.h"
#include "protocol/errors.h"
#include "store/session_journal.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::api {

namespace {

/// Everyone with a place, in the order of their coming.
std::vector<core::RosterEntry> roster_of(const core::Circle& circle, const PlanSources& sources) {
  std::vector<core::RosterEntry> roster;
  for (const core::CircleMember& member : circle.members) {
    const auto had = sources.received.find(member.id);
    roster.push_back({member.id, member.role, member.seated,
                      had == sources.received.end() ? core::Millis{} : had->second,
                      sources.carried.contains(member.id)});
  }
  return roster;
}

}  // namespace

store::StreamAppend plan_session(const core::Circle& circle, PlanSources sources,
                                 const Appointment& appointment, core::Instant now) {
  const core::SessionId& session = circle.sessions.back();
  core::SessionPlanned plan;
  plan.session = session;
  plan.circle = circle.id;
  plan.number = static_cast<int>(circle.sessions.size());
  plan.agenda = circle.agenda;
  plan.roster = roster_of(circle, sources);
  plan.review = std::move(sources.review);
  plan.starts_at = appointment.starts_at;
  plan.hard_end = appointment.hard_end;

  auto outcome = core::decide({}, {{}, core::PlanSession{std::move(plan)}}, now);
  if (const auto* rejection = std::get_if<core::Rejection>(&outcome)) {
    throw refused(protocol::error_of(*rejection));
  }
  auto& decision = std::get<core::Decision>(outcome);
  store::StreamAppend append =
      store::to_append({session, 0, std::move(decision.events), std::move(decision.words), {}});
  return append;
}

}  // namespace turnkeeper::api
