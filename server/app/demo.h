// `turnkeeper demo`: a living session for whoever wants to see one in the first minute.
#pragma once

#include <iosfwd>

#include "app/options.h"

namespace turnkeeper::app {

/// Runs a server on a database that is gone afterwards, and the Harbour circle on it: six simulated
/// members over real sockets, one session after the other, until SIGINT or SIGTERM. Says on `out`
/// where to watch and to take a seat. Throws std::exception with one sentence.
void demo(Options options, const DemoOptions& demo, std::ostream& out);

}  // namespace turnkeeper::app
