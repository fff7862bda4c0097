#include "protocol/problems.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace turnkeeper::protocol {

std::span<const Problem> problems() {
  static constexpr std::array table{
      Problem{400, "malformed_request"},
      Problem{400, "parse_error"},
      Problem{400, "invalid_params"},
      Problem{400, "text_empty"},
      Problem{400, "text_too_long"},
      Problem{400, "text_invalid"},
      Problem{400, "bad_handshake"},
      Problem{400, "subprotocol_missing"},
      Problem{401, "credential_invalid"},
      Problem{403, "not_allowed"},
      Problem{403, "foreign_origin"},
      Problem{404, "not_found"},
      Problem{405, "method_not_allowed"},
      Problem{408, "request_timeout"},
      Problem{409, "circle_full"},
      Problem{409, "facilitators_full"},
      Problem{409, "observers_full"},
      Problem{409, "session_open"},
      Problem{409, "session_ended"},
      Problem{409, "wrong_phase"},
      Problem{409, "due_in_past"},
      Problem{413, "body_too_large"},
      Problem{414, "uri_too_long"},
      Problem{415, "unsupported_media_type"},
      Problem{421, "unknown_host"},
      Problem{426, "upgrade_required"},
      Problem{429, "rate_limited"},
      Problem{429, "too_many_changes"},
      Problem{431, "headers_too_large"},
      Problem{500, "internal_error"},
      Problem{500, "data_damaged"},
      Problem{503, "storage_unavailable"},
      Problem{503, "busy"},
      Problem{503, "server_closing"},
      Problem{503, "too_many_connections"},
      Problem{505, "version_not_supported"},
  };
  return table;
}

int status_of(std::string_view reason) {
  const auto all = problems();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Problem& each) { return each.reason == reason; });
  if (found == all.end()) throw std::logic_error("no status for " + std::string{reason});
  return found->status;
}

}  // namespace turnkeeper::protocol
