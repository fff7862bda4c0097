// How each event changes a session. No decisions here: what an event costs whom, it says itself.

#include <algorithm>
#include <type_traits>

#include "timekeeper/budget.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::timekeeper {

namespace {

/// Deals the agenda out to the rotation as if the session began now: check-ins for all, turns for
/// as many as there are, the first of the rotation.
void deal_out(Session& session) {
  const Agenda& agenda = session.agenda;
  const auto dealt = deal(agenda, session.rotation.size());
  session.turns.clear();
  session.check_ins.clear();
  Budget budget;
  budget.total = agenda.total;
  Millis left = agenda.total;
  const auto take = [&left](Millis wanted) {
    const Millis taken = std::min(wanted, left);
    left -= taken;
    return taken;
  };
  const auto count = static_cast<Millis::rep>(session.rotation.size());
  budget.closing = take(dealt.closing);
  budget.check_in = take(count * dealt.check_in);
  const auto turns = std::min(dealt.turns.size(), session.rotation.size());
  budget.handover = take(static_cast<Millis::rep>(turns) * dealt.handover);
  for (std::size_t i = 0; i < turns; ++i) {
    const Millis share = take(dealt.turns[i]);
    Turn turn;
    turn.share = turn.planned = share;
    turn.guaranteed = guarantee_of(agenda, share);
    session.turns.emplace(session.rotation[i], turn);
  }
  for (const auto& member : session.rotation) session.check_ins.emplace(member, CheckIn{});
  budget.reserve = left;
  budget.closing_share = budget.closing;
  session.budget = budget;
}

void note_emptiness(Session& session, Instant at) {
  const bool anyone = std::any_of(session.participants.begin(), session.participants.end(),
                                  [](const auto& it) { return it.second.present; });
  if (anyone) {
    session.empty_since.reset();
  } else if (!session.empty_since) {
    session.empty_since = at;
  }
}

struct Applier {
  Session& s;
  const Event& event;

  void operator()(const SessionPlanned& e) const {
    s = Session{};
    s.id = e.session;
    s.circle = e.circle;
    s.number = e.number;
    s.agenda = e.agenda;
    s.planned_at = event.at;
    auto roster = e.roster;
    std::stable_sort(roster.begin(), roster.end(), [](const auto& a, const auto& b) {
      return std::pair(!a.carried, a.received) < std::pair(!b.carried, b.received);
    });
    for (const auto& entry : roster) {
      s.participants.emplace(entry.member, Participant{entry.role, entry.seated, false});
      if (entry.seated) s.rotation.push_back(entry.member);
    }
    for (const auto& item : e.review) s.review.emplace(item.id, item);
    deal_out(s);
    note_emptiness(s, event.at);
  }

  void operator()(const MemberSeated& e) const {
    s.participants.emplace(e.member, Participant{e.role, e.seated, false});
    if (s.phase == Phase::lobby && e.seated) {
      s.rotation.push_back(e.member);
      deal_out(s);
    }
  }

  void operator()(const MemberArrived& e) const {
    s.participants.at(e.member).present = true;
    note_emptiness(s, event.at);
  }

  void operator()(const MemberAway& e) const {
    s.participants.at(e.member).present = false;
    note_emptiness(s, event.at);
  }

  void operator()(const RotationReordered& e) const {
    auto next = e.order.begin();
    for (auto& place : s.rotation) {
      const bool listed = std::find(e.order.begin(), e.order.end(), place) != e.order.end();
      if (listed && next != e.order.end()) place = *next++;
    }
    if (s.phase == Phase::lobby) deal_out(s);
  }

  void operator()(const AgendaChanged& e) const {
    s.agenda = e.agenda;
    deal_out(s);
  }

  void operator()(const SessionStarted& e) const {
    s.agenda = e.agenda;
    s.rotation = e.order;
    s.started_at = event.at;
    s.phase = Phase::check_in;
    deal_out(s);
  }

