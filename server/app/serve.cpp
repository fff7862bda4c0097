#include "app/serve.h"

#include <ostream>

#include "app/composition.h"
#include "app/log.h"
#include "net/listen_address.h"

namespace turnkeeper::app {

std::string bound_address(const Options& options, std::uint16_t port) {
  const std::string host = net::parse_listen_address(options.listen).host;
  const bool version_six = host.find(':') != std::string::npos;
  return "http://" + (version_six ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

namespace {

bool listens_everywhere(const Options& options) {
  const std::string host = net::parse_listen_address(options.listen).host;
  return host == "0.0.0.0" || host == "::";
}

}  // namespace

void serve(const Options& options, std::ostream& out) {
  App app(options, log_to_stderr(options.log_level));
  app.on_termination([&app] { app.drain(); });
  app.start();
  out << "Turnkeeper is listening on " << bound_address(options, app.port()) << '\n';
  if (options.web.empty()) {
    out << "No browser client is served." << std::endl;
  } else {
    out << "Open this address in a browser: " << app.url() << std::endl;
    if (options.public_url.empty() && listens_everywhere(options)) {
      out << "Others open it by this machine's name or address; --public-url puts that into the "
             "links."
          << std::endl;
    }
  }
  app.run();
}

}  // namespace turnkeeper::app
