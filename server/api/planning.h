// The next session of a circle, written together with the circle's own record of it.
#pragma once

#include "api/circle_draft.h"
#include "protocol/json.h"
#include "store/queries.h"

namespace turnkeeper::api {

struct Desk;

/// Adds to the draft the session that follows the circle's last one. REQUIRES: that one has ended,
/// if there is one.
core::SessionId plan_next_session(Desk& desk, CircleDraft& draft,
                                  const std::optional<core::MemberId>& by = {});

/// A session that is planned or live, as the circle's page shows it.
protocol::Json encode_planned(const store::SessionRow& session);

}  // namespace turnkeeper::api
