// Whether the store still says what was written into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.h"

namespace turnkeeper::store {

/// The first thing that is wrong.
struct Fault {
  std::string stream;     ///< empty if it is not about one
  std::uint64_t seq = 0;  ///< 0 if it is not about one event
  std::string why;        ///< a sentence
};

/// Recomputes every hash and every commitment whose words still stand, replays each session, and
/// rebuilds the projections in memory to hold them against those on disk. Nothing if all is well.
/// Only reads; may run beside a server.
std::optional<Fault> verify(const Database& database);

/// Drops every projection and replays all journals into new ones, in one transaction.
/// REQUIRES: no Writer.
void rebuild_projections(const Database& database);

}  // namespace turnkeeper::store
