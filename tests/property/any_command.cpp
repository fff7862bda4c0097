#include "tests/property/any_command.h"

#include <algorithm>

namespace turnkeeper::testing {

using namespace turnkeeper::timekeeper;

namespace {

std::vector<StageSpec> any_stages(Dice& dice) {
  std::vector<StageSpec> stages(static_cast<std::size_t>(dice.between(1, 4)));
  int left = 100;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    auto& stage = stages[i];
    const int later = static_cast<int>(stages.size() - i - 1);
    stage.id = stage.title = "stage-" + std::to_string(i);
    stage.asks_holder = stage.asks_others = "Well?";
    stage.share_percent = later == 0 ? left : dice.between(1, left - later);
    left -= stage.share_percent;
    if (dice.chance(50)) stage.allows.insert(Ability::state);
    if (dice.chance(50)) stage.allows.insert(Ability::ask);
    if (dice.chance(50)) stage.allows.insert(Ability::commit);
    if (stage.allows.contains(Ability::commit) && dice.chance(70)) stage.needs = Needs::action;
    if (stage.allows.contains(Ability::state) && dice.chance(20)) stage.needs = Needs::challenge;
    if (dice.chance(10)) stage.ends_by = {dice.chance(50) ? Hand::others : Hand::holder};
  }
  return stages;
}

}  // namespace

