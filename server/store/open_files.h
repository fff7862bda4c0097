// Whether an open database is still what its name leads to. Only for the store's sources.
#pragma once

#include <sys/types.h>

#include <array>
#include <filesystem>
#include <string>

namespace turnkeeper::store {

/// SQLite writes on into files that somebody has deleted or moved away, and says that all is well;
/// with the program they are gone.
class OpenFiles {
 public:
  /// REQUIRES: `database` is open, and has its log, as it does once it was asked for WAL mode.
  explicit OpenFiles(const std::filesystem::path& database);

  /// Throws StoreError for the first that is gone, or is another one.
  void require_in_place() const;

 private:
  struct File {
    std::string name;
    ::dev_t device{};
    ::ino_t number{};
  };
  std::array<File, 2> files_;
};

}  // namespace turnkeeper::store
