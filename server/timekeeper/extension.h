// What a stage can be made longer by, and who pays.
#pragma once

#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

/// What an extension of the current stage can be paid with, and how far its turn may still grow.
struct Headroom {
  Millis payable{};
  std::optional<Millis> growth;  ///< only a stage of a turn has a limit
};
Headroom headroom_of(const Session& session);

/// By whom `amount`, which is payable, would be paid.
Transfer price_of(const Session& session, Millis amount);

}  // namespace turnkeeper::timekeeper