  void operator()(const StageStarted& e) const {
    s.budget.reserve -= e.from_reserve;
    s.budget.handover += e.from_reserve;
    Stage stage;
    stage.id = e.stage;
    stage.kind = e.kind;
    stage.index = e.index;
    stage.name = e.name;
    stage.holder = e.holder;
    stage.started_at = event.at;
    stage.length = e.length;
    stage.deadline = event.at + e.length;
    s.stage = std::move(stage);
    switch (e.kind) {
      case StageKind::check_in:
        s.phase = Phase::check_in;
        s.check_ins.at(*e.holder).status = Progress::now;
        break;
      case StageKind::handover:
        s.phase = Phase::handover;
        break;
      case StageKind::turn:
        s.phase = Phase::turn;
        s.turns.at(*e.holder).status = Progress::now;
        s.turns.at(*e.holder).next_stage = e.index;
        s.turns.at(*e.holder).interrupted.reset();
        break;
      case StageKind::closing:
        s.phase = Phase::closing;
        break;
    }
    ++s.ids_issued;
  }

  void operator()(const StageEnded& e) const {
    auto& stage = *s.stage;
    const Millis gone = e.used + e.returned.sum();
    s.budget.used += e.used;
    switch (stage.kind) {
      case StageKind::check_in:
        s.budget.check_in -= gone;
        s.check_ins.at(*stage.holder).status = Progress::done;
        break;
      case StageKind::handover:
        s.budget.handover -= gone;
        break;
      case StageKind::turn: {
        auto& turn = s.turns.at(*stage.holder);
        turn.used += e.used;
        if (e.cause == StageEnd::deferred) {
          turn.interrupted = Interrupted{stage.length - e.used, turn.left()};
        } else {
          turn.next_stage = stage.index + 1;
        }
        break;
      }
      case StageKind::closing:
        s.budget.closing -= gone;
        break;
    }
    credit(s, e.returned);
    stage.over = true;
    if (s.pending && s.pending->move != Move::end) s.pending.reset();
  }

  void operator()(const StageOvertime& e) const {
    lengthen(e.amount);
    s.stage->overtime += e.amount;
    ++s.stage->blocks;
    s.stage->deadline += e.amount;
    debit(s, e.paid);
  }

  void operator()(const TurnEnded& e) const {
    close_turn(e.member, e.cause == TurnEnd::passed ? Progress::passed : Progress::done);
    credit(s, e.returned);
    s.entries.clear();
  }

  void operator()(const TurnDeferred& e) const {
    std::erase(s.rotation, e.member);
    s.rotation.push_back(e.member);
    auto& turn = s.turns.at(e.member);
    if (turn.status == Progress::now) s.entries.clear();
    turn.status = Progress::waiting;
  }

  void operator()(const TurnPassed& e) const {
    s.budget.handover -= e.returned.sum() - s.turns.at(e.member).left();
    close_turn(e.member, Progress::passed);
    credit(s, e.returned);
  }

  void operator()(const RotationIncluded& e) const {
    Turn turn;
    turn.share = turn.planned = e.planned;
    turn.guaranteed = guarantee_of(s.agenda, e.planned);
    debit(s, e.paid);
    s.turns.emplace(e.member, turn);
    s.rotation.push_back(e.member);
    // What was paid beyond the turn is for its handover, and for a check-in while that goes on.
    Millis beyond = e.paid.sum() - e.planned;
    if (s.phase == Phase::check_in) {
      const Millis check_in = std::min(s.agenda->check_in, beyond);
      s.check_ins.emplace(e.member, CheckIn{});
      s.budget.check_in += check_in;
      beyond -= check_in;
    }
    s.budget.handover += beyond;
  }

  void operator()(const MoveProposed& e) const {
    s.pending = PendingMove{e.move, *event.by, e.effective_at, e.reason};
    if (e.reason) ++s.ids_issued;
  }

  void operator()(const MoveCancelled&) const { s.pending.reset(); }

  void operator()(const SessionPaused& e) const {
    s.pending.reset();
    s.pause = Pause{e.cause, e.caller, event.at, e.left, e.until};
  }

  void operator()(const SessionResumed& e) const {
    s.stage->deadline = e.deadline;
    s.pause.reset();
    // An empty room that nobody came back to would pause again at once.
    if (s.empty_since) s.empty_since = event.at;
  }

