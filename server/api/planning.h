// The next session of a circle, written together with the circle's own record of it.
#pragma once

#include <functional>
#include <optional>

#include "api/circle_draft.h"
#include "api/plan_session.h"
#include "api/reading.h"
#include "net/http.h"
#include "protocol/fields.h"
#include "protocol/json.h"
#include "store/queries.h"

namespace turnkeeper::api {

struct Desk;

/// Adds to the draft the session that follows the circle's last one. REQUIRES: that one has ended,
/// if there is one.
core::SessionId plan_next_session(const Reading& reading, CircleDraft& draft,
                                  const Appointment& appointment = {},
                                  const std::optional<core::MemberId>& by = {});

/// The circle's last session, while it can be reopened.
std::optional<store::SessionRow> reopenable_session(store::Queries& queries,
                                                    const core::CircleId& circle);

/// The session whose room may still matter: planned, live, or one that can be reopened.
std::optional<store::SessionRow> open_session(store::Queries& queries,
                                              const core::CircleId& circle);

/// Before the circle plans its next session: the last one cannot be reopened any more from now on,
/// even if planning should fail after it; unless somebody has reopened it just now. Then
/// `go_on(true)`; `go_on(false)` if nobody could reopen it anyhow, for it is damaged; or the answer
/// that the disk refuses.
void settle_session(Desk& desk, const store::SessionRow& session, const net::HttpReply& reply,
                    std::function<void(bool had_room)> go_on);

/// `starts_at` and `hard_end` of a body, both optional, both to come, in this order.
Appointment read_appointment(protocol::Fields& fields, core::Instant now);

/// A session that is planned or live, as the circle's page shows it.
protocol::Json encode_planned(const core::SessionId& session, int number, core::Phase phase);
protocol::Json encode_planned(const store::SessionRow& session);

}  // namespace turnkeeper::api
