// Who answers a request: the handler above, or the table of static files.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "net/services.h"

namespace turnkeeper::net {

/// An answer whose body may be shared with the table that it comes from.
struct Outgoing {
  HttpResponse head;                        ///< its body is used if there is no shared one
  std::shared_ptr<const std::string> body;  ///< may be null
};

/// Answers `head` with its `body`, now or later, once. REQUIRES: it is no upgrade.
void route(const Services& services, const RequestHead& head, std::string body,
           const std::string& address, std::function<void(Outgoing)> reply);

}  // namespace turnkeeper::net
