// The head of an HTTP/1.1 request, read strictly (RFC 9112): whatever two readers could understand
// differently is refused.
//
// The library beneath reads the head once more when it takes the body off the socket; decisions are
// made on this one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "net/http.h"

namespace turnkeeper::net {

struct RequestHead {
  std::string method;
  std::string target;                                       ///< the path and query as they came
  std::string path;                                         ///< decoded
  std::vector<std::pair<std::string, std::string>> query;   ///< decoded, in order
  std::vector<std::pair<std::string, std::string>> fields;  ///< names in lower case, values trimmed
  bool http_1_0 = false;
  bool keep_alive = true;
  bool chunked = false;
  std::optional<std::size_t> content_length;

  /// The value of a field; nullptr if it is absent. The first one, where several are lawful.
  const std::string* field(std::string_view lower_case_name) const;
  std::size_t count(std::string_view lower_case_name) const;
  /// A comma-separated field whole, for it may be spread over several lines; empty if it is absent.
  std::string list(std::string_view lower_case_name) const;
  /// Whether a comma-separated field holds `token`, in any case.
  bool has_token(std::string_view lower_case_name, std::string_view token) const;
  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// Where the head ends in what was received so far: behind its empty line.
std::optional<std::size_t> end_of_head(std::string_view received);

/// The refusal for what is no head, or too long a one, whatever still comes (400, 414, 431).
std::optional<HttpResponse> fault_so_far(std::string_view received);

/// Reads a whole head, the empty line included; or the refusal to answer with before closing.
std::variant<RequestHead, HttpResponse> read_head(std::string_view head);

}  // namespace turnkeeper::net
