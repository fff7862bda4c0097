#include "tests/property/ledger.h"

#include <algorithm>

namespace turnkeeper::testing {

using namespace turnkeeper::timekeeper;

namespace {

Millis sum_of(const Transfer& transfer) {
  Millis sum = transfer.reserve + transfer.closing;
  for (const auto& [member, amount] : transfer.turns) sum += amount;
  return sum;
}

Millis guarantee(const Agenda& agenda, Millis turn) {
  const Millis floor{turn.count() * agenda.floor_percent / 100};
  return std::min(turn, std::max(floor, agenda.shortest));
}

}  // namespace

struct Ledger::Entering {
  Ledger& books;
  const Event& event;

  void operator()(const SessionPlanned& e) const {
    books = Ledger{};
    books.agenda_ = e.agenda;
    auto roster = e.roster;
    std::stable_sort(roster.begin(), roster.end(), [](const auto& one, const auto& other) {
      return one.carried != other.carried ? one.carried : one.received < other.received;
    });
    for (const auto& entry : roster) {
      if (entry.seated) books.seats_.push_back(entry.member);
    }
    books.open();
  }
  void operator()(const MemberSeated& e) const {
    if (books.started_ || !e.seated) return;
    books.seats_.push_back(e.member);
    books.open();
  }
  void operator()(const RotationReordered& e) const {
    if (books.started_) return;
    // Those who are named change places among themselves.
    auto next = e.order.begin();
    for (auto& seat : books.seats_) {
      if (std::find(e.order.begin(), e.order.end(), seat) != e.order.end()) seat = *next++;
    }
    books.open();
  }
  void operator()(const AgendaChanged& e) const {
    books.agenda_ = e.agenda;
    books.open();
  }
  void operator()(const SessionStarted& e) const {
    books.started_ = books.checking_in_ = true;
    books.agenda_ = e.agenda;
    books.seats_ = e.order;
    books.open();
    // Those who are carried over leave their turns and handovers to the reserve.
    for (std::size_t i = e.turns.value_or(books.seats_.size()); i < books.seats_.size(); ++i) {
      const auto carried = books.turns_.find(books.seats_[i]);
      if (carried == books.turns_.end()) continue;
      books.reserve_ += carried->second.planned + books.agenda_->handover;
      books.handover_ -= books.agenda_->handover;
      books.turns_.erase(carried);
    }
    books.push_end(e.pushed.value_or(Millis{0}));
    books.late_ += e.late.value_or(Millis{0});
    if (e.paid) books.pay_out(*e.paid);
  }
  void operator()(const EndPushed& e) const { books.push_end(e.amount); }
  void operator()(const TimeCharged& e) const {
    books.late_ += e.amount;
    books.pay_out(e.paid);
    books.cut_what_runs(e.running.value_or(Millis{0}), e.stage.value_or(Millis{0}));
  }
  void operator()(const TimeReturned& e) const {
    books.late_ -= e.amount;
    books.pay_in(e.returned);
    books.cut_what_runs(-e.running.value_or(Millis{0}), -e.stage.value_or(Millis{0}));
  }
  void operator()(const StageStarted& e) const {
    books.stage_ = {e.kind, e.holder.value_or(MemberId{})};
    if (e.kind != StageKind::check_in) books.checking_in_ = false;
    books.reserve_ -= e.from_reserve;
    books.handover_ += e.from_reserve;
  }
  void operator()(const StageEnded& e) const {
    if (event.by && e.cause != StageEnd::deadline) {
      books.before_move_ = std::make_shared<const Ledger>(books);
    }
    if (e.kind == StageKind::closing || e.cause == StageEnd::session_ended) {
      books.before_end_ = std::make_shared<const Ledger>(books);
    }
    books.used_ += e.used;
    const Millis gone = e.used + sum_of(e.returned);
    if (e.kind == StageKind::check_in) books.check_in_ -= gone;
    if (e.kind == StageKind::handover) books.handover_ -= gone;
    if (e.kind == StageKind::closing) books.closing_ -= gone;
    if (e.kind == StageKind::turn) books.turns_.at(*e.holder).used += e.used;
    books.pay_in(e.returned);
  }
  void operator()(const StageOvertime& e) const {
    books.lengthen(e.amount);
    books.pay_out(e.paid);
  }
  void operator()(const VoteClosed& e) const {
    if (!e.returned) return;
    books.lengthen(-sum_of(*e.returned));
    books.pay_in(*e.returned);
  }
  void operator()(const TimeExtended& e) const {
    books.lengthen(e.amount);
    books.pay_out(e.paid);
  }
  void operator()(const TurnEnded& e) const {
    books.handover_ -= sum_of(e.returned) - books.left(e.member);  // what its turn did not have
    books.close(e.member);
    books.pay_in(e.returned);
  }
  void operator()(const TurnPassed& e) const {
    books.handover_ -= sum_of(e.returned) - books.left(e.member);  // what its turn did not have
    books.close(e.member);
    books.pay_in(e.returned);
  }
  void operator()(const TurnAbsent& e) const {
    books.handover_ -= sum_of(e.returned) - books.left(e.member);
    books.turns_.erase(e.member);
    books.pay_in(e.returned);
  }
  void operator()(const TurnCarriedOver& e) const {
    books.handover_ -= sum_of(e.returned) - books.left(e.member);
    if (books.turns_.at(e.member).used > Millis{0}) {
      books.close(e.member);
    } else {
      books.turns_.erase(e.member);
    }
    books.pay_in(e.returned);
  }
  void operator()(const TimeGiven& e) const {
    auto& from = books.turns_.at(e.from);
    from.planned -= e.amount;
    from.guaranteed = std::min(from.guaranteed, from.planned);
    books.turns_.at(e.to).planned += e.amount;
  }
  void operator()(const MoveTakenBack& e) const {
    const Ledger before = *books.before_move_;
    books = before;
    books.used_ += e.spent;
    books.pay_out(e.paid);
    books.lengthen(sum_of(e.paid) - e.spent);
    if (e.kind == StageKind::turn) {
      auto& account = books.turns_.at(*e.holder);
      account.guaranteed = std::min(account.guaranteed, account.planned);
    }
  }
  void operator()(const SessionReopened& e) const {
    if (!e.stage) return;
    const Ledger before = *books.before_end_;
    books = before;
    books.push_end(e.pushed);
    books.reserve_ -= e.from_reserve + e.pushed;
    books.lengthen(e.from_reserve + e.pushed);
  }
  void operator()(const RotationIncluded& e) const {
    books.turns_[e.member] = {e.planned, guarantee(books.agenda_, e.planned), Millis{0}};
    books.pay_out(e.paid);
    const Millis beside = sum_of(e.paid) - e.planned;
    const bool checks_in = books.checking_in_ && std::find(books.seats_.begin(), books.seats_.end(),
                                                           e.member) == books.seats_.end();
    if (checks_in) books.seats_.push_back(e.member);
    const Millis check_in = checks_in ? std::min(beside, books.agenda_->check_in) : Millis{0};
    books.check_in_ += check_in;
    books.handover_ += beside - check_in;
  }
  void operator()(const TimeGivenBack& e) const {
    auto& account = books.turns_.at(e.member);
    account.planned -= e.amount;
    account.guaranteed = std::min(account.guaranteed, account.planned);
    books.pay_in(e.returned);
  }

