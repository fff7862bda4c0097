// The account of a turn: by which cause, and about whose time, what was dealt has changed.

#include <algorithm>
#include <numeric>

#include "timekeeper/apply_parts.h"

namespace turnkeeper::timekeeper {

namespace {

/// What an event that moves minutes between turns is told by: its cause, and whose time it was
/// about.
struct Account {
  ChangeCause cause;
  std::optional<MemberId> whom;
};

struct Accounting {
  const Session& s;

  std::optional<MemberId> holder() const { return s.stage ? s.stage->holder : std::nullopt; }

  std::optional<Account> operator()(const SessionStarted&) const {
    return Account{ChangeCause::late_start, std::nullopt};
  }
  std::optional<Account> operator()(const TimeCharged&) const {
    return Account{ChangeCause::hard_end, std::nullopt};
  }
  std::optional<Account> operator()(const TimeReturned&) const {
    return Account{ChangeCause::hard_end, std::nullopt};
  }
  std::optional<Account> operator()(const TimeExtended&) const {
    return Account{ChangeCause::more_time, holder()};
  }
  std::optional<Account> operator()(const StageOvertime&) const {
    return Account{ChangeCause::overtime, holder()};
  }
  std::optional<Account> operator()(const VoteClosed&) const {
    return Account{ChangeCause::overtime, holder()};
  }
  std::optional<Account> operator()(const TimeGivenBack& e) const {
    return Account{ChangeCause::given_back, e.member};
  }
  std::optional<Account> operator()(const TurnEnded& e) const {
    return Account{ChangeCause::turn_ended, e.member};
  }
  std::optional<Account> operator()(const TurnPassed& e) const {
    return Account{ChangeCause::turn_passed, e.member};
  }
  std::optional<Account> operator()(const TurnAbsent& e) const {
    return Account{ChangeCause::turn_absent, e.member};
  }
  std::optional<Account> operator()(const TurnCarriedOver& e) const {
    return Account{ChangeCause::turn_carried_over, e.member};
  }
  std::optional<Account> operator()(const RotationIncluded& e) const {
    return Account{ChangeCause::joined, e.member};
  }
  std::optional<Account> operator()(const StageEnded& e) const {
    return Account{ChangeCause::stage_left, e.holder};
  }
  std::optional<Account> operator()(const MoveTakenBack& e) const {
    return Account{ChangeCause::taken_back, e.holder};
  }
  std::optional<Account> operator()(const SessionReopened&) const {
    return Account{ChangeCause::reopened, std::nullopt};
  }
  template <class Other>
  std::optional<Account> operator()(const Other&) const {
    return std::nullopt;
  }
};

/// What no change says yet.
Millis unexplained(const Turn& turn) {
  return std::accumulate(turn.changes->begin(), turn.changes->end(), turn.planned - turn.share,
                         [](Millis rest, const Change& it) { return rest - it.amount; });
}

/// It is about whether somebody has a turn at all.
bool comes_or_goes(ChangeCause cause) {
  return cause == ChangeCause::joined || cause == ChangeCause::turn_passed ||
         cause == ChangeCause::turn_absent || cause == ChangeCause::turn_carried_over;
}

/// Whose turn has gone and came back, or the other way, has changed nothing so far. What remains to
/// be explained of `amount`.
Millis undo(std::vector<Change>& changes, const MemberId& whom, Millis amount) {
  for (auto& earlier : changes) {
    if (!comes_or_goes(earlier.cause) || earlier.whom != whom) continue;
    if ((earlier.amount > Millis{0}) == (amount > Millis{0})) continue;
    const Millis part =
        amount > Millis{0} ? std::min(amount, -earlier.amount) : std::max(amount, -earlier.amount);
    earlier.amount += part;
    amount -= part;
  }
  return amount;
}

void explain(Turn& turn, ChangeCause cause, const std::optional<MemberId>& whom, Millis amount) {
  auto changes = *turn.changes;
  if (comes_or_goes(cause)) amount = undo(changes, *whom, amount);
  const auto known = std::find_if(changes.begin(), changes.end(), [&](const Change& it) {
    return it.cause == cause && it.whom == whom;
  });
  if (known != changes.end()) {
    known->amount += amount;
  } else {
    changes.push_back({cause, whom, amount});
  }
  std::erase_if(changes, [](const Change& it) { return it.amount == Millis{0}; });
  turn.changes = std::move(changes);
}

bool is_open(const Turn& turn) {
  return turn.status == Progress::waiting || turn.status == Progress::now;
}

}  // namespace

void note_changes(Session& session, const Event& event) {
  if (const auto* given = std::get_if<TimeGiven>(&event.body)) {
    explain(session.turns.at(given->from), ChangeCause::minutes_given, given->to, -given->amount);
    explain(session.turns.at(given->to), ChangeCause::minutes_given, given->from, given->amount);
    return;
  }
  const auto account = std::visit(Accounting{session}, event.body);
  if (!account) return;
  const auto& turns = std::as_const(session).turns;
  std::vector<MemberId> changed;
  for (const auto& [member, turn] : turns) {
    if (is_open(turn) && unexplained(turn) != Millis{0}) changed.push_back(member);
  }
  for (const auto& member : changed) {
    auto& turn = session.turns.at(member);
    explain(turn, account->cause, account->whom, unexplained(turn));
  }
}

}  // namespace turnkeeper::timekeeper
