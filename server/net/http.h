// HTTP as the handlers see it: plain values, nothing of the library that reads them from sockets.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace turnkeeper::net {

struct HttpRequest {
  std::string method;  ///< GET, POST, PUT, …
  std::string path;    ///< decoded, without the query: /api/v1/circles/c1
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
  std::string bearer;  ///< of `Authorization: Bearer …`; empty if absent
  std::string accept;  ///< the Accept header
  std::string content_type;
  std::string body;
  std::string peer;  ///< the address of the other side, for limits; never logged with content
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< beyond those that every answer has
  std::string reason = {};                                   ///< of a problem, for the log
};

/// Answers once, now or later, on the loop.
using HttpReply = std::function<void(HttpResponse)>;
using HttpHandler = std::function<void(const HttpRequest&, HttpReply)>;

}  // namespace turnkeeper::net
