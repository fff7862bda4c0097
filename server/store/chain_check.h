// One stream, held against its own hashes. Only for the store's sources.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/faults.h"
#include "store/statements.h"
#include "store/stream.h"

namespace turnkeeper::store {

/// A stream as its row in `streams` has it.
struct StreamHead {
  std::string id;
  StreamKind kind = StreamKind::session;
  std::uint64_t seq = 0;
  Hash hash{};
  core::Instant latest;
};

/// All of them in the order of their names, or the one of this name.
std::vector<StreamHead> stream_heads(Statements& statements);
std::optional<StreamHead> stream_head(Statements& statements, const std::string& stream);

/// Looks at every event, at the words that it committed to, and at the end. Answers how many events
/// there are. An event has at most one fault of its own, and one for each of its words.
std::uint64_t check_chain(Statements& statements, const StreamHead& head, Faults& faults);

}  // namespace turnkeeper::store
