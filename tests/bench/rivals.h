// How circles keep their time without Turnkeeper. All follow the same agenda: check-in, one turn
// each in order, closing; they differ only in what happens when someone's slot is over.
#pragma once

#include "tests/bench/outcome.h"

namespace turnkeeper::bench {

enum class Rival {
  no_timekeeper,  ///< everyone talks until they are done
  countdown,      ///< all see the slot run out, and nobody says a word
  enforced,       ///< whoever's slot is over stops
};

/// `circle` lives through a session. It ends when all are done, or when their patience is; no turn
/// and no closing begins after the agreed end.
Outcome live_with(Rival rival, const Circle& circle, const Agenda& agenda);

}  // namespace turnkeeper::bench
