#include "timekeeper/budget.h"

#include <algorithm>
#include <functional>

namespace turnkeeper::timekeeper {

namespace {

using Shares = std::vector<std::pair<MemberId, Millis>>;

Millis sum_of(const Shares& shares) {
  Millis sum{0};
  for (const auto& [member, amount] : shares) sum += amount;
  return sum;
}

/// Deals `amount` evenly to `capacities`, nobody beyond their own; odd milliseconds go to the
/// earliest.
Shares level(Shares capacities, Millis amount) {
  Shares dealt;
  for (const auto& [member, capacity] : capacities) dealt.emplace_back(member, Millis{0});
  while (amount > Millis{0}) {
    const auto open = std::count_if(capacities.begin(), capacities.end(),
                                    [](const auto& it) { return it.second > Millis{0}; });
    if (open == 0) break;
    const Millis each = std::max(Millis{1}, amount / open);
    for (std::size_t i = 0; i < capacities.size() && amount > Millis{0}; ++i) {
      const Millis given = std::min({each, capacities[i].second, amount});
      capacities[i].second -= given;
      dealt[i].second += given;
      amount -= given;
    }
  }
  std::erase_if(dealt, [](const auto& it) { return it.second == Millis{0}; });
  return dealt;
}

template <class Capacity>
Shares of_waiting(const Session& session, Capacity capacity) {
  Shares shares;
  for (const auto& member : waiting_turns(session)) {
    const Millis amount = capacity(session.turns.at(member));
    if (amount > Millis{0}) shares.emplace_back(member, amount);
  }
  return shares;
}

Shares above_guarantees(const Session& session) {
  return of_waiting(session, [](const Turn& turn) {
    return turn.planned - std::max(turn.guaranteed, turn.used);
  });
}

Shares above_shares(const Session& session) {
  return of_waiting(session, [](const Turn& turn) {
    return turn.planned - std::max({turn.share, turn.guaranteed, turn.used});
  });
}

Millis of(const Shares& shares, const MemberId& member) {
  const auto found = std::find_if(shares.begin(), shares.end(),
                                  [&](const auto& it) { return it.first == member; });
  return found == shares.end() ? Millis{0} : found->second;
}

Shares without(Shares shares, const Shares& gone) {
  for (auto& [member, amount] : shares) amount = std::max(Millis{0}, amount - of(gone, member));
  std::erase_if(shares, [](const auto& it) { return it.second == Millis{0}; });
  return shares;
}

/// Of turns to come, in their order.
Shares plus(const Session& session, const Shares& one, const Shares& other) {
  Shares sums;
  for (const auto& member : waiting_turns(session)) {
    const Millis amount = of(one, member) + of(other, member);
    if (amount > Millis{0}) sums.emplace_back(member, amount);
  }
  return sums;
}

/// Once it runs, the closing pays for nothing.
Millis closing_slack(const Session& session) {
  if (session.phase == Phase::closing) return Millis{0};
  const Millis floor = session.budget.closing_share * session.agenda->closing_floor_percent / 100;
  return std::max(Millis{0}, session.budget.closing - floor);
}

}  // namespace

Millis payable(const Session& session, std::initializer_list<Payer> payers) {
  Millis sum{0};
  const bool all_of_turns = std::find(payers.begin(), payers.end(), Payer::turns) != payers.end();
  for (const auto payer : payers) {
    switch (payer) {
      case Payer::reserve:
        sum += session.budget.reserve;
        break;
      case Payer::surplus:
        if (!all_of_turns) sum += sum_of(above_shares(session));
        break;
      case Payer::turns:
        sum += sum_of(above_guarantees(session));
        break;
      case Payer::closing:
        sum += closing_slack(session);
        break;
    }
  }
  return sum;
}

Millis growth_left(const Session& session, const Turn& turn) {
  const Millis limit = turn.share * session.agenda->growth_percent / 100;
  return std::max(Millis{0}, limit - turn.planned);
}

Transfer collect(const Session& session, Millis amount, std::initializer_list<Payer> payers) {
  Transfer paid;
  for (const auto payer : payers) {
    switch (payer) {
      case Payer::reserve:
        paid.reserve = std::min(amount, session.budget.reserve);
        amount -= paid.reserve;
        break;
      case Payer::surplus:
        paid.turns = level(above_shares(session), amount);
        amount -= sum_of(paid.turns);
        break;
      case Payer::turns: {
        const auto more = level(without(above_guarantees(session), paid.turns), amount);
        paid.turns = plus(session, paid.turns, more);
        amount -= sum_of(more);
        break;
      }
      case Payer::closing:
        paid.closing = std::min(amount, closing_slack(session));
        amount -= paid.closing;
        break;
    }
  }
  return paid;
}

Transfer distribute(const Session& session, Millis amount, const MemberId& giver) {
  auto cuts =
      of_waiting(session, [](const Turn& turn) { return turn.share - turn.given - turn.planned; });
  std::erase_if(cuts, [&](const auto& it) { return it.first == giver; });
  Transfer given;
  given.turns = level(std::move(cuts), amount);
  amount -= sum_of(given.turns);
  const Millis cut = session.budget.closing_share - session.budget.closing;
  given.closing = std::clamp(cut, Millis{0}, amount);
  given.reserve = amount - given.closing;
  return given;
}

Transfer distribute_beyond(const Session& session, Millis amount, const MemberId& giver,
                           const Receivable& receivable) {
  Transfer given = distribute(session, amount, giver);
  Shares receivers;
  for (const auto& member : waiting_turns(session)) {
    if (member == giver) continue;
    const Millis more = receivable(member, of(given.turns, member));
    if (more > Millis{0}) receivers.emplace_back(member, more);
  }
  const auto more = level(std::move(receivers), given.reserve);
  given.reserve -= sum_of(more);
  given.turns = plus(session, given.turns, more);
  return given;
}

Transfer share_out(const Session& session, Millis amount, const MemberId& giver) {
  return distribute_beyond(session, amount, giver, [&](const MemberId& member, Millis received) {
    const auto& turn = session.turns.at(member);
    return growth_left(session, turn) - received;
  });
}

Transfer pay_back(const Session& session, const Transfer& paid, Millis amount) {
  Transfer kept;
  Millis rest = paid.sum() - amount;
  kept.reserve = std::min(rest, paid.reserve);
  rest -= kept.reserve;
  kept.turns = level(paid.turns, rest);
  kept.closing = rest - sum_of(kept.turns);
  Transfer back = minus(paid, kept);
  std::erase_if(back.turns, [&](const auto& it) {
    const auto turn = session.turns.find(it.first);
    const bool waits = turn != session.turns.end() && turn->second.status == Progress::waiting;
    if (!waits) back.reserve += it.second;
    return !waits;
  });
  return back;
}

Transfer plus(const Session& session, const Transfer& one, const Transfer& other) {
  return {one.reserve + other.reserve, one.closing + other.closing,
          plus(session, one.turns, other.turns)};
}

Transfer minus(Transfer price, const Transfer& paid) {
  price.reserve = std::max(Millis{0}, price.reserve - paid.reserve);
  price.closing = std::max(Millis{0}, price.closing - paid.closing);
  price.turns = without(std::move(price.turns), paid.turns);
  return price;
}

namespace {
void move_minutes(Session& session, const Transfer& transfer, int sign) {
  session.budget.reserve += sign * transfer.reserve;
  session.budget.closing += sign * transfer.closing;
  for (const auto& [member, amount] : transfer.turns) {
    session.turns.at(member).planned += sign * amount;
  }
}
}  // namespace

void debit(Session& session, const Transfer& paid) { move_minutes(session, paid, -1); }
void credit(Session& session, const Transfer& received) { move_minutes(session, received, +1); }

}  // namespace turnkeeper::timekeeper