Agenda any_agenda(Dice& dice) {
  Agenda agenda;
  agenda.name = agenda.title = "any";
  agenda.for_members = dice.between(2, 8);
  agenda.check_in = dice.seconds(1, 20);
  agenda.turn = dice.seconds(2, 90);
  agenda.handover = dice.seconds(0, 5);
  agenda.closing = dice.seconds(1, 30);
  agenda.stages = any_stages(dice);
  agenda.floor_percent = dice.between(0, 100);
  agenda.shortest = dice.chance(50) ? Millis{1'000} : dice.seconds(1, 90);
  agenda.shortest = std::min(agenda.shortest, agenda.turn);
  agenda.closing_floor_percent = dice.between(0, 100);
  agenda.growth_percent = dice.between(100, 250);
  agenda.overtime = static_cast<Overtime>(dice.below(3));
  if (dice.chance(20)) agenda.spotlights = dice.between(1, 4);
  agenda.overtime_block = dice.seconds(0, 30);
  agenda.move_delay = dice.seconds(0, 4);
  agenda.vote = dice.seconds(1, 30);
  agenda.take_back = dice.seconds(0, 60);
  agenda.deputy_after = dice.seconds(0, 60);
  agenda.reopen = dice.seconds(0, 60);
  agenda.lobby_limit = dice.seconds(1, 120);
  agenda.grace = dice.seconds(0, 30);
  agenda.hold = dice.seconds(0, 60);
  agenda.hold_in_turn = dice.seconds(0, 120);
  agenda.return_wait = dice.seconds(1, 60);
  agenda.pause_limit = dice.seconds(5, 900);
  agenda.empty_after = dice.seconds(1, 60);
  agenda.empty_limit = dice.seconds(1, 1'800);
  agenda.total = dice.seconds(0, 60) - agenda.reserve();
  return agenda;
}

namespace {

MemberId member_number(int number) { return MemberId{"m" + std::to_string(number)}; }

}  // namespace

SessionPlanned any_plan(Instant now, Dice& dice) {
  SessionPlanned plan;
  plan.session = SessionId{"s"};
  plan.circle = CircleId{"c"};
  plan.agenda = any_agenda(dice);
  if (dice.chance(30)) plan.starts_at = now + dice.seconds(-60, 60);
  if (dice.chance(10)) plan.hard_end = now + plan.agenda->total + dice.seconds(-30, 60);
  int members = dice.between(2, 8);
  // Mostly as many as the agenda is for, so that most sessions can start.
  if (dice.chance(60)) members = std::min(members, plan.agenda->for_members);
  const int led_by = dice.between(-1, members);  // nobody, one of the seated, or one more
  for (int i = 0; i < members; ++i) {
    const auto role = i == led_by ? Role::facilitator : Role::member;
    plan.roster.push_back({member_number(i), role, true, dice.seconds(0, 3), dice.chance(10)});
    if (dice.chance(20)) {
      plan.review.push_back({ActionId{"earlier-" + std::to_string(i)},
                             member_number(i),
                             {},
                             {},
                             Date{std::chrono::year{2026} / 3 / 1},
                             {},
                             {},
                             {}});
    }
  }
  if (led_by == members) plan.roster.push_back({member_number(8), Role::facilitator, false, {}});
  if (dice.chance(20)) plan.roster.push_back({member_number(9), Role::observer, false, {}});
  return plan;
}

namespace {

/// Draws everything that a command may name.
class Wish {
 public:
  Wish(const Session& session, const std::vector<MemberId>& people, Instant now, Dice& dice)
      : session_(session), people_(people), now_(now), dice_(dice) {}

  Command draw() {
    auto body = any_body();
    auto by = dice_.chance(60) ? whose(body).value_or(somebody()) : somebody();
    std::optional<int> plan;
    if (dice_.chance(10)) plan = session_.plan - (dice_.chance(20) ? 1 : 0);
    return Command{std::move(by), std::move(body), plan};
  }

 private:
  // Whoever makes a new command gives it a case in any_body or any_words, and raises both numbers.
  static constexpr int kKinds = 35;
  static_assert(std::variant_size_v<CommandBody> == 44, "a new command is to be drawn too");

  /// Whose word it is to change, if it is somebody's.
  std::optional<MemberId> whose(const CommandBody& body) {
    const auto owner = [&](const ActionId& id) -> std::optional<MemberId> {
      const auto found = session_.actions.find(id);
      return found == session_.actions.end() ? std::nullopt : std::optional(found->second.owner);
    };
    if (const auto* edit = std::get_if<EditAction>(&body)) return owner(edit->action);
    if (const auto* remove = std::get_if<RemoveAction>(&body)) return owner(remove->action);
    if (const auto* release = std::get_if<ReleaseSeat>(&body);
        release != nullptr && is_held(release->member)) {
      return session_.participants.at(release->member).held_by;
    }
    return std::nullopt;
  }

  MemberId anybody() { return dice_.chance(2) ? MemberId{"stranger"} : dice_.pick(people_); }

  /// Whoever it is most likely about: the holder, a facilitator, or anybody.
  MemberId somebody() {
    if (session_.stage && session_.stage->holder && dice_.chance(30)) {
      return *session_.stage->holder;
    }
    if (dice_.chance(30)) {
      for (const auto& [member, participant] : session_.participants) {
        if (participant.role == Role::facilitator) return member;
      }
    }
    return anybody();
  }

  StageId stage() {
    if (!session_.stage || dice_.chance(5)) return StageId{"another"};
    return session_.stage->id;
  }

  std::optional<StageId> maybe_stage() {
    return dice_.chance(90) ? std::optional(stage()) : std::nullopt;
  }

  Millis amount() {
    return dice_.chance(50) ? dice_.seconds(1, 10) : Millis{dice_.between(1'000, 60'000)};
  }

  EntryId entry() {
    if (session_.entries.empty() || dice_.chance(5)) return EntryId{"none"};
    return dice_.pick(session_.entries).id;
  }

  ActionId action() {
    if (session_.actions.empty() || dice_.chance(5)) return ActionId{"none"};
    return std::next(session_.actions.begin(),
                     static_cast<std::ptrdiff_t>(dice_.below(session_.actions.size())))
        ->first;
  }

  bool is_held(const MemberId& member) const {
    const auto found = session_.participants.find(member);
    return found != session_.participants.end() && found->second.held_by.has_value();
  }

  MemberId who_is_away() {
    for (const auto& [member, participant] : session_.participants) {
      if (participant.seated && !participant.present && dice_.chance(50)) return member;
    }
    return anybody();
  }

  MemberId who_is_held() {
    for (const auto& [member, participant] : session_.participants) {
      if (participant.held_by) return member;
    }
    return anybody();
  }

  std::optional<LateChoice> late_choice() {
    if (dice_.chance(50)) return std::nullopt;
    return dice_.chance(50) ? LateChoice::later_end : LateChoice::carry_over;
  }

  VoteId vote() { return session_.vote && dice_.chance(95) ? session_.vote->id : VoteId{"none"}; }

  CallVote call_vote() {
    const auto kind =
        dice_.chance(40) ? VoteKind::more_time : static_cast<VoteKind>(dice_.below(6));
    const bool time = kind == VoteKind::more_time || kind == VoteKind::later_end;
    CallVote call{kind, std::nullopt, maybe_stage()};
    if (time != dice_.chance(2)) call.amount = amount();
    return call;
  }

  SetHardEnd hard_end() {
    SetHardEnd command;
    // What a hard end has charged comes back when it is moved or taken back, mostly by a
    // facilitator.
    const bool mistaken = session_.budget.charged > Millis{0};
    if (dice_.chance(mistaken ? 10 : 60)) command.member = anybody();
    if (dice_.chance(mistaken ? 40 : 80)) command.at = now_ + dice_.seconds(-5, 600);
    command.carry_over = dice_.chance(50);
    return command;
  }

  ActionId promise() {
    if (session_.review.empty() || dice_.chance(5)) return ActionId{"none"};
    return session_.review.begin()->first;
  }

  Date date() {
    return Date{std::chrono::year{2026} / std::chrono::month{3} /
                std::chrono::day{static_cast<unsigned>(dice_.chance(10) ? 1 : 20)}} -
           std::chrono::months{dice_.chance(30) ? 1 : 0};
  }

  std::vector<MemberId> order() {
    auto order = session_.phase == Phase::lobby ? session_.rotation : waiting_turns(session_);
    if (session_.phase == Phase::handover && dice_.chance(80)) {
      std::erase(order, *session_.stage->holder);
    }
    for (std::size_t i = 1; i < order.size(); ++i) std::swap(order[i], order[dice_.below(i + 1)]);
    if (!order.empty() && dice_.chance(10)) order.front() = order.back();
    return order;
  }

  template <class Thing>
  std::optional<Thing> maybe(Thing thing) {
    return dice_.chance(30) ? std::optional(std::move(thing)) : std::nullopt;
  }

  bool asking() const {
    const auto* spec = current_spec(session_);
    return spec != nullptr && spec->allows.contains(Ability::ask);
  }

  /// What suits the moment, often; else anything.
  CommandBody any_body() {
    if (session_.phase == Phase::lobby && dice_.chance(40)) return StartSession{late_choice()};
    if (session_.phase == Phase::ended && dice_.chance(40)) return ReopenSession{};
    if (session_.vote && dice_.chance(50)) return CastVote{vote(), dice_.chance(60)};
    if (session_.last_move && dice_.chance(10)) return TakeBack{stage()};
    if (session_.phase == Phase::lobby && dice_.chance(5)) {
      return SetStart{maybe(now_ + dice_.seconds(-5, 60))};
    }
    if (session_.stage && session_.stage->voted && !session_.vote && dice_.chance(15)) {
      return CallVote{VoteKind::more_time, amount(), std::nullopt};
    }
    if (!session_.actions.empty() && dice_.chance(6)) return RemoveAction{action()};
    if (is_held(who_is_held()) && dice_.chance(10)) return ReleaseSeat{who_is_held()};
    if (facilitator_present(session_) && dice_.chance(3)) {
      return NameFacilitator{anybody(), Lead::deputy};
    }
    if (session_.budget.charged > Millis{0} && facilitator_present(session_) && dice_.chance(25)) {
      return hard_end();
    }
    if (session_.pause && dice_.chance(30)) return ResumeSession{};
    if (session_.pending && dice_.chance(30)) return CancelMove{stage()};
    if (session_.vote && dice_.chance(5)) return call_vote();
    const bool closing = session_.phase == Phase::closing;
    if (session_.last_move && dice_.chance(closing ? 85 : 3)) return TakeBack{stage()};
    if (closing && dice_.chance(30)) return WriteReflection{"well"};
    if (asking() && dice_.chance(40)) return any_words(dice_.between(13, 17));
    if (!session_.actions.empty() && dice_.chance(40)) return any_words(dice_.between(21, 22));
    switch (const int kind = dice_.between(0, kKinds - 1); kind) {
      case 0:
        return StartSession{};
      case 1:
        return PauseSession{};
      case 2:
        return ResumeSession{};
      case 3:
        if (dice_.chance(75)) return AdvanceStage{stage()};
        if (dice_.chance(10)) return ReopenSession{};
        return EndSession{maybe_stage()};
      case 4:
      case 5:
        return AdvanceStage{stage()};
      case 6:
        return CancelMove{stage()};
      case 7:
      case 8:
        return ExtendTime{stage(), amount()};
      case 9:
        return GiveBackTime{amount()};
      case 10:
        return ReorderRotation{order()};
      case 11:
        return DeferTurn{somebody(), maybe_stage()};
      case 12:
        return PassTurn{somebody(), maybe<std::string>("because"), maybe_stage()};
      case 34:
        return IncludeMember{somebody()};
      default:
        return any_words(kind);
    }
  }

  CommandBody any_words(int kind) {
    switch (kind) {
      case 24:
        return call_vote();
      case 25:
        return TakeBack{stage()};
      case 26:
        return hard_end();
      case 27:
        if (dice_.chance(20)) return SetStart{maybe(now_ + dice_.seconds(-5, 60))};
        return PushEnd{amount()};
      case 28:
        return GiveTime{anybody(), amount()};
      case 29:
        return NameFacilitator{anybody(), static_cast<Lead>(dice_.below(3))};
      case 30:
        return NameCoach{maybe(anybody())};
      case 31:
      case 32:
        return call_vote();
      case 13:
        return RaiseHand{};
      case 14:
        return LowerHand{entry()};
      case 15:
        return CallEntry{maybe(entry())};
      case 16:
        return AskQuestion{"why"};
      case 17:
        return WithdrawQuestion{entry()};
      case 18:
        return StateChallenge{"stuck", maybe<std::string>("free")};
      case 19:
        if (dice_.chance(50)) return WriteReflection{"well"};
        return SayCheckIn{"fine"};
      case 20:
        return AddAction{"run", "done", date(), maybe(anybody()), maybe(anybody())};
      case 21:
        return EditAction{action(), maybe<std::string>("walk"), maybe<std::string>("seen"),
                          maybe(date()), maybe(anybody())};
      case 22:
        if (dice_.chance(50)) return RemoveAction{action()};
        return WaiveAction{"not now"};
      case 33:
        if (dice_.chance(80)) return HoldSeat{who_is_away()};
        return ReleaseSeat{anybody()};
      default:
        return ReviewAction{promise(), ActionStatus::learned, maybe<std::string>("note"),
                            maybe(date())};
    }
  }

  const Session& session_;
  const std::vector<MemberId>& people_;
  Instant now_;
  Dice& dice_;
};

}  // namespace

Command any_command(const Session& session, const std::vector<MemberId>& people, Instant now,
                    Dice& dice) {
  return Wish(session, people, now, dice).draw();
}

}  // namespace turnkeeper::testing
