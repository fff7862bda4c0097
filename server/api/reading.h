// What a call may look up on the reader's thread, where nothing of the loop's is touched.
#pragma once

#include "store/queries.h"
#include "timekeeper/time.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

struct Reading {
  store::Queries& queries;
  core::Instant now;  ///< when it was asked for
};

}  // namespace turnkeeper::api
