// The log: one line an entry on stderr, never with content, names or tokens.
#pragma once

#include "net/log.h"

namespace turnkeeper::app {

/// May be called from any thread.
net::Log log_to_stderr(net::LogLevel least);

}  // namespace turnkeeper::app
