// WebSocket close codes (RFC 6455, section 7.4). 4000-4499: come back, with a jittered backoff;
// 4500-4999: do not.
#pragma once

#include <cstdint>
#include <string_view>

namespace turnkeeper::protocol {

enum class CloseCode : std::uint16_t {
  normal = 1000,
  protocol_error = 1002,
  not_text = 1003,
  not_utf8 = 1007,
  policy = 1008,
  too_big = 1009,
  restart = 1012,
  silent = 4408,
  flood = 4429,
  slow_reader = 4490,
  bad_messages = 4500,
  credential_invalid = 4501,
  removed = 4503,
  taken_over = 4509,
  room_ended = 4510,
  too_many_connections = 4511,
  data_damaged = 4512,
};

/// The sentence that goes with the code as its reason (at most 123 bytes).
std::string_view sentence(CloseCode code);

}  // namespace turnkeeper::protocol
