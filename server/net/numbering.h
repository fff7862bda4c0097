// What the numbers of a room's events belong to.
#pragma once

#include <string>

namespace turnkeeper::net {

/// Without both a `seq` means nothing to this server.
struct Numbering {
  std::string
      epoch;  ///< of the journal: survives restarts, and only a restored backup has a new one
  /// Of this process. What the one before published was durable when it was published, but a disk
  /// may lose even that, and somebody copy yesterday's file into its place: the journal then gives
  /// the same numbers to other events, and nothing in it shows that.
  std::string run;
};

}  // namespace turnkeeper::net
