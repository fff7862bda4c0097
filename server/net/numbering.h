// What the numbers of a room's events belong to.
#pragma once

#include <string>

namespace turnkeeper::net {

/// What a `seq` says is true of these two.
struct Numbering {
  /// Of the journal: store::Database::epoch.
  std::string epoch;
  /// Another for each time that a server opens a room. What the one before published was durable
  /// when it was published, but a disk may lose even that, and somebody copy yesterday's file into
  /// its place: the journal then gives the same numbers to other events, and nothing in it shows
  /// that.
  std::string run;
};

}  // namespace turnkeeper::net
