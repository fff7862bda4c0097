#include "store/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

std::string reason_of(int error) { return std::generic_category().message(error); }

/// A new folder outlives a power cut once those that it is in are synced, whichever of them are
/// new. One that cannot be opened was there before us; one that cannot be synced has no more to
/// give.
void make_durable(const fs::path& directory) {
  for (fs::path folder = fs::absolute(directory); folder.has_relative_path();) {
    folder = folder.parent_path();
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) continue;
    ::fsync(opened);
    ::close(opened);
  }
}

void make(const fs::path& directory) {
  std::error_code error;
  const bool existed = fs::exists(directory, error);
  if (!error && !existed && fs::create_directories(directory, error)) {
    fs::permissions(directory, fs::perms::owner_all, error);
    make_durable(directory);
  }
  if (!error && !fs::is_directory(directory, error)) {
    error = std::make_error_code(std::errc::not_a_directory);
  }
  if (error) {
    throw StoreError("The data directory " + directory.string() + " cannot be made (" +
                     error.message() + "); give --data a folder that can be written.");
  }
}

}  // namespace

DataDirectory::DataDirectory(const fs::path& directory) {
  make(directory);
  // The lock ends with the process, however it ends. Opening it tells whether the folder can be
  // written.
  const fs::path file = directory / "turnkeeper.lock";
  lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (lock_ < 0) {
    throw StoreError("The data directory " + directory.string() + " cannot be written (" +
                     reason_of(errno) + "); give --data a folder that can be.");
  }
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(lock_);
    throw StoreError(error == EWOULDBLOCK
                         ? "Another Turnkeeper uses the data directory " + directory.string() +
                               "; stop it, or give --data another folder."
                         : "The file " + file.string() + " cannot be locked (" + reason_of(error) +
                               "); give --data a folder on a local disk.");
  }
}

void DataDirectory::begun() {
  if (has_begun()) return;
  errno = ENOSPC;  // of a write that was cut short
  if (::pwrite(lock_, "begun\n", 6, 0) != 6 || ::fsync(lock_) != 0) {
    throw StoreError("The data directory cannot note that it is in use (" + reason_of(errno) +
                     "); make room on its disk, or check it.");
  }
}

bool DataDirectory::has_begun() const {
  struct stat status {};
  return ::fstat(lock_, &status) == 0 && status.st_size > 0;
}

DataDirectory::~DataDirectory() { ::close(lock_); }

}  // namespace turnkeeper::store
