// The folder that a server keeps its data in. Only for the store's sources.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "store/witness.h"

namespace turnkeeper::store {

/// A folder that exists, can be written, and is this server's alone while this lives.
class DataDirectory {
 public:
  /// Makes the folder (readable by its owner alone) if it is not there. Throws StoreError.
  explicit DataDirectory(const std::filesystem::path& directory);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  /// Notes that its database is whole, so that an empty one is known from then on as one that has
  /// lost what was in it, and not as that of a first start that was cut off. Where that cannot be
  /// noted nothing else is lost.
  void begun();
  bool has_begun() const;

  /// How far its database has come, and what was noted of that last. Thread: one at a time.
  void keep_note(const std::string& note) const noexcept;
  std::optional<Progress> noted() const;

 private:
  int lock_ = -1;
};

/// The same of somebody else's, who may be writing there; nothing for a file that is no data
/// directory's database.
std::optional<Progress> noted_beside(const std::filesystem::path& database);

}  // namespace turnkeeper::store
