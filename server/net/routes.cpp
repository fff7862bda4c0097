#include "net/routes.h"

#include <utility>

#include "net/problem.h"

namespace turnkeeper::net {
namespace {

constexpr std::string_view kAllowedMethods = "GET, POST, PUT, PATCH, DELETE";

bool is_for_handler(std::string_view path) {
  return path.starts_with("/api/") || path == "/healthz" || path == "/readyz" || path == "/metrics";
}

std::string field_or_nothing(const RequestHead& head, std::string_view name) {
  const std::string* const value = head.field(name);
  return value == nullptr ? std::string{} : *value;
}

std::string bearer_of(const RequestHead& head) {
  const std::string value = field_or_nothing(head, "authorization");
  constexpr std::string_view kScheme = "bearer ";
  if (value.size() < kScheme.size()) return {};
  for (std::size_t i = 0; i < kScheme.size(); ++i) {
    if ((value[i] | 0x20) != kScheme[i]) return {};
  }
  return value.substr(value.find_first_not_of(' ', kScheme.size() - 1));
}

Outgoing method_not_allowed() {
  Outgoing out{problem("method_not_allowed", "This can only be read."), nullptr};
  out.head.headers.emplace_back("Allow", "GET, HEAD");
  return out;
}

bool names_etag(const RequestHead& head, const std::string& etag) {
  return head.has_token("if-none-match", etag) || head.has_token("if-none-match", "W/" + etag) ||
         head.has_token("if-none-match", "*");
}

Outgoing static_file(const Services& services, const RequestHead& head) {
  if (head.method != "GET" && head.method != "HEAD") return method_not_allowed();
  const StaticFile* const file = services.files.find(head.path);
  if (file == nullptr) {
    return {problem("not_found", "There is nothing at this address."), nullptr};
  }
  HttpResponse response;
  response.content_type = file->content_type;
  response.headers = {{"ETag", file->etag}, {"Cache-Control", file->cache_control}};
  if (names_etag(head, file->etag)) {
    response.status = 304;
    return {std::move(response), nullptr};
  }
  return {std::move(response), file->body};
}

// Pages of the listed origins may use the API from their own site; everyone else's stay out.
void admit_listed_origin(const Services& services, const RequestHead& head,
                         HttpResponse& response) {
  const std::string* const origin = head.field("origin");
  if (origin == nullptr || !services.origins.is_listed(*origin)) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", *origin);
  response.headers.emplace_back("Vary", "Origin");
}

bool is_preflight(const Services& services, const RequestHead& head) {
  const std::string* const origin = head.field("origin");
  return head.method == "OPTIONS" && origin != nullptr && services.origins.is_listed(*origin) &&
         head.field("access-control-request-method") != nullptr;
}

HttpResponse preflight() {
  HttpResponse response;
  response.status = 204;
  response.content_type.clear();
  response.headers = {{"Access-Control-Allow-Methods", std::string{kAllowedMethods}},
                      {"Access-Control-Allow-Headers", "Authorization, Content-Type, Accept"},
                      {"Access-Control-Max-Age", "600"}};
  return response;
}

}  // namespace

void route(const Services& services, const RequestHead& head, std::string body,
           const std::string& address, std::function<void(Outgoing)> reply) {
  if (!is_for_handler(head.path)) return reply(static_file(services, head));
  if (services.draining && head.path == "/readyz") {
    return reply({problem("server_closing", "The server is going down."), nullptr});
  }
  if (is_preflight(services, head)) {
    HttpResponse response = preflight();
    admit_listed_origin(services, head, response);
    return reply({std::move(response), nullptr});
  }
  HttpRequest request;
  request.method = head.method == "HEAD" ? "GET" : head.method;
  request.path = head.path;
  request.query = head.query;
  request.bearer = bearer_of(head);
  request.accept = field_or_nothing(head, "accept");
  request.content_type = field_or_nothing(head, "content-type");
  request.body = std::move(body);
  request.peer = address;
  HttpResponse admitted;
  admit_listed_origin(services, head, admitted);
  services.handler(request, [reply = std::move(reply),
                             more = std::move(admitted.headers)](HttpResponse response) {
    response.headers.insert(response.headers.end(), more.begin(), more.end());
    reply({std::move(response), nullptr});
  });
}

}  // namespace turnkeeper::net
