// Events to and from JSON: as the journal keeps them, and as the room is told of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/json.h"
#include "timekeeper/event.h"

namespace turnkeeper::protocol {

/// "stage.started", …
std::string_view event_name(const timekeeper::EventBody& body);
std::vector<std::string_view> all_event_names();

/// The whole body: ids (of words too) and numbers. What the journal keeps, and replay needs.
Json journal_data(const timekeeper::EventBody& body);

/// The body as the room is told: without ids of words and without what the state already says.
Json wire_data(const timekeeper::EventBody& body);

/// The inverse of `journal_data`. Throws std::runtime_error with a sentence that names the event
/// and the field, for a journal that this version did not write.
timekeeper::EventBody decode_event(std::string_view name, const Json& data);

/// Ids of the words that a body refers to, in order.
std::vector<timekeeper::WordsId> words_of(const timekeeper::EventBody& body);

Json encode_transfer(const timekeeper::Transfer& transfer);

}  // namespace turnkeeper::protocol
