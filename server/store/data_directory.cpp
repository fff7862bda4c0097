#include "store/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "store/database.h"
#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

constexpr const char* kLockName = "turnkeeper.lock";
/// What the file holds from the first start on; behind it stands how far its database has come.
constexpr std::string_view kBegun = "begun\n";

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
  const fs::path file = directory / kLockName;
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
  if (::pwrite(lock_, kBegun.data(), kBegun.size(), 0) != static_cast<ssize_t>(kBegun.size()) ||
      ::fsync(lock_) != 0) {
    throw StoreError("The data directory cannot note that it is in use (" + reason_of(errno) +
                     "); make room on its disk, or check it.");
  }
}

void DataDirectory::keep_note(const std::string& note) const noexcept {
  store::keep_note(lock_, kBegun.size(), note);
}

std::optional<Progress> DataDirectory::noted() const { return store::noted(lock_, kBegun.size()); }

std::optional<Progress> noted_beside(const fs::path& database) {
  const fs::path directory = database.parent_path();
  if (database != database_in(directory)) return std::nullopt;
  const int file = ::open((directory / kLockName).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  const auto progress = noted(file, kBegun.size());
  ::close(file);
  return progress;
}

bool DataDirectory::has_begun() const {
  struct stat status {};
  return ::fstat(lock_, &status) == 0 && status.st_size > 0;
}

DataDirectory::~DataDirectory() { ::close(lock_); }

}  // namespace turnkeeper::store
