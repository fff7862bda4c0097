#include "tests/bench/heap.h"

#include <cstdlib>
#include <new>

namespace turnkeeper::bench {
Heap heap;
}

void* operator new(std::size_t size) {
  ++turnkeeper::bench::heap.calls;
  turnkeeper::bench::heap.bytes += size;
  if (void* place = std::malloc(size)) return place;
  throw std::bad_alloc();
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
