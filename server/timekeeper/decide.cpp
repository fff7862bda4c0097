#include "timekeeper/decide.h"

#include <cassert>
#include <type_traits>

namespace turnkeeper::timekeeper {

namespace {

template <class Body>
constexpr bool from_the_house =
    std::is_same_v<Body, PlanSession> || std::is_same_v<Body, ChangeAgenda> ||
    std::is_same_v<Body, SeatMember> || std::is_same_v<Body, Arrive> ||
    std::is_same_v<Body, Leave> || std::is_same_v<Body, Outage> ||
    std::is_same_v<Body, SettleSession>;

Refusal out_of_place(const Session& session, const Command& command, Instant now) {
  return std::visit(
      [&]<class Body>(const Body&) -> Refusal {
        if constexpr (from_the_house<Body>) {
          const bool planned = !session.id.empty() || std::is_same_v<Body, PlanSession>;
          return planned ? Refusal{} : Rejection{Reason::wrong_phase};
        } else {
          if (!session.participants.contains(command.by)) return Rejection{Reason::not_allowed};
          // What becomes of earlier promises is for a session that may be reopened to know.
          const bool stays = std::is_same_v<Body, ReopenSession> ||
                             (std::is_same_v<Body, ReviewAction> && can_reopen(session, now));
          if (session.phase == Phase::ended && !stays) return Rejection{Reason::session_ended};
          return std::nullopt;
        }
      },
      command.body);
}

}  // namespace

std::variant<Decision, Rejection> decide(const Session& session, const Command& command,
                                         Instant now) {
  if (auto refusal = out_of_place(session, command, now)) return *refusal;
  if (command.plan && *command.plan != session.plan) return Rejection{Reason::plan_changed};
  Draft draft(session, now,
              command.by.empty() ? std::nullopt : std::optional<MemberId>(command.by));
  if (auto refusal = std::visit(Deciding{draft, command.by}, command.body)) {
    assert(draft.decision().events.empty());
    if (refusal->reason == Reason::wrong_phase) refusal->phase = session.phase;
    return *refusal;
  }
  return std::move(draft.decision());
}

}  // namespace turnkeeper::timekeeper
