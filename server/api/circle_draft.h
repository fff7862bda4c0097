// What a request wants written, while it is being made up: commands decided one after the other,
// each on what those before it made of the circle. Nothing is written here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/queries.h"
#include "store/stream.h"
#include "timekeeper/circle.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

/// A circle as its journal tells it. A circle that does not exist has no id, and seq 0.
struct LoadedCircle {
  core::Circle circle;
  std::uint64_t seq = 0;
};

/// Throws StoreError, or rooms::DamagedJournal for a journal that this version did not write.
LoadedCircle load_circle(store::Queries& queries, const core::CircleId& circle);

class CircleDraft {
 public:
  using Load = std::function<LoadedCircle()>;

  /// The circle is loaded when it is first looked at: whoever may do nothing here learns nothing of
  /// it, not even by how long it takes. What looks at it throws what `load` throws.
  CircleDraft(core::CircleId id, Load load, core::Instant now);

  /// Throws Refused, and is of no more use, if the circle rejects it.
  core::CircleDecision decide(core::CircleCommandBody command,
                              const std::optional<core::MemberId>& by = {});

  /// A new token, to be shown once. It opens something when the draft is written.
  std::string issue(store::CredentialKind kind, const core::MemberId& member = {});
  /// All tokens of this kind so far are dead when the draft is written.
  void revoke(store::CredentialKind kind);

  /// Another stream that becomes durable together with the circle, or not at all.
  void add(store::StreamAppend stream);

  const core::Circle& circle() { return loaded(); }
  core::Instant now() const { return now_; }

  /// Everything, for the writer; nothing if nothing changes.
  std::vector<store::StreamAppend> appends() const;

 private:
  core::Circle& loaded();

  Load load_;
  core::Instant now_;
  std::optional<LoadedCircle> loaded_;
  store::StreamAppend own_;
  std::vector<store::StreamAppend> others_;
};

}  // namespace turnkeeper::api
