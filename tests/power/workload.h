// What a store is given to do: a few circles, each in a random session, and what one does to a
// database beside that.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/stream.h"

namespace turnkeeper::testing {

/// Rows, by which a store can be compared with what was written.
struct Rows {
  std::int64_t events = 0;
  std::int64_t words = 0;
  std::int64_t erased = 0;  ///< of the words
  std::int64_t changes = 0;
  std::int64_t credentials = 0;

  Rows& operator+=(const Rows& other);
  bool operator==(const Rows&) const = default;
};

struct Step {
  enum class Kind : std::uint8_t {
    append,      ///< one transaction
    checkpoint,  ///< the log is moved into the database
    reopen,      ///< the server ends, and starts again
  };

  Kind kind = Kind::append;
  std::vector<std::vector<store::StreamAppend>> jobs{};  ///< each committed together
  std::string sql{};                                     ///< of a checkpoint
  Rows rows{};                        ///< that the jobs add; those that were there too, if erased
  std::vector<std::string> erased{};  ///< texts that nobody may find afterwards
};

struct WorkloadSize {
  int circles = 3;
  int session_moves = 40;  ///< commands and deadlines in each session, at most
  int reopened = 3;        ///< times
  int most_jobs = 5;       ///< in a transaction
};

/// The same seed, the same steps. The first step, and the first after each reopening, is an append
/// of one job.
std::vector<Step> workload_of(std::uint64_t seed, WorkloadSize size = {});

}  // namespace turnkeeper::testing
