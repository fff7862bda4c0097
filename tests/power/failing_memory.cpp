#include "tests/power/failing_memory.h"

#include <sqlite3.h>

#include <stdexcept>

namespace turnkeeper::testing {

namespace {

sqlite3_mem_methods system_memory{};
thread_local Recorder* allocates_for = nullptr;

bool runs_out() {
  return allocates_for != nullptr && allocates_for->failure(Call::allocate) != SQLITE_OK;
}

void* allocate(int size) { return runs_out() ? nullptr : system_memory.xMalloc(size); }
void* grow(void* memory, int size) {
  return runs_out() ? nullptr : system_memory.xRealloc(memory, size);
}

}  // namespace

void install_failing_memory() {
  sqlite3_mem_methods ours{};
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory) == SQLITE_OK) {
    ours = system_memory;
    ours.xMalloc = allocate;
    ours.xRealloc = grow;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK) return;
  }
  throw std::runtime_error("SQLite's memory cannot be watched: it is in use already.");
}

void allocate_for(Recorder* recorder) { allocates_for = recorder; }

}  // namespace turnkeeper::testing
