// What the store throws: one sentence for a person, naming the file and what to do.
#pragma once

#include <stdexcept>

namespace turnkeeper::store {

class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace turnkeeper::store
