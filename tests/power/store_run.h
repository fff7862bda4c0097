// A store that works through its steps on a recorded folder, and when it said that something was
// kept.
//
// All that happens follows from the steps and the fault: the next step is queued by the outcome of
// the one before, on the writer's thread, so that transactions are cut the same way each time.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/power/recording_vfs.h"
#include "tests/power/workload.h"

namespace turnkeeper::testing {

struct EventKey {
  std::string stream;
  std::int64_t seq = 0;
  std::string hash;
  bool operator==(const EventKey&) const = default;
};

/// What a database holds.
struct Contents {
  Rows rows;
  std::vector<EventKey> events;  ///< in the order in which they were written
};
/// Of a file that no server uses. Throws SQLite::Exception.
Contents contents_of(const std::filesystem::path& file);

struct Acknowledgement {
  std::size_t at = 0;               ///< operations before it in the recording
  Rows rows;                        ///< that are there from now on
  std::vector<std::string> erased;  ///< texts that are nowhere from now on
};

struct StoreRun {
  Recording recording;
  std::vector<Acknowledgement> acknowledged;  ///< the first is what was there before
  std::vector<EventKey> events;               ///< at the end
  std::vector<std::pair<std::size_t, std::size_t>> openings;  ///< from and to which operation
  bool struck = false;                                        ///< the fault came up
  std::size_t refusals = 0;                                   ///< appends and openings
  std::map<Call, std::uint64_t> calls;
};

/// Works through `steps` in `folder`, which may hold a database of any version. What the disk
/// refuses is tried again; a fault for good heals after a few refusals. Throws Broken if the store
/// does not heal, or says what is not so.
StoreRun run_store(const std::filesystem::path& folder, const std::vector<Step>& steps,
                   std::optional<Fault> fault = {});

}  // namespace turnkeeper::testing
