// What the database's calls to the disk meet: a count of them, a kill at one of them, an illness.
//
// It lies in a file that the test and the program under test both map (aim.cpp), so that what the
// one writes the other sees at its next call.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace turnkeeper::faults {

enum class Call : int { write, sync, truncate };
inline constexpr std::size_t kCalls = 3;

/// Within: half of a write has reached the file. For a sync or a truncation it is as `before`.
enum class Moment : int { before, within, after };

/// The files that count, to be added up. What lies beside the database for a moment only is `rest`.
inline constexpr int kMainFile = 1;
inline constexpr int kLogFile = 2;
inline constexpr int kRest = 4;
inline constexpr int kAnyFile = kMainFile + kLogFile + kRest;

/// All zero: nothing happens, and the calls are counted.
struct Aim {
  std::atomic<int> countdown{0};  ///< the process is killed at the call that makes it 0 from 1
  std::atomic<int> call{0};       ///< the Call that counts down
  std::atomic<int> moment{0};     ///< the Moment of it
  std::atomic<int> files{kAnyFile};
  std::atomic<int> sick_writes{0};  ///< the errno with which each write and truncation fails
  std::atomic<int> sick_syncs{0};   ///< of each sync, which does nothing then
  std::atomic<int> sick_opens{0};   ///< of each opening for writing
  std::atomic<int> hung_files{0};   ///< whose syncs do not come back until they are no more
  std::atomic<int> hung_reads{0};   ///< the files whose reads do not, as above
  std::array<std::atomic<std::uint64_t>, kCalls> calls{};  ///< how many there were, by Call
};

static_assert(std::atomic<int>::is_always_lock_free);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

/// The environment variable with the path of that file.
inline constexpr const char* kAimVariable = "TURNKEEPER_TEST_AIM";

}  // namespace turnkeeper::faults
