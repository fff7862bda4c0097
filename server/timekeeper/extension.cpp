// What the current stage can still get, and who pays for it.

#include "timekeeper/extension.h"

#include "timekeeper/budget.h"

namespace turnkeeper::timekeeper {

namespace {

/// Once the closing runs nobody but the reserve pays for it.
std::initializer_list<Payer> payers_of(const Stage& stage) {
  static constexpr auto kReserve = {Payer::reserve};
  return stage.kind == StageKind::closing ? kReserve : kAllPayers;
}

}  // namespace

Headroom headroom_of(const Session& session) {
  const auto& stage = *session.stage;
  Headroom headroom{payable(session, payers_of(stage)), std::nullopt};
  if (stage.kind == StageKind::turn) {
    headroom.growth = growth_left(session, session.turns.at(*stage.holder));
  }
  return headroom;
}

Transfer price_of(const Session& session, Millis amount) {
  return collect(session, amount, payers_of(*session.stage));
}

}  // namespace turnkeeper::timekeeper
