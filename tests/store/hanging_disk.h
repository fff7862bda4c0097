// A disk that does not answer, for SQLite in this process.
#pragma once

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <string>

namespace turnkeeper::store {

/// While it lives, nothing that is written into a file comes back.
class HangingDisk {
 public:
  explicit HangingDisk(const std::string& file) {
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    hung = status.st_ino;
    set("write", reinterpret_cast<sqlite3_syscall_ptr>(write));
    for (const char* name : {"pwrite", "pwrite64"}) {
      set(name, reinterpret_cast<sqlite3_syscall_ptr>(write_at));
    }
  }
  ~HangingDisk() {
    for (const char* name : {"write", "pwrite", "pwrite64"}) set(name, nullptr);
  }
  HangingDisk(const HangingDisk&) = delete;
  HangingDisk& operator=(const HangingDisk&) = delete;

 private:
  static void set(const char* name, sqlite3_syscall_ptr call) {
    sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
    vfs->xSetSystemCall(vfs, name, call);
  }
  static ssize_t write(int file, const void* from, size_t size) {
    wait_for(file);
    return ::write(file, from, size);
  }
  static ssize_t write_at(int file, const void* from, size_t size, off64_t at) {
    wait_for(file);
    return ::pwrite64(file, from, size, at);
  }

  static void wait_for(int file) {
    struct stat status {};
    if (::fstat(file, &status) != 0 || status.st_ino != hung) return;
    const std::lock_guard until_it_ends(mutex);
  }

  static inline std::atomic<ino_t> hung;
  static inline std::mutex mutex;
  std::unique_lock<std::mutex> hangs{mutex};
};

}  // namespace turnkeeper::store
