#include "timekeeper/decide.h"

#include <algorithm>
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

Refusal out_of_place(const Session& session, const Command& command) {
  return std::visit(
      [&]<class Body>(const Body&) -> Refusal {
        if constexpr (from_the_house<Body>) {
          const bool planned = !session.id.empty() || std::is_same_v<Body, PlanSession>;
          return planned ? Refusal{} : Rejection{Reason::wrong_phase};
        } else {
          if (!session.participants.contains(command.by)) return Rejection{Reason::not_allowed};
          // What becomes of earlier promises is for a session that may be reopened to know.
          const bool stays = std::is_same_v<Body, ReopenSession> ||
                             (std::is_same_v<Body, ReviewAction> && can_reopen(session));
          if (session.phase == Phase::ended && !stays) return Rejection{Reason::session_ended};
          return std::nullopt;
        }
      },
      command.body);
}

/// A second more than was shown, for a turn or the closing, is another price.
bool is_dearer(const Session& now, const Session& shown) {
  const auto more = [](Millis was, Millis is) { return was - is >= std::chrono::seconds{1}; };
  return more(shown.budget.closing, now.budget.closing) ||
         std::any_of(shown.turns.begin(), shown.turns.end(), [&](const auto& it) {
           const auto turn = now.turns.find(it.first);
           return turn == now.turns.end() || more(it.second.planned, turn->second.planned);
         });
}

/// The plan is the same, but the price has grown since it was shown.
bool is_dearer_by_now(const Session& session, const Command& command, Instant now) {
  const bool grows = std::holds_alternative<StartSession>(command.body) ||
                     std::holds_alternative<SetHardEnd>(command.body) ||
                     std::holds_alternative<TakeBack>(command.body);
  if (!grows || !command.priced_at || *command.priced_at >= now) return false;
  const Command unpriced{command.by, command.body};
  const auto shown = foresee(session, unpriced, *command.priced_at);
  const auto costs = foresee(session, unpriced, now);
  if (std::holds_alternative<Rejection>(shown) || std::holds_alternative<Rejection>(costs)) {
    return false;  // it is refused for what it is
  }
  return is_dearer(std::get<Session>(costs), std::get<Session>(shown));
}

}  // namespace

std::variant<Decision, Rejection> decide(const Session& session, const Command& command,
                                         Instant now) {
  if (auto refusal = out_of_place(session, command)) return *refusal;
  if (command.plan && (*command.plan != session.plan || is_dearer_by_now(session, command, now))) {
    return Rejection{Reason::plan_changed};
  }
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
