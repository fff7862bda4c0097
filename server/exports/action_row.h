// An action as people take it away: everything spelled out, no ids to look up.
#pragma once

#include <optional>
#include <string>

#include "timekeeper/time.h"

namespace turnkeeper::exports {

enum class Status { open, done, learned, carried_on };

struct ActionRow {
  std::string owner_id;  ///< never shown; two people may have one name
  int session = 0;       ///< the number of the session in which it was made
  std::string owner;     ///< names; an erased one is empty
  std::string what;
  std::string measure;
  timekeeper::Date due;
  std::optional<std::string> supporter;
  Status status = Status::open;
  std::optional<std::string> note;  ///< what was learned, or the next experiment
};

}  // namespace turnkeeper::exports
