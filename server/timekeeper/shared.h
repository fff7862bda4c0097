// A value that many hold and nobody changes.
#pragma once

#include <memory>
#include <utility>

namespace turnkeeper::timekeeper {

/// Copies share the value instead of copying it, and compare by what it says. To change it, assign
/// another.
template <class Value>
class Shared {
 public:
  Shared() {
    static const auto empty = std::make_shared<const Value>();
    value_ = empty;
  }
  // Implicit, so that either may stand where the other is asked for.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Shared(Value value) : value_(std::make_shared<const Value>(std::move(value))) {}

  const Value& operator*() const { return *value_; }
  const Value* operator->() const { return value_.get(); }
  operator const Value&() const { return *value_; }  // NOLINT(google-explicit-constructor)

  bool operator==(const Shared& other) const {
    return value_ == other.value_ || *value_ == *other.value_;
  }

 private:
  std::shared_ptr<const Value> value_;
};

}  // namespace turnkeeper::timekeeper
