// What the current stage can still get, and who pays for it.

#include "timekeeper/budget.h"
#include "timekeeper/progress.h"

namespace turnkeeper::timekeeper {

Room room_to_extend(const Session& session) {
  const auto& stage = *session.stage;
  Room room;
  if (stage.kind == StageKind::closing) {
    room.payable = payable(session, {Payer::reserve});
  } else {
    room.payable = payable(session, {Payer::reserve, Payer::turns, Payer::closing});
  }
  if (stage.kind == StageKind::turn) {
    const auto& turn = session.turns.at(*stage.holder);
    room.growth = turn.share * session.agenda->growth_percent / 100 - turn.planned;
  }
  return room;
}

Transfer price_of(const Session& session, Millis amount) {
  if (session.stage->kind == StageKind::closing) return collect(session, amount, {Payer::reserve});
  return collect(session, amount, {Payer::reserve, Payer::turns, Payer::closing});
}

}  // namespace turnkeeper::timekeeper
