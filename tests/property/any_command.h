// A random plan, and what anybody might want in a session, sensible or not.
#pragma once

#include "tests/property/dice.h"
#include "timekeeper/command.h"

namespace turnkeeper::testing {

/// A plan with a valid agenda, and two to eight members.
timekeeper::SessionPlanned any_plan(timekeeper::Instant now, Dice& dice);
/// A valid one, for two to eight members.
timekeeper::Agenda any_agenda(Dice& dice);

/// One of the calls of the contract, by anybody. Half of the time it is meant to succeed: by
/// someone whose business it is, about the stage that runs.
timekeeper::Command any_command(const timekeeper::Session& session,
                                const std::vector<timekeeper::MemberId>& people,
                                timekeeper::Instant now, Dice& dice);

}  // namespace turnkeeper::testing
