// Where a request's work is run, so that whatever it throws becomes its answer.
#pragma once

#include <functional>

#include "net/http.h"
#include "net/log.h"

namespace turnkeeper::api {

/// Runs `work`. A Refused is answered as it says, damaged data with 500, a disk that cannot be
/// read with 503, and anything else with 500 and a line in the log.
void answering(const net::Log& log, const net::HttpReply& reply, const std::function<void()>& work);

/// `reply` for the first answer, and nothing for any after it.
net::HttpReply once(net::HttpReply reply);

}  // namespace turnkeeper::api
