#include "app/serve.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <ostream>
#include <stop_token>
#include <thread>

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

constexpr std::chrono::seconds kLastPatience{5};

/// From now on the process ends in time, though a disk that does not answer keeps hold of those who
/// asked it something; until this goes.
std::jthread end_in_time(const net::Log& log) {
  return std::jthread([log](const std::stop_token& it_has_ended) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    never.wait_for(lock, it_has_ended, kLastPatience, [] { return false; });
    if (it_has_ended.stop_requested()) return;
    log(net::LogLevel::error,
        "The disk does not answer, and the server ends without it: nothing that was acknowledged "
        "is "
        "lost, and the log stays beside the database.");
    std::_Exit(EXIT_FAILURE);
  });
}

bool listens_everywhere(const Options& options) {
  const std::string host = net::parse_listen_address(options.listen).host;
  return host == "0.0.0.0" || host == "::";
}

}  // namespace

void serve(const Options& options, std::ostream& out) {
  const net::Log log = log_to_stderr(options.log_level);
  std::jthread last_resort;  // goes after the server
  App app(options, log);
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
  last_resort = end_in_time(log);
}

}  // namespace turnkeeper::app
