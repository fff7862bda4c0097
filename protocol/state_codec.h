// The state of a room as JSON (protocol/PROTOCOL.md, "The state"), and what changed between two of
// them.
#pragma once

#include "protocol/json.h"
#include "timekeeper/session.h"
#include "timekeeper/wordbook.h"

namespace turnkeeper::protocol {

/// Who sees it: everyone in the room, or a shared screen, which shows nothing private.
enum class Audience { room, display };

/// What `foreseen` has otherwise than `now`, as far as minutes go, and whose turn it would leave
/// too late for them at `at`: the answer of time.preview.
Json encode_preview(const timekeeper::Session& now, const timekeeper::Session& foreseen,
                    timekeeper::Instant at);

Json encode_state(const timekeeper::Session& session, const timekeeper::Wordbook& wordbook,
                  Audience audience);

/// The RFC 7396 merge patch from `before` to `after`, smallest by members; {} when nothing changed.
/// REQUIRES: neither holds null.
Json diff(const Json& before, const Json& after);

}  // namespace turnkeeper::protocol
