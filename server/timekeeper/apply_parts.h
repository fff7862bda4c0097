// What several events do to a session, and what there is to know of their kinds.
#pragma once

#include <cstddef>
#include <cstdint>

#include "timekeeper/event.h"
#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

/// Deals the agenda out to the rotation as if the session began now: check-ins for all, turns for
/// as many as there are, the first of the rotation. What `most_turns` leaves is in the reserve.
void deal_out(Session& session, std::size_t most_turns = SIZE_MAX);

/// Since when nobody is connected.
void note_emptiness(Session& session, Instant at);
/// Since when nobody facilitates.
void note_lead(Session& session, Instant at);

/// Where the agenda stands, to come back to.
Standpoint standpoint_of(const Session& session);
void stand_at(Session& session, const Standpoint& standpoint);

/// Prices that were shown before such an event hold no longer.
bool replans(const EventBody& body);
/// Somebody chose it for itself: it is no part of a move, though it may happen in its millisecond.
bool chosen_beside_moves(const EventBody& body);

}  // namespace turnkeeper::timekeeper
