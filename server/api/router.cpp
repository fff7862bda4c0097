#include "api/router.h"

#include <optional>
#include <utility>

#include "api/refusal.h"

namespace turnkeeper::api {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    parts.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

bool is_open(const std::string& part) { return part.starts_with('{'); }

std::optional<decltype(Call::parts)> match(const std::vector<std::string>& pattern,
                                           const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  decltype(Call::parts) parts;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!is_open(pattern[i])) {
      if (pattern[i] != path[i]) return std::nullopt;
    } else if (path[i].empty()) {
      return std::nullopt;
    } else {
      parts.emplace(pattern[i].substr(1, pattern[i].size() - 2), path[i]);
    }
  }
  return parts;
}

}  // namespace

void Router::add(std::string method, std::string_view pattern, Handler handler) {
  routes_.push_back({std::move(method), std::string{pattern}, split(pattern), std::move(handler)});
}

void Router::route(const net::HttpRequest& request, net::HttpReply reply) const {
  if (!request.path.starts_with('/')) throw refused("not_found");
  const std::vector<std::string> path = split(request.path);
  std::string allowed;
  for (const Route& route : routes_) {
    auto parts = match(route.parts, path);
    if (!parts) continue;
    if (route.method == request.method) {
      route.handler(Call{request, *std::move(parts)}, std::move(reply));
      return;
    }
    if (!allowed.empty()) allowed += ", ";
    allowed += route.method == "GET" ? "GET, HEAD" : route.method;
  }
  if (allowed.empty()) throw refused("not_found");
  net::HttpResponse response = refused("method_not_allowed").response();
  response.headers.emplace_back("Allow", allowed);
  throw Refused{std::move(response)};
}

std::vector<RouteName> Router::routes() const {
  std::vector<RouteName> names;
  for (const Route& route : routes_) names.push_back({route.method, route.pattern});
  return names;
}

}  // namespace turnkeeper::api
