// The REST interface, and the door of the rooms: what is reached by a link, apart from the live
// room itself (protocol/PROTOCOL.md, "HTTP" and "Links and credentials").
//
// Thread: the loop's.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/attempts.h"
#include "net/gatekeeper.h"
#include "net/http.h"
#include "net/log.h"
#include "net/metrics.h"
#include "rooms/registry.h"
#include "store/reader.h"
#include "store/writer.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

/// REQUIRES: everything outlives the Api, and no append or question of its own is answered after it
/// is gone.
struct Dependencies {
  store::Reader& reader;
  store::Writer& writer;
  rooms::Registry& rooms;
  rooms::Clock& clock;
  rooms::Alarm& alarm;
  net::Attempts& attempts;
  net::Metrics& metrics;
  net::Log log;
  /// What people open, for the links: without a slash at the end. Asked when a link is made.
  std::function<std::string()> public_url;
  /// The display link of a circle was replaced: the screens of its room have to go.
  std::function<void(const core::SessionId&)> close_displays = [](const core::SessionId&) {};
  /// Of the token without which nobody starts a circle (store::hash_of_token); absent: anyone may.
  std::optional<store::Hash> create_token;
};

class Api {
 public:
  explicit Api(Dependencies dependencies);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// For /api/…, /healthz, /readyz and /metrics. Never throws. Good as long as this Api.
  net::HttpHandler handler();
  net::Gatekeeper& gatekeeper();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace turnkeeper::api
