// Errors of the wire: a stable reason for programs, a sentence for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/json.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::protocol {

/// JSON-RPC 2.0, section 5.1.
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kUnknownMethod = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kRejected = -32000;

/// The wire's name of a core reason: `stage_moved_on`.
std::string_view name(timekeeper::Reason reason);

/// An error object before it is put into an answer or a problem document.
struct Error {
  int code = kRejected;
  std::string reason;
  std::string message;         ///< a sentence
  Json data = Json::object();  ///< further members of `data`, without `reason`

  /// {"code":…,"message":…,"data":{"reason":…,…}}
  Json to_json() const;
};

Error error_of(const timekeeper::Rejection& rejection);
/// For reasons outside the core: not_joined, already_joined, credential_invalid, rate_limited,
/// busy, storage_unavailable, parse_error, invalid_request, unknown_method and those of HTTP. Code
/// and sentence come from one table.
Error error_of(std::string_view reason);
Error invalid_params(std::string field, std::string why);

/// Every reason that can appear on the wire, for tests against the documents.
std::vector<std::string_view> all_reasons();

}  // namespace turnkeeper::protocol
