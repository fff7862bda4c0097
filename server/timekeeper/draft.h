// A decision in the making: whoever looks at the session sees it as it is after the events so far.
//
// Most commands become one event and nobody looks after it. So events are applied, to a copy, only
// when somebody looks.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "timekeeper/timekeeper.h"

namespace turnkeeper::timekeeper {

class Draft {
 public:
  Draft(const Session& session, Instant at, std::optional<MemberId> by)
      : base_(session), at_(at), by_(std::move(by)) {}

  /// The session as it is after the events so far. The reference is good until the next `emit`.
  const Session& session() {
    const auto& events = decision_.events;
    if (applied_ < events.size() && !copy_) copy_ = base_;
    for (; applied_ < events.size(); ++applied_) apply(*copy_, events[applied_]);
    return copy_ ? *copy_ : base_;
  }
  Instant at() const { return at_; }

  void emit(EventBody body) { emit(by_, std::move(body)); }
  /// The same, but it is nobody's doing.
  void emit_for_nobody(EventBody body) { emit(std::nullopt, std::move(body)); }

  /// The following events are this member's doing, though time carries them out.
  void act_for(const MemberId& member) { by_ = member; }
  /// The following events are nobody's doing.
  void act_for_nobody() { by_.reset(); }

  template <class AnyId>
  AnyId issue(char kind) {
    issued_ = std::max(issued_, session().ids_issued) + 1;
    const auto number = std::to_string(issued_);
    std::string id;
    id.reserve(session().id.value.size() + 2 + number.size());
    id.append(session().id.value).append({'-', kind}).append(number);
    return AnyId{std::move(id)};
  }

  WordsId keep(std::string text) {
    auto id = issue<WordsId>('w');
    decision_.words.push_back(Words{id, std::move(text)});
    return id;
  }
  std::optional<WordsId> keep(std::optional<std::string> text) {
    if (!text) return std::nullopt;
    return keep(*std::move(text));
  }

  Decision& decision() { return decision_; }

 private:
  void emit(const std::optional<MemberId>& by, EventBody body) {
    decision_.events.push_back(Event{at_, by, std::move(body)});
  }

  const Session& base_;
  std::optional<Session> copy_;
  std::size_t applied_ = 0;  ///< of the events, to the copy
  Instant at_;
  std::optional<MemberId> by_;
  Decision decision_;
  int issued_ = 0;
};

}  // namespace turnkeeper::timekeeper
