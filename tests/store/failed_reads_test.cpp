// A disk that fails to read, for a while.
#include "store/failed_reads.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <cerrno>

#include "store/store_error.h"
#include "store_fixture.h"

using namespace turnkeeper::store;

namespace {

/// While it lives, the disk reads nothing.
class DeafDisk {
 public:
  DeafDisk() {
    for (const char* name : {"read", "pread", "pread64"}) {
      vfs()->xSetSystemCall(vfs(), name, reinterpret_cast<sqlite3_syscall_ptr>(refuse));
    }
    tell_failed_reads();
  }
  ~DeafDisk() {
    for (const char* name : {"read", "pread", "pread64"})
      vfs()->xSetSystemCall(vfs(), name, nullptr);
  }
  DeafDisk(const DeafDisk&) = delete;
  DeafDisk& operator=(const DeafDisk&) = delete;

 private:
  static sqlite3_vfs* vfs() { return sqlite3_vfs_find("unix"); }
  static ssize_t refuse() {
    errno = EIO;
    return -1;
  }
};

}  // namespace

TEST_CASE("what cannot be read at present is not damaged", "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  append(store.writer, store.pump, new_circle("c"));
  Queries fresh(store.database);
  fresh.last_seq("c");  // what there is, but not yet what was said
  const auto error_of = [&]() -> std::string {
    try {
      fresh.words_of("c");
    } catch (const StoreError& error) {
      return error.is_damage() ? "damaged" : "unavailable";
    }
    return "none";
  };
  {
    const DeafDisk deaf;
    CHECK(error_of() == "unavailable");
  }
  CHECK(error_of() == "none");
}

TEST_CASE("a probe finds out that the disk does not read, though SQLite still knows it by heart",
          "[store]") {
  const TemporaryDirectory temporary;
  Store store(temporary.path());
  append(store.writer, store.pump, new_circle("c"));
  CHECK(probe(store.writer, store.pump) == AppendOutcome::committed);
  {
    const DeafDisk deaf;
    CHECK(probe(store.writer, store.pump) == AppendOutcome::unavailable);
    CHECK_FALSE(store.writer.healthy());
  }
  CHECK(probe(store.writer, store.pump) == AppendOutcome::committed);
  CHECK(store.writer.healthy());
}
