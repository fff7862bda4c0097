// The texts that a session still refers to. What it refers to no more is to be erased: a question
// whose turn is over, an action that was removed, what was said before it was said better.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

/// Counts what the session shows as it stands, and what it would show again if its last move were
/// taken back, or if it were reopened. Looks into `session`, which must outlive it unchanged.
class HeldWords {
 public:
  explicit HeldWords(const Session& session);

  bool contains(const WordsId& id) const;

 private:
  void hold(const WordsId& id) { held_.push_back(id.value); }
  void hold(const std::optional<WordsId>& id);
  void hold(const std::vector<Entry>& entries);

  std::vector<std::string_view> held_;  ///< sorted
};

}  // namespace turnkeeper::timekeeper
