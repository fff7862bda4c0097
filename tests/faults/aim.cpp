// A library to be preloaded: stands between a program and its disk, and does to the calls for the
// database's files what the Aim says. Other files are left alone.
//
// Knows nothing of the program but the name of its database.
#include "tests/faults/aim.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using namespace turnkeeper::faults;

constexpr std::string_view kDatabase = "turnkeeper.db";

/// The next definition of a function behind this library's.
template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

Aim* map_aim() {
  const char* path = std::getenv(kAimVariable);
  if (path == nullptr) return nullptr;
  static const auto real_open = real<int(const char*, int, ...)>("open");
  const int file = real_open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return nullptr;
  void* shared = ::mmap(nullptr, sizeof(Aim), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  return shared == MAP_FAILED ? nullptr : static_cast<Aim*>(shared);
}

Aim* aim() {
  static Aim* const mapped = map_aim();
  return mapped;
}

/// Which of the database's files a path names; 0 for none of them.
int file_of(std::string_view path) {
  const auto found = path.rfind(kDatabase);
  if (found == std::string_view::npos) return 0;
  const auto rest = path.substr(found + kDatabase.size());
  if (rest.empty()) return kMainFile;
  return rest == "-wal" ? kLogFile : kRest;
}

int file_of(int descriptor) {
  char link[32];
  char path[PATH_MAX];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const auto size = ::readlink(link, path, sizeof path);
  return size <= 0 ? 0 : file_of(std::string_view{path, static_cast<std::size_t>(size)});
}

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

/// Counts a call. Whether it is the one at which the process is to be killed.
bool hit(Call call, int file) {
  aim()->calls[static_cast<std::size_t>(call)].fetch_add(1);
  const bool counts = aim()->countdown.load() > 0 && aim()->call.load() == static_cast<int>(call) &&
                      (aim()->files.load() & file) != 0;
  return counts && aim()->countdown.fetch_sub(1) == 1;
}

/// A call that may be the last one, or fail. `half` is what there is of it when it is cut off.
template <typename Work, typename Half>
auto act(int descriptor, Call call, Work work, Half half) -> decltype(work()) {
  const int file = aim() == nullptr ? 0 : file_of(descriptor);
  if (file == 0) return work();
  const bool last = hit(call, file);
  const auto moment = static_cast<Moment>(aim()->moment.load());
  if (last && moment == Moment::before) die();
  if (last && moment == Moment::within) {
    half();
    die();
  }
  while (call == Call::sync && (aim()->hung_files.load() & file) != 0) ::poll(nullptr, 0, 1);
  const auto& sick = call == Call::sync ? aim()->sick_syncs : aim()->sick_writes;
  if (const int illness = sick.load(); illness != 0) {
    errno = illness;
    return -1;
  }
  const auto result = work();
  if (last) die();
  return result;
}

template <typename Work>
auto act(int descriptor, Call call, Work work) {
  return act(descriptor, call, work, [] {});
}

bool may_open(const char* path, int flags) {
  if (aim() == nullptr || (flags & O_ACCMODE) == O_RDONLY || file_of(path) == 0) return true;
  const int illness = aim()->sick_opens.load();
  if (illness != 0) errno = illness;
  return illness == 0;
}

template <typename Write>
ssize_t write_at(Write* write, int descriptor, const void* bytes, std::size_t size, off_t offset) {
  return act(
      descriptor, Call::write, [&] { return write(descriptor, bytes, size, offset); },
      [&] { write(descriptor, bytes, size / 2, offset); });
}

template <typename Read>
ssize_t read_at(Read* read, int descriptor, void* bytes, std::size_t size, off_t offset) {
  while (aim() != nullptr && aim()->hung_reads.load() != 0 &&
         (aim()->hung_reads.load() & file_of(descriptor)) != 0) {
    ::poll(nullptr, 0, 1);
  }
  return read(descriptor, bytes, size, offset);
}

mode_t mode_in(int flags, va_list rest) {
  return (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, unsigned)) : 0;
}

}  // namespace

// NOLINTBEGIN: the names are the system's.
extern "C" {

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  static const auto write = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return write_at(write, descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
  static const auto write = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return write_at(write, descriptor, bytes, size, offset);
}

ssize_t pread(int descriptor, void* bytes, size_t size, off_t offset) {
  static const auto read = real<ssize_t(int, void*, size_t, off_t)>("pread");
  return read_at(read, descriptor, bytes, size, offset);
}

ssize_t pread64(int descriptor, void* bytes, size_t size, off64_t offset) {
  static const auto read = real<ssize_t(int, void*, size_t, off64_t)>("pread64");
  return read_at(read, descriptor, bytes, size, offset);
}

int fdatasync(int descriptor) {
  static const auto sync = real<int(int)>("fdatasync");
  return act(descriptor, Call::sync, [&] { return sync(descriptor); });
}

int fsync(int descriptor) {
  static const auto sync = real<int(int)>("fsync");
  return act(descriptor, Call::sync, [&] { return sync(descriptor); });
}

int ftruncate(int descriptor, off_t size) noexcept {
  static const auto truncate = real<int(int, off_t)>("ftruncate");
  return act(descriptor, Call::truncate, [&] { return truncate(descriptor, size); });
}

int ftruncate64(int descriptor, off64_t size) noexcept {
  static const auto truncate = real<int(int, off64_t)>("ftruncate64");
  return act(descriptor, Call::truncate, [&] { return truncate(descriptor, size); });
}

int open(const char* path, int flags, ...) {
  static const auto real_open = real<int(const char*, int, ...)>("open");
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return may_open(path, flags) ? real_open(path, flags, mode) : -1;
}

int open64(const char* path, int flags, ...) {
  static const auto real_open = real<int(const char*, int, ...)>("open64");
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return may_open(path, flags) ? real_open(path, flags, mode) : -1;
}

}  // extern "C"
// NOLINTEND
