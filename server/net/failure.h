// Why a room did not even decide, in the word of the wire.
#pragma once

#include <string_view>

#include "rooms/room.h"

namespace turnkeeper::net {

constexpr std::string_view reason_of(rooms::Failure failure) {
  switch (failure) {
    case rooms::Failure::busy:
      return "busy";
    case rooms::Failure::storage_unavailable:
      return "storage_unavailable";
    case rooms::Failure::too_many_changes:
      return "too_many_changes";
  }
  return {};
}

}  // namespace turnkeeper::net
