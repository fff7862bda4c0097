// A file in the making: it has another name until it is whole and on disk. Only for the store's
// sources.
#pragma once

#include <filesystem>

namespace turnkeeper::store {

class NewFile {
 public:
  /// Makes it, empty, for its owner alone. Throws StoreError if there is one already, or none can
  /// be made.
  explicit NewFile(std::filesystem::path path);
  /// What was not given its name is removed, with what SQLite put beside it.
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// To disk, content and all. Throws StoreError.
  void sync() const;
  /// Takes its name, and this is on disk when it returns. REQUIRES: the same folder, and sync().
  /// Throws StoreError, and then is gone, if that name is taken or the disk refuses.
  void become(const std::filesystem::path& name);
  /// The same in place of whatever has the name.
  void replace(const std::filesystem::path& name);

 private:
  std::filesystem::path path_;
};

/// The files that SQLite puts beside a database. In the order in which they may be taken away.
inline constexpr const char* kBesideDatabase[] = {"-wal", "-shm", "-journal"};

/// The names in a folder, to disk. Throws StoreError.
void sync_folder(const std::filesystem::path& folder);

}  // namespace turnkeeper::store
