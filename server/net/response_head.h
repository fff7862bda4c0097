// The head of a response as bytes, with what every answer of this server carries.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http.h"
#include "net/origin.h"
#include "timekeeper/time.h"

namespace turnkeeper::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Strict ones: only our own scripts, styles and pictures, nothing inline, no frame around us, no
/// referrer. HSTS when the public URL is https. `local_sockets`: the ws: origins of a server
/// without a public URL.
Headers security_headers(const std::optional<Origin>& public_origin,
                         const std::vector<std::string>& local_sockets);

/// Sun, 06 Nov 1994 08:49:37 GMT
std::string http_date(timekeeper::Instant instant);

struct ResponseFraming {
  bool keep_alive = true;
  std::optional<std::size_t> content_length;  ///< absent for 101, 204 and 304
};

/// The status line, Date, Connection, Content-Length and Content-Type, `response.headers` and
/// `common`. Header values lose line ends: nothing that came from outside can add a header.
std::string response_head(const HttpResponse& response, const ResponseFraming& framing,
                          const Headers& common, timekeeper::Instant now);

}  // namespace turnkeeper::net
