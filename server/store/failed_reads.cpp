#include "store/failed_reads.h"

#include <sqlite3.h>
#include <sys/types.h>

#include <cerrno>

namespace turnkeeper::store {

namespace {

/// Those for which SQLite has another explanation become one for which it has none.
ssize_t with_plain_error(ssize_t result) {
  if (result < 0 && (errno == EIO || errno == ENXIO)) errno = EREMOTEIO;
  return result;
}

/// SQLite's way to the system: by one of these, as it was built.
template <class Offset>
struct Positioned {
  using Read = ssize_t (*)(int, void*, size_t, Offset);
  static inline Read system = nullptr;
  static ssize_t read(int file, void* into, size_t size, Offset at) {
    return with_plain_error(system(file, into, size, at));
  }
};

using Read = ssize_t (*)(int, void*, size_t);
Read system_read = nullptr;
ssize_t plain_read(int file, void* into, size_t size) {
  return with_plain_error(system_read(file, into, size));
}

template <class Call>
void replace(const char* name, Call& system, Call ours) {
  sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
  const auto found = reinterpret_cast<Call>(vfs->xGetSystemCall(vfs, name));
  if (found == nullptr || found == ours) return;
  system = found;
  vfs->xSetSystemCall(vfs, name, reinterpret_cast<sqlite3_syscall_ptr>(ours));
}

}  // namespace

void tell_failed_reads() {
  sqlite3_initialize();
  replace("read", system_read, plain_read);
  replace("pread", Positioned<off_t>::system, Positioned<off_t>::read);
  replace("pread64", Positioned<off64_t>::system, Positioned<off64_t>::read);
}

}  // namespace turnkeeper::store
