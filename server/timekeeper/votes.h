// What becomes of an open vote.
#pragma once

#include "timekeeper/draft.h"

namespace turnkeeper::timekeeper {

/// The open vote, if there is one, is about something that has gone.
void drop_vote(Draft& draft);

/// Does what an open vote has decided, as soon as it has, or now if its time is over.
void settle_vote(Draft& draft, bool time_is_over);

}  // namespace turnkeeper::timekeeper
