// One database takes the place of another. Only for the store's sources.
//
// In this order, so that a crash after any of them leaves the old one or the new one in its place,
// whole: with the log that belongs to it, and without one that does not. Only an old one whose log
// is too damaged to be moved into it is in nobody's place for a moment, and under its second name.
#pragma once

#include <filesystem>
#include <optional>

#include "store/new_file.h"

namespace turnkeeper::store {

/// Copies a database that is about to lose what its log holds, and that log, to a second, dated
/// name, and answers it. REQUIRES and throws as below.
std::filesystem::path copy_aside(const std::filesystem::path& place);

class Replacement {
 public:
  /// REQUIRES for all here: the data directory is ours (DataDirectory). They throw StoreError, and
  /// then the old one is still there.
  explicit Replacement(std::filesystem::path place);

  /// Moves the old one's log into it, unless it is too damaged for that.
  void settle();
  /// Gives the old one a second, dated name. Whatever happens now, it is not lost.
  void keep_aside();
  /// Takes away what SQLite left beside the old one: it would be taken for the new one's. REQUIRES:
  /// it is kept aside.
  void clear();
  /// REQUIRES: `file` is in the same folder, and on disk.
  void put(NewFile& file);

  /// The second name of the old one, if there was an old one.
  const std::optional<std::filesystem::path>& aside() const { return aside_; }

 private:
  void remove(const std::filesystem::path& file) const;

  std::filesystem::path place_;
  std::optional<std::filesystem::path> aside_;
};

}  // namespace turnkeeper::store
