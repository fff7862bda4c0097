// What came of something that was asked for and takes its time.
#pragma once

#include <exception>
#include <utility>
#include <variant>

namespace turnkeeper::rooms {

/// A value, or what went wrong, for whoever asks later and perhaps on another thread.
template <class T>
class Outcome {
 public:
  Outcome(T value) : came_(std::in_place_index<0>, std::move(value)) {}
  /// REQUIRES: not null.
  static Outcome failed(std::exception_ptr why) { return Outcome(std::move(why), Failed{}); }
  /// What `work` returns, or what it throws.
  template <class Work>
  static Outcome of(Work&& work) {
    std::exception_ptr why;
    try {
      return std::forward<Work>(work)();
    } catch (...) {
      why = std::current_exception();
    }
    return failed(std::move(why));
  }

  /// The value; throws what went wrong.
  T& get() {
    if (const auto* const why = std::get_if<1>(&came_)) std::rethrow_exception(*why);
    return std::get<0>(came_);
  }

 private:
  struct Failed {};
  Outcome(std::exception_ptr why, Failed) : came_(std::in_place_index<1>, std::move(why)) {}

  std::variant<T, std::exception_ptr> came_;
};

}  // namespace turnkeeper::rooms