  void operator()(const TimeExtended& e) const {
    lengthen(e.amount);
    s.stage->deadline = std::max(event.at, s.stage->deadline) + e.amount;
    debit(s, e.paid);
  }

  void operator()(const TimeGivenBack& e) const {
    auto& turn = s.turns.at(e.member);
    if (turn.status == Progress::now) {
      auto& stage = *s.stage;
      const Millis before_overtime =
          std::max(Millis{0}, stage.deadline - event.at - stage.overtime);
      stage.overtime -= std::max(Millis{0}, e.amount - before_overtime);
      stage.length -= e.amount;
      stage.deadline -= e.amount;
    }
    turn.planned -= e.amount;
    turn.given += e.amount;
    turn.guaranteed = std::min(turn.guaranteed, turn.planned);
    credit(s, e.returned);
  }

  void operator()(const EntryAdded& e) const {
    s.entries.push_back(Entry{e.entry, *event.by, e.kind, e.text, EntryStatus::waiting});
    s.ids_issued += e.text ? 2 : 1;
  }

  void operator()(const EntryWithdrawn& e) const {
    std::erase_if(s.entries, [&](const Entry& entry) { return entry.id == e.entry; });
  }

  void operator()(const EntryCalled& e) const {
    for (auto& entry : s.entries) {
      if (entry.status == EntryStatus::called) entry.status = EntryStatus::done;
      if (entry.id == e.entry) {
        entry.status = EntryStatus::called;
        ++s.times_called[entry.by];
      }
    }
  }

  void operator()(const ChallengeStated& e) const {
    s.challenges[e.member] = Challenge{e.text, e.outcome};
    s.ids_issued += e.outcome ? 2 : 1;
  }

  void operator()(const CheckInSaid& e) const {
    s.check_ins.at(e.member).text = e.text;
    ++s.ids_issued;
  }

  void operator()(const ActionAdded& e) const {
    s.actions.emplace(e.action, e.made);
    s.waivers.erase(e.made.turn);
    s.ids_issued += 3;
  }

  void operator()(const ActionEdited& e) const {
    auto& action = s.actions.at(e.action);
    if (e.what) action.what = *e.what;
    if (e.measure) action.measure = *e.measure;
    if (e.due) action.due = *e.due;
    if (e.supporter) action.supporter = *e.supporter;
    s.ids_issued += (e.what ? 1 : 0) + (e.measure ? 1 : 0);
  }

  void operator()(const ActionRemoved& e) const { s.actions.erase(e.action); }

  void operator()(const ActionWaived& e) const {
    s.waivers[e.member] = Waiver{e.cause, e.reason};
    if (e.reason) ++s.ids_issued;
  }

  void operator()(const ActionReviewed& e) const {
    auto& item = s.review.at(e.action);
    item.status = e.status;
    if (e.note) item.note = e.note;
    if (e.due) item.due = *e.due;
    if (e.note) ++s.ids_issued;
  }

  void operator()(const ReflectionWritten& e) const {
    s.reflections[e.member] = e.text;
    ++s.ids_issued;
  }

  void operator()(const SessionEnded& e) const {
    s.phase = Phase::ended;
    s.ended_at = event.at;
    s.end_cause = e.cause;
    s.stage.reset();
    s.pause.reset();
    s.pending.reset();
    s.entries.clear();
  }

 private:
  /// Gives the current stage more, out of whatever it belongs to.
  void lengthen(Millis amount) const {
    auto& stage = *s.stage;
    stage.length += amount;
    switch (stage.kind) {
      case StageKind::check_in:
        s.budget.check_in += amount;
        break;
      case StageKind::handover:
        s.budget.handover += amount;
        break;
      case StageKind::turn:
        s.turns.at(*stage.holder).planned += amount;
        break;
      case StageKind::closing:
        s.budget.closing += amount;
        break;
    }
  }

  void close_turn(const MemberId& member, Progress status) const {
    auto& turn = s.turns.at(member);
    turn.status = status;
    turn.planned = turn.used;
    turn.guaranteed = std::min(turn.guaranteed, turn.planned);
  }
};

}  // namespace

void apply(Session& session, const Event& event) {
  std::visit(Applier{session, event}, event.body);
}

}  // namespace turnkeeper::timekeeper
