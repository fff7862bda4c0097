// How a transcript puts lengths, events and rejections into words.
#pragma once

#include <string>

#include "timekeeper/timekeeper.h"

namespace turnkeeper::testing {

namespace core = turnkeeper::timekeeper;

/// "2m45s", "90s" is "1m30s", "33.250s"; a minus in front where something is missing.
std::string in_words(core::Millis length);
/// The opposite; throws std::runtime_error for anything else.
core::Millis length_from(const std::string& words);

/// "1:05.250" after `start`.
std::string clock_words(core::Instant at, core::Instant start);

/// "exploration of Bo", "handover to Bo", "closing"; "nothing" without a stage.
std::string in_words(const std::optional<core::Stage>& stage);

/// "stage_started exploration of Bo, 1m30s": the name of the event, and its numbers. `before` is
/// the session that it happened in; times are told from `start`.
std::string in_words(const core::Event& event, const core::Session& before, core::Instant start);

/// "refused: time_exhausted, 40s are there".
std::string in_words(const core::Rejection& rejection, const core::Session& session);

// The verb "show".
std::string budget_in_words(const core::Session& session);
std::string turn_in_words(const core::Session& session, const core::MemberId& member);
/// What a turn was dealt, and what has changed it.
std::string why_in_words(const core::Session& session, const core::MemberId& member);

}  // namespace turnkeeper::testing
