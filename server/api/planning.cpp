#include "api/planning.h"

#include "api/desk.h"
#include "api/plan_session.h"
#include "protocol/names.h"

namespace turnkeeper::api {

core::SessionId plan_next_session(Desk& desk, CircleDraft& draft,
                                  const std::optional<core::MemberId>& by) {
  const core::Circle& circle = draft.circle();
  core::PlanNextSession next;
  if (!circle.sessions.empty()) next.over = circle.sessions.back();
  const auto session = *draft.decide(next, by).session;
  PlanSources sources{desk.house.queries.received(circle.id), desk.house.queries.carried(circle.id),
                      desk.house.queries.open_actions(circle.id)};
  draft.add(plan_session(circle, std::move(sources), draft.now()));
  return session;
}

protocol::Json encode_planned(const store::SessionRow& session) {
  return {{"id", session.id.value},
          {"number", session.number},
          {"phase", protocol::name_of(session.phase)}};
}

}  // namespace turnkeeper::api
