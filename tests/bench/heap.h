// What the program asks the heap for, counted by an operator new of its own.
#pragma once

#include <cstddef>

namespace turnkeeper::bench {

struct Heap {
  std::size_t calls = 0;
  std::size_t bytes = 0;
};
/// Of the only thread. Whoever measures sets it back.
extern Heap heap;

}  // namespace turnkeeper::bench
