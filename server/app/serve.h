// `turnkeeper serve`.
#pragma once

#include <iosfwd>

#include "app/options.h"

namespace turnkeeper::app {

/// Serves until SIGINT or SIGTERM. Says on `out` what to open. Throws std::exception with one
/// sentence. REQUIRES: `options.data` and `options.web` are settled.
void serve(const Options& options, std::ostream& out);

/// "http://127.0.0.1:8080", as it is bound.
std::string bound_address(const Options& options, std::uint16_t port);

}  // namespace turnkeeper::app
