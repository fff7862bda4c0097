// Which handler a request is for: by its method and the pattern of its path.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace turnkeeper::api {

/// A request on its way to its handler. Good until the handler returns: whatever comes later keeps
/// a copy.
struct Call {
  net::HttpRequest request;
  std::map<std::string, std::string, std::less<>> parts;  ///< of the path, by the pattern's names

  /// REQUIRES: the pattern has it.
  const std::string& part(std::string_view name) const { return parts.find(name)->second; }
};

using Handler = std::function<void(const Call&, net::HttpReply)>;

struct RouteName {
  std::string method;
  std::string pattern;
};

class Router {
 public:
  /// A pattern has parts that stand for themselves and parts in braces that match anything:
  /// /circles/{circle}/actions. The first route that matches is taken.
  void add(std::string method, std::string_view pattern, Handler handler);

  /// Throws Refused: 404 for an unknown path, 405 with Allow for an unknown method of a known one.
  /// A HEAD comes as a GET.
  void route(const net::HttpRequest& request, net::HttpReply reply) const;

  /// All routes, for tests that hold them against the documents.
  std::vector<RouteName> routes() const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    std::vector<std::string> parts;
    Handler handler;
  };

  std::vector<Route> routes_;
};

}  // namespace turnkeeper::api
