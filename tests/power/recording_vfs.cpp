#include "tests/power/recording_vfs.h"

#include <sqlite3.h>

#include <cstring>
#include <stdexcept>

#include "tests/power/recorders.h"

namespace turnkeeper::testing {

namespace {

/// An open file of ours. The system's own follows right behind it in memory that SQLite gives.
struct File {
  sqlite3_file base;
  Recorder* recorder;  ///< null: it is not recorded
  std::size_t number;
  sqlite3_file* real;
};

File& ours(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return ours(file).real; }

sqlite3_vfs* system_vfs = nullptr;
int (*system_open_directory)(const char*, int*) = nullptr;

int failure(const File& file, Call call) {
  return file.recorder == nullptr ? SQLITE_OK : file.recorder->failure(call);
}

void record(const File& file, Operation::Kind kind, std::int64_t offset = 0,
            std::string bytes = {}) {
  if (file.recorder == nullptr) return;
  file.recorder->record({kind, file.number, {}, offset, std::move(bytes)});
}

int close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }

int read(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), into, size, offset);
}

/// Of a write that fails half may be there.
int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const int failed = failure(ours(file), Call::write);
  const int written = failed == SQLITE_OK ? size : size / 2;
  record(ours(file), Operation::Kind::write, offset,
         {static_cast<const char*>(bytes), static_cast<std::size_t>(written)});
  const int code = real(file)->pMethods->xWrite(real(file), bytes, written, offset);
  return failed == SQLITE_OK ? code : failed;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int failed = failure(ours(file), Call::truncate)) return failed;
  record(ours(file), Operation::Kind::truncate, size);
  return real(file)->pMethods->xTruncate(real(file), size);
}

int sync(sqlite3_file* file, int flags) {
  if (const int failed = failure(ours(file), Call::sync)) {
    record(ours(file), Operation::Kind::failed_sync);
    return failed;
  }
  record(ours(file), Operation::Kind::sync);
  return real(file)->pMethods->xSync(real(file), flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int check_lock(sqlite3_file* file, int* held) {
  return real(file)->pMethods->xCheckReservedLock(real(file), held);
}
int control(sqlite3_file* file, int what, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), what, argument);
}
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int and_delete) {
  return real(file)->pMethods->xShmUnmap(real(file), and_delete);
}

/// Version 2: without memory mapped files, whose writes nobody would see.
const sqlite3_io_methods kMethods{
    2,         close,      read,    write,       truncate,        sync,    file_size, lock,
    unlock,    check_lock, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
    shm_unmap, nullptr,    nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  File& opened = ours(file);
  opened.base.pMethods = nullptr;
  opened.recorder = recorder_for(name);
  opened.real = reinterpret_cast<sqlite3_file*>(&opened + 1);
  if (const int failed = failure(opened, Call::open)) return failed;
  const int code = system_vfs->xOpen(system_vfs, name, opened.real, flags, out_flags);
  if (code != SQLITE_OK) return code;
  if (opened.recorder != nullptr) {
    opened.number = opened.recorder->opened(std::filesystem::path{name}.filename().string());
  }
  opened.base.pMethods = &kMethods;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int sync_directory) {
  Recorder* const recorder = recorder_for(name);
  if (recorder != nullptr) {
    if (const int failed = recorder->failure(Call::remove)) return failed;
    recorder->removed(std::filesystem::path{name}.filename().string());
  }
  return system_vfs->xDelete(system_vfs, name, sync_directory);
}

/// The system's VFS opens a directory for one purpose: to sync it.
int open_directory(const char* file, int* descriptor) {
  if (Recorder* const recorder = recorder_for(file)) {
    recorder->record({Operation::Kind::sync_directory, 0, {}, 0, {}});
  }
  return system_open_directory(file, descriptor);
}

}  // namespace

void install_recording_vfs() {
  static sqlite3_vfs vfs;
  sqlite3_initialize();
  system_vfs = sqlite3_vfs_find(nullptr);
  vfs = *system_vfs;
  vfs.zName = "recording";
  vfs.szOsFile = static_cast<int>(sizeof(File)) + system_vfs->szOsFile;
  vfs.xOpen = open;
  vfs.xDelete = remove;
  constexpr const char* call = "openDirectory";
  system_open_directory =
      reinterpret_cast<int (*)(const char*, int*)>(system_vfs->xGetSystemCall(system_vfs, call));
  if (system_open_directory == nullptr ||
      system_vfs->xSetSystemCall(
          system_vfs, call, reinterpret_cast<sqlite3_syscall_ptr>(open_directory)) != SQLITE_OK ||
      sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) {
    throw std::runtime_error("The VFS that records cannot be registered.");
  }
}

}  // namespace turnkeeper::testing
