// The reasons of HTTP's refusals and their statuses, in one table (protocol/PROTOCOL.md,
// "Problems"). The server refuses by no other, so that the document can name them all.
#pragma once

#include <span>
#include <string_view>

namespace turnkeeper::protocol {

struct Problem {
  int status;
  std::string_view reason;
};

std::span<const Problem> problems();

/// The status that goes with a reason. Throws std::logic_error for one that the table lacks.
int status_of(std::string_view reason);

}  // namespace turnkeeper::protocol
