// What the store throws: one sentence for a person, naming the file and what to do.
#pragma once

#include <stdexcept>

namespace turnkeeper::store {

class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;

  /// What is there is not as it was written; no other try helps.
  virtual bool is_damage() const { return false; }
};

/// The disk has not answered in time, or too many wait for it.
class NoAnswerError : public StoreError {
 public:
  using StoreError::StoreError;
};

}  // namespace turnkeeper::store
