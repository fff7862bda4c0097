#include "store/new_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

std::string last_reason() { return std::generic_category().message(errno); }

void sync(const fs::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  // A few file systems know nothing to do for a folder, and say so by EINVAL.
  const bool synced = descriptor >= 0 && (::fsync(descriptor) == 0 || errno == EINVAL);
  const std::string reason = last_reason();
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) {
    throw StoreError("The disk does not keep " + path.string() + " (" + reason +
                     "); check it, or use another.");
  }
}

[[noreturn]] void fail_naming(const fs::path& name) {
  if (errno == EEXIST) {
    throw StoreError("The file " + name.string() +
                     " is there already, and nothing is overwritten; give another name.");
  }
  throw StoreError("The file " + name.string() + " cannot be given its name (" + last_reason() +
                   "); check its folder's permissions.");
}

}  // namespace

NewFile::NewFile(fs::path path) : path_(std::move(path)) {
  const int descriptor = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    throw StoreError("The file " + path_.string() + " cannot be made (" + last_reason() +
                     "); name one in a folder that is there and can be written.");
  }
  ::close(descriptor);
}

NewFile::~NewFile() {
  if (path_.empty()) return;
  std::error_code ignored;
  for (const char* suffix : kBesideDatabase) fs::remove(path_.string() + suffix, ignored);
  fs::remove(path_, ignored);
}

void NewFile::sync() const { store::sync(path_, 0); }

void NewFile::become(const fs::path& name) {
  if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) != 0) {
    // Network file systems may not know it. Then one looks first.
    if (errno != EINVAL && errno != ENOSYS) fail_naming(name);
    if (::faccessat(AT_FDCWD, name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
      errno = EEXIST;
      fail_naming(name);
    }
    if (::rename(path_.c_str(), name.c_str()) != 0) fail_naming(name);
  }
  path_ = name;
  sync_folder(name.parent_path());
  path_.clear();
}

void NewFile::replace(const fs::path& name) {
  if (::rename(path_.c_str(), name.c_str()) != 0) fail_naming(name);
  path_.clear();  // whatever follows, it must not be removed: there is no other any more
  sync_folder(name.parent_path());
}

void sync_folder(const fs::path& folder) {
  sync(folder.empty() ? fs::path{"."} : folder, O_DIRECTORY);
}

}  // namespace turnkeeper::store
