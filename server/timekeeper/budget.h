// The arithmetic of minutes: who pays for what, and who gets what is left over.
#pragma once

#include <functional>
#include <initializer_list>

#include "timekeeper/event.h"
#include "timekeeper/session.h"

namespace turnkeeper::timekeeper {

enum class Payer : std::uint8_t {
  reserve,
  surplus,  ///< turns to come that have more than they were dealt, evenly, each down to that
  turns,    ///< those to come, evenly, each down to its guarantee
  closing,  ///< down to its floor
};

/// The most that these can pay together; what is above the guarantees includes the surplus.
Millis payable(const Session& session, std::initializer_list<Payer> payers);

/// All of them, the last to be asked at the end.
inline constexpr auto kAllPayers = {Payer::reserve, Payer::turns, Payer::closing};

/// How much longer the agenda lets a turn grow.
Millis growth_left(const Session& session, const Turn& turn);

/// Takes `amount` from the payers, one after the other. REQUIRES: amount <= payable(session,
/// payers).
Transfer collect(const Session& session, Millis amount, std::initializer_list<Payer> payers);

/// Gives `amount` first, evenly, to turns to come that were cut, then to a closing that was, then
/// to the reserve. The turn of `giver`, whose minutes they are, receives nothing.
Transfer distribute(const Session& session, Millis amount, const MemberId& giver = {});

/// How much more a member's turn may get, that has `received` so much of it; if any.
using Receivable = std::function<Millis(const MemberId&, Millis received)>;

/// As `distribute` does, but what that would leave to the reserve goes evenly to the turns to come
/// that may receive it.
Transfer distribute_beyond(const Session& session, Millis amount, const MemberId& giver,
                           const Receivable& receivable);

/// Gives `amount` of `giver`'s turn to the others', also beyond their shares, none of them beyond
/// what it may grow to.
Transfer share_out(const Session& session, Millis amount, const MemberId& giver);

/// Who gets `amount` of what they paid back, if it was too much: whoever paid last, first. The
/// turns evenly; what a turn paid that is over by now goes to the reserve. REQUIRES: amount <=
/// paid.sum().
Transfer pay_back(const Session& session, const Transfer& paid, Millis amount);

/// The sum of both. REQUIRES: the turns are to come.
Transfer plus(const Session& session, const Transfer& one, const Transfer& other);

/// What `paid` leaves of `price`; nobody's is less than nothing.
Transfer minus(Transfer price, const Transfer& paid);

void debit(Session& session, const Transfer& paid);
void credit(Session& session, const Transfer& received);

}  // namespace turnkeeper::timekeeper
