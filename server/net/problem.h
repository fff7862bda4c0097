// Refusals of HTTP as RFC 9457 problem documents.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"

namespace turnkeeper::net {

/// What a problem document may name beside its reason.
struct ProblemExtras {
  std::optional<std::string> field;  ///< the member of the request that is at fault
  std::optional<std::size_t> limit;  ///< the number that would have worked
};

/// `reason` is stable and for programs (`type` is /problems/{reason}); `detail` is a sentence that
/// says what to do. The status follows from the reason. REQUIRES: protocol::problems has it.
HttpResponse problem(std::string_view reason, std::string_view detail,
                     const ProblemExtras& extras = {});

/// "Not Found", …: the phrase of a status line, and the title of a problem.
std::string_view status_phrase(int status);

}  // namespace turnkeeper::net
