// What is wrong with a store, as it is found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace turnkeeper::store {

/// Holds ids alone, never words: it may be shown to anyone.
struct Fault {
  std::string stream;     ///< empty if it is not about one
  std::uint64_t seq = 0;  ///< 0 if it is not about one event
  std::string why;        ///< a sentence
};

/// The first of them, and how many there are.
class Faults {
 public:
  static constexpr std::size_t kMostListed = 100;

  /// What it says may be shown on a terminal, whatever stands in the database.
  void add(Fault fault);

  /// Whether something is wrong with this stream: what follows from it would only be noise.
  bool about(const std::string& stream) const { return streams_.contains(stream); }

  const std::vector<Fault>& listed() const { return listed_; }
  std::uint64_t more() const { return more_; }  ///< beyond those that are listed
  bool empty() const { return listed_.empty(); }

  /// The first, as the end of a sentence: where, why, and whether there are more. REQUIRES: not
  /// empty.
  std::string told() const;

 private:
  std::vector<Fault> listed_;
  std::uint64_t more_ = 0;
  std::set<std::string> streams_;
};

}  // namespace turnkeeper::store
