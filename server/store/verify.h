// Whether the store still says what was written into it.
//
// What this cannot find: a store that somebody rewrote whole, every hash after the change included.
// That shows only against a copy of it, or of its last hashes, which was kept elsewhere.
#pragma once

#include <cstdint>
#include <filesystem>

#include "store/database.h"
#include "store/faults.h"
#include "store/file_check.h"

namespace turnkeeper::store {

struct Verified {
  std::uint64_t sessions = 0;
  std::uint64_t circles = 0;
  std::uint64_t events = 0;
  Faults faults;

  bool whole() const { return faults.empty(); }
};

/// Holds the shape of the database against the one that this program makes, recomputes every hash
/// and every commitment whose words still stand, replays each session, and makes the projections
/// again in memory to hold them against those on disk. In one read transaction: may run beside a
/// server. Throws StoreError with one sentence for a file that is missing, damaged, newer or not
/// ours.
Verified verify(const std::filesystem::path& file);

/// The same on a connection of the store's. REQUIRES: a read transaction is open.
Verified verify(SQLite::Database& connection, const Advice& advice);

/// Drops every projection and replays all journals into new ones, in one transaction.
/// REQUIRES: no Writer.
void rebuild_projections(const Database& database);

}  // namespace turnkeeper::store
