#include "tests/property/life.h"

#include <algorithm>

#include "tests/property/journal_check.h"

namespace turnkeeper::testing {

Life life_of(std::uint64_t number) {
  Dice dice(number);
  Life life{dice.next(), {}};
  life.steps.resize(static_cast<std::size_t>(dice.between(1, 100)));
  std::generate(life.steps.begin(), life.steps.end(), [&] { return dice.next(); });
  return life;
}

std::optional<Failure> live_through(const Life& life, bool journal, Tally& tally) {
  constexpr int most_after_the_end = 3;  // steps: all of them are refused
  int after_the_end = 0;
  std::optional<AnySession> session;
  const auto failed = [&](const char* what) {
    return Failure{what, session ? session->story() : std::string()};
  };
  try {
    session.emplace(life.circle, tally);
    for (const auto step : life.steps) {
      if (session->over() && ++after_the_end > most_after_the_end) break;
      session->step(step);
    }
    session->run_out(true);
    session->run_out(false);
    if (journal) check_journal(session->events());
  } catch (const std::exception& broken) {
    return failed(broken.what());
  }
  return std::nullopt;
}

Life shorten(Life life, const std::function<bool(const Life&)>& fails) {
  for (std::size_t length = life.steps.size(); length > 0; length /= 2) {
    for (std::size_t from = 0; from < life.steps.size();) {
      Life shorter = life;
      const auto first = shorter.steps.begin() + static_cast<std::ptrdiff_t>(from);
      const auto count = std::min(length, shorter.steps.size() - from);
      shorter.steps.erase(first, first + static_cast<std::ptrdiff_t>(count));
      if (fails(shorter)) {
        life = std::move(shorter);
      } else {
        from += length;
      }
    }
  }
  return life;
}

}  // namespace turnkeeper::testing
