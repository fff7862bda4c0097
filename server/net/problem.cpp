#include "net/problem.h"

#include "protocol/json.h"
#include "protocol/problems.h"

namespace turnkeeper::net {

HttpResponse problem(std::string_view reason, std::string_view detail,
                     const ProblemExtras& extras) {
  const int status = protocol::status_of(reason);
  protocol::Json document = {{"type", "/problems/" + std::string{reason}},
                             {"title", status_phrase(status)},
                             {"status", status},
                             {"detail", detail}};
  if (extras.field) document["field"] = *extras.field;
  if (extras.limit) document["limit"] = *extras.limit;
  HttpResponse response;
  response.status = status;
  response.reason = reason;
  response.content_type = "application/problem+json";
  response.body = document.dump();
  return response;
}

std::string_view status_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

}  // namespace turnkeeper::net
