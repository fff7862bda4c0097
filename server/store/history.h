// What is said of a database as a whole: which history it holds, and up to when it is known to have
// run. Only for the store's sources.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/faults.h"
#include "store/statements.h"
#include "store/witness.h"

namespace turnkeeper::store {

/// Whoever saw another one begins from the start. REQUIRES: the database has one.
std::string epoch_of(Statements& statements);

/// Gives it another name, in a transaction of its own. A mark of life that was left in it stays.
void begin_epoch(Statements& statements);

/// How far it has come: the transactions of its writers, one after the other.
Progress progress_of(Statements& statements);

/// It comes as far as this with the transaction at hand.
void write_progress(Statements& statements, std::uint64_t transactions);

/// Everything ran up to `now`.
void write_mark(Statements& statements, core::Instant now);

/// The last; nothing if there is none, or if it is not as it was written.
std::optional<core::Instant> last_mark(Statements& statements);

/// A mark that was changed would move the clock of everybody, and a changed epoch make strangers of
/// those who come back.
void check_history(Statements& statements, Faults& faults);

}  // namespace turnkeeper::store
