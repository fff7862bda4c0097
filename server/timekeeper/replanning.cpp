#include "timekeeper/replanning.h"

#include <type_traits>
#include <variant>

namespace turnkeeper::timekeeper {

namespace {

constexpr Millis kNone{0};

template <class Body, class... Kinds>
inline constexpr bool kIsOneOf = (std::is_same_v<Body, Kinds> || ...);

}  // namespace

bool moves_minutes(const EventBody& body) {
  return std::visit(
      [](const auto& e) {
        using Body = std::decay_t<decltype(e)>;
        if constexpr (kIsOneOf<Body, StageOvertime, TimeExtended, TimeGivenBack, TimeGiven,
                               TimeCharged, TimeReturned, TurnAbsent, TurnPassed, TurnCarriedOver,
                               RotationIncluded, EndPushed, MoveTakenBack, SessionReopened>) {
          return true;
        } else if constexpr (std::is_same_v<Body, TurnEnded>) {
          return e.returned.sum() > kNone;
        } else if constexpr (std::is_same_v<Body, StageEnded>) {
          return e.returned.sum() > e.returned.reserve;
        } else if constexpr (std::is_same_v<Body, SessionStarted>) {
          return e.late.has_value();
        } else if constexpr (std::is_same_v<Body, VoteClosed>) {
          return e.returned.has_value();
        } else {
          return false;
        }
      },
      body);
}

void Replannings::note(std::uint64_t seq, const Event& event) {
  if (!moves_minutes(event.body)) return;
  last_.push_back({seq, event});
  if (last_.size() > kKept) last_.pop_front();
}

}  // namespace turnkeeper::timekeeper
