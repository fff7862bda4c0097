// A VFS of SQLite that hands everything on to the system's, writes down what it does to the files
// of a folder, and lets calls fail as a bad disk would.
//
// Shared memory goes through as it is: nothing of it outlives the power. Reads never fail here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "tests/power/recording.h"

namespace turnkeeper::testing {

/// The calls that can be made to fail; those for memory: failing_memory.h.
enum class Call : std::uint8_t { open, write, sync, truncate, remove, allocate };
const char* name_of(Call call);

struct Fault {
  Call call = Call::write;
  std::uint64_t nth = 1;  ///< of these calls since the start of the recording, from 1
  bool for_good = false;  ///< so do all that follow, until the disk heals
  int code = 0;           ///< what SQLite is told, SQLITE_FULL say
};

/// From now on all connections of this process that name no VFS go through this one. Once.
void install_recording_vfs();

/// Records what SQLite does in one folder as long as it lives. Safe from any thread.
class Recorder {
 public:
  /// What is in `folder` now counts as being on the disk. REQUIRES: install_recording_vfs was
  /// called, no file of it is open, and no other recorder has the folder.
  explicit Recorder(std::filesystem::path folder, std::optional<Fault> fault = {});
  /// REQUIRES: every file in the folder is closed.
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// How many operations there are by now.
  std::size_t position() const;
  std::uint64_t calls(Call call) const;
  bool struck() const;  ///< whether the fault came up
  void heal();          ///< nothing fails any more
  Recording take();

  // For the VFS.
  int failure(Call call);
  std::size_t opened(const std::string& name);
  void record(Operation operation);
  void removed(const std::string& name);

 private:
  const std::filesystem::path folder_;
  mutable std::mutex mutex_;
  Recording recording_;
  std::map<std::string, std::size_t> number_of_;
  std::size_t files_ = 0;
  std::map<Call, std::uint64_t> calls_;
  std::optional<Fault> fault_;
  bool struck_ = false;
};

}  // namespace turnkeeper::testing
