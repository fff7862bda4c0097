// Agendas to test with: those that ship, and small ones made up on the spot.
#pragma once

#include <string>

#include "timekeeper/agenda.h"

namespace turnkeeper::testing {

/// Reads protocol/agendas/{name}.json, so that stories are told with the very numbers that ship.
/// Throws std::runtime_error with the file's name.
timekeeper::Agenda shipped_agenda(const std::string& name);

/// Challenge, exploration and action as they ship, for four: check-ins of 10 s, turns of 60 s,
/// handovers of 3 s, a closing of 20 s, a reserve of 30 s, no spotlight shorter than 30 s.
timekeeper::Agenda short_agenda();

}  // namespace turnkeeper::testing
