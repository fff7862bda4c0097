// Ids: opaque strings, one type a noun, so that a stage is never passed for a member.
#pragma once

#include <compare>
#include <string>

namespace turnkeeper::timekeeper {

template <class Noun>
struct Id {
  std::string value;

  bool empty() const { return value.empty(); }
  auto operator<=>(const Id&) const = default;
};

using CircleId = Id<struct CircleNoun>;
using SessionId = Id<struct SessionNoun>;
/// Unique in a circle; all the others are unique everywhere.
using MemberId = Id<struct MemberNoun>;
using StageId = Id<struct StageNoun>;
using VoteId = Id<struct VoteNoun>;
using EntryId = Id<struct EntryNoun>;
using ActionId = Id<struct ActionNoun>;
/// Names a text that is kept beside the events and may be erased while the history stays whole.
using WordsId = Id<struct WordsNoun>;

}  // namespace turnkeeper::timekeeper