  // No minute changes hands.
  void operator()(const SeatHeld&) const {}
  void operator()(const SeatReleased&) const {}
  void operator()(const StartSet&) const {}
  void operator()(const HardEndSet&) const {}
  void operator()(const VoteCalled&) const {}
  void operator()(const VoteCast&) const {}
  void operator()(const FacilitatorNamed&) const {}
  void operator()(const DeputySteppedIn&) const {}
  void operator()(const DeputySteppedBack&) const {}
  void operator()(const CoachNamed&) const {}
  void operator()(const MemberArrived&) const {}
  void operator()(const MemberAway&) const {}
  void operator()(const TurnDeferred&) const {}
  void operator()(const MoveProposed&) const {}
  void operator()(const MoveCancelled&) const {}
  void operator()(const SessionPaused&) const {}
  void operator()(const SessionResumed&) const {}
  void operator()(const EntryAdded&) const {}
  void operator()(const EntryWithdrawn&) const {}
  void operator()(const EntryCalled&) const {}
  void operator()(const ChallengeStated&) const {}
  void operator()(const CheckInSaid&) const {}
  void operator()(const ActionAdded&) const {}
  void operator()(const ActionEdited&) const {}
  void operator()(const ActionRemoved&) const {}
  void operator()(const ActionWaived&) const {}
  void operator()(const ActionReviewed&) const {}
  void operator()(const ReflectionWritten&) const {}
  void operator()(const SessionEnded&) const {}
  void operator()(const SessionSettled&) const {}
};

void Ledger::enter(const Event& event) { std::visit(Entering{*this, event}, event.body); }

void Ledger::open() {
  const Agenda& agenda = agenda_;
  const auto people = static_cast<int>(seats_.size());
  const int planned_turns = std::min(agenda.for_members, agenda.spotlights.value_or(8));
  const Millis planned_reserve = agenda.total - agenda.for_members * agenda.check_in -
                                 planned_turns * (agenda.turn + agenda.handover) - agenda.closing;
  // As many spotlights as there may be, fewer until each is useful, and one at least.
  int turns = std::max(1, std::min(people, agenda.spotlights.value_or(8)));
  const auto together = [&] {
    return std::max(Millis{0}, agenda.total - planned_reserve - agenda.closing -
                                   people * agenda.check_in - turns * agenda.handover);
  };
  while (turns > 1 && together() / turns < agenda.shortest) --turns;
  turns_.clear();
  used_ = late_ = Millis{0};
  total_ = reserve_ = agenda.total;
  const auto deal = [this](Millis wanted) {
    const Millis dealt = std::min(wanted, reserve_);
    reserve_ -= dealt;
    return dealt;
  };
  const Millis each = together() / turns;
  auto odd = (together() % turns).count();
  turns = std::min(turns, people);
  closing_ = deal(agenda.closing);
  check_in_ = deal(people * agenda.check_in);
  handover_ = deal(turns * agenda.handover);
  for (std::size_t i = 0; i < static_cast<std::size_t>(turns); ++i) {
    const Millis planned = deal(each + Millis{odd-- > 0 ? 1 : 0});
    turns_[seats_[i]] = {planned, guarantee(agenda, planned), Millis{0}};
  }
}

Millis Ledger::left(const MemberId& member) const {
  const auto& account = turns_.at(member);
  return account.planned - account.used;
}

Millis Ledger::sum() const {
  Millis sum = late_ + used_ + check_in_ + handover_ + closing_ + reserve_;
  for (const auto& [member, account] : turns_) sum += account.planned - account.used;
  return sum;
}

void Ledger::close(const MemberId& member) {
  auto& account = turns_.at(member);
  account.planned = account.used;
  account.guaranteed = std::min(account.guaranteed, account.planned);
}

void Ledger::lengthen(Millis amount) {
  if (stage_.kind == StageKind::check_in) check_in_ += amount;
  if (stage_.kind == StageKind::handover) handover_ += amount;
  if (stage_.kind == StageKind::closing) closing_ += amount;
  if (stage_.kind == StageKind::turn) turns_.at(stage_.holder).planned += amount;
}

void Ledger::cut_what_runs(Millis amount, Millis of_stage) {
  if (stage_.kind == StageKind::check_in) check_in_ -= amount;
  if (stage_.kind == StageKind::closing) closing_ -= amount;
  if (stage_.kind == StageKind::handover) handover_ -= of_stage;
  if (stage_.kind == StageKind::handover || stage_.kind == StageKind::turn) {
    auto& account = turns_.at(stage_.holder);
    account.planned -= stage_.kind == StageKind::turn ? amount : amount - of_stage;
    account.guaranteed = std::min(account.guaranteed, account.planned);
  }
}

void Ledger::push_end(Millis amount) {
  total_ += amount;
  reserve_ += amount;
}

void Ledger::pay_out(const Transfer& paid) {
  reserve_ -= paid.reserve;
  closing_ -= paid.closing;
  for (const auto& [member, amount] : paid.turns) turns_.at(member).planned -= amount;
}

void Ledger::pay_in(const Transfer& returned) {
  reserve_ += returned.reserve;
  closing_ += returned.closing;
  for (const auto& [member, amount] : returned.turns) turns_.at(member).planned += amount;
}

std::optional<std::string> Ledger::disagreement(const Session& session) const {
  const auto differs = [](const std::string& what, Millis here, Millis there) {
    return what + " is " + std::to_string(there.count()) + " ms, and by the events " +
           std::to_string(here.count());
  };
  if (sum() != total_) return differs("the sum of the books", total_, sum());
  const auto& budget = session.budget;
  const struct {
    const char* name;
    Millis here;
    Millis there;
  } parts[] = {
      {"the total", total_, budget.total},          {"what is late", late_, budget.late},
      {"what was used", used_, budget.used},        {"the check-in", check_in_, budget.check_in},
      {"the handover", handover_, budget.handover}, {"the closing", closing_, budget.closing},
      {"the reserve", reserve_, budget.reserve}};
  for (const auto& part : parts) {
    if (part.here != part.there) return differs(part.name, part.here, part.there);
  }
  if (turns_.size() != session.turns.size()) return "not everyone's turn is in the books";
  for (const auto& [member, turn] : session.turns) {
    const auto found = turns_.find(member);
    if (found == turns_.end()) return member.value + "'s turn is not in the books";
    const auto& account = found->second;
    const auto of = [&](const char* what) { return "what " + member.value + what; };
    if (account.planned != turn.planned) {
      return differs(of(" is planned"), account.planned, turn.planned);
    }
    if (account.guaranteed != turn.guaranteed) {
      return differs(of(" is guaranteed"), account.guaranteed, turn.guaranteed);
    }
    if (account.used != turn.used) return differs(of(" used"), account.used, turn.used);
  }
  return std::nullopt;
}

}  // namespace turnkeeper::testing
