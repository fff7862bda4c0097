#include "tests/simulation/witness.h"

#include <algorithm>

#include "tests/property/transcript_words.h"

namespace turnkeeper::testing {

void Witness::read(const core::Event& event) {
  const auto stage = checked_.session().stage;
  checked_.follow(event);
  if (const auto* paused = std::get_if<core::SessionPaused>(&event.body)) {
    if (!stands_since_) stands_since_ = stage->deadline - paused->left;
  } else if (std::holds_alternative<core::SessionEnded>(event.body)) {
    stands_since_ = event.at;
  } else if (std::holds_alternative<core::SessionResumed>(event.body) ||
             std::holds_alternative<core::StageEnded>(event.body)) {
    go_on(event.at);
  }
}

void Witness::go_on(core::Instant at) {
  if (stands_since_) stood_.emplace_back(*stands_since_, at);
  stands_since_.reset();
}

void Witness::check_nothing_eaten() const {
  const auto started = session().started_at;
  if (!started) return;
  auto stood = stood_;
  if (stands_since_) stood.emplace_back(*stands_since_, core::Instant::max());
  std::sort(stood.begin(), stood.end());
  for (auto [from, to] : untrusted_) {
    from = std::max(from, *started);
    for (const auto& [since, until] : stood) {
      if (since <= from && from < until) from = until;
    }
    if (from < to) {
      throw Broken("minutes were eaten: nobody could know what the clock did until " +
                   clock_words(to, *started) + " after the start, and it ran from " +
                   clock_words(from, *started));
    }
  }
}

}  // namespace turnkeeper::testing
