// Events of a circle to and from JSON, as the journal keeps them. The room never sees these.
#pragma once

#include <string_view>
#include <vector>

#include "protocol/json.h"
#include "protocol/names.h"
#include "timekeeper/circle.h"

namespace turnkeeper::protocol {

/// In events, in URLs and in answers.
template <>
struct Names<timekeeper::LinkKind> {
  using E = timekeeper::LinkKind;
  static constexpr auto table =
      std::to_array<std::pair<E, std::string_view>>({{E::invite, "invite"},
                                                     {E::facilitator, "facilitator"},
                                                     {E::coordinator, "coordinator"},
                                                     {E::display, "display"}});
};

/// "circle.created", …
std::string_view event_name(const timekeeper::CircleEventBody& body);
std::vector<std::string_view> all_circle_event_names();

/// The whole body: ids (of words too) and numbers.
Json journal_data(const timekeeper::CircleEventBody& body);

/// The inverse of `journal_data`. Throws std::runtime_error with a sentence that names the event
/// and the field, for a journal that this version did not write.
timekeeper::CircleEventBody decode_circle_event(std::string_view name, const Json& data);

/// Ids of the words that a body refers to, in order.
std::vector<timekeeper::WordsId> words_of(const timekeeper::CircleEventBody& body);

}  // namespace turnkeeper::protocol
