// A decision in the making: events are applied to a copy as they are found, so that each next step
// sees the last.
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
  const Session& session() const { return copy_ ? *copy_ : base_; }
  Instant at() const { return at_; }

  void emit(EventBody body) {
    if (!copy_) copy_ = base_;
    Event event{at_, by_, std::move(body)};
    apply(*copy_, event);
    decision_.events.push_back(std::move(event));
  }

  /// The following events are this member's doing, though time carries them out.
  void act_for(const MemberId& member) { by_ = member; }
  /// The following events are nobody's doing.
  void act_for_nobody() { by_.reset(); }

  template <class AnyId>
  AnyId issue(char kind) {
    issued_ = std::max(issued_, session().ids_issued) + 1;
    return AnyId{session().id.value + "-" + kind + std::to_string(issued_)};
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
  const Session& base_;
  std::optional<Session> copy_;
  Instant at_;
  std::optional<MemberId> by_;
  Decision decision_;
  int issued_ = 0;
};

}  // namespace turnkeeper::timekeeper
