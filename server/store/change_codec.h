// The answer to a change of a room, as it is kept. Only for the store's sources.
#pragma once

#include <string>
#include <string_view>

#include "rooms/ports.h"

namespace turnkeeper::store {

/// {"seq":42,"entry":…,"action":…,"paid":{"reserve_ms":…,"closing_ms":…,"turns":[["m3",1000],…]}}:
/// the turns are a list, because their order counts.
std::string encode_change(const rooms::ChangeResult& result);

/// Throws StoreError for what `encode_change` did not write.
rooms::ChangeResult decode_change(std::string_view text);

}  // namespace turnkeeper::store
