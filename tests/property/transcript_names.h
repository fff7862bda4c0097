// The names of events, reasons and causes, as a transcript and a count show them.
#pragma once

#include "timekeeper/timekeeper.h"

namespace turnkeeper::testing {

const char* name_of(const timekeeper::EventBody& body);
const char* name_of(timekeeper::Reason reason);
const char* name_of(timekeeper::Phase phase);
const char* name_of(timekeeper::Role role);
const char* name_of(timekeeper::Progress status);
const char* name_of(timekeeper::StageEnd cause);
const char* name_of(timekeeper::TurnEnd cause);
const char* name_of(timekeeper::PauseCause cause);
const char* name_of(timekeeper::Move move);
const char* name_of(timekeeper::EntryKind kind);
const char* name_of(timekeeper::ActionStatus status);
const char* name_of(timekeeper::WaiverCause cause);
const char* name_of(timekeeper::EndCause cause);
const char* name_of(timekeeper::VoteKind kind);
const char* name_of(timekeeper::VoteOutcome outcome);
const char* name_of(timekeeper::Lead lead);
const char* name_of(timekeeper::ChangeCause cause);

}  // namespace turnkeeper::testing
