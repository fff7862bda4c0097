#include "store/open_files.h"

#include <sys/stat.h>

#include "store/store_error.h"

namespace turnkeeper::store {

OpenFiles::OpenFiles(const std::filesystem::path& database) {
  files_[0].name = database.string();
  files_[1].name = database.string() + "-wal";
  for (File& file : files_) {
    struct stat status {};
    if (::stat(file.name.c_str(), &status) != 0) continue;
    file.device = status.st_dev;
    file.number = status.st_ino;
  }
}

void OpenFiles::require_in_place() const {
  for (const File& file : files_) {
    struct stat status {};
    if (::stat(file.name.c_str(), &status) == 0 && status.st_dev == file.device &&
        status.st_ino == file.number) {
      continue;
    }
    throw StoreError("The file " + file.name +
                     " was moved away or replaced while the server uses it, and what is written "
                     "now would be lost; put it back, or stop the server.");
  }
}

}  // namespace turnkeeper::store
