#include "tests/property/any_session.h"

#include "tests/property/any_command.h"
#include "tests/property/transcript_names.h"
#include "tests/property/transcript_words.h"

namespace turnkeeper::testing {

using namespace turnkeeper::timekeeper;

namespace {

constexpr Instant kStart{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} +
                         std::chrono::hours{18}};
constexpr int kMostLates = 2;          ///< who take a seat after the session was planned
constexpr int kMostDeadlines = 1'000;  ///< a session that needs more never ends

template <std::size_t... index>
std::vector<EventBody> one_of_each(std::index_sequence<index...>) {
  return {EventBody{std::in_place_index<index>}..., EntryAdded{{}, EntryKind::question, {}}};
}

}  // namespace

Tally::Tally() {
  const auto kinds = std::make_index_sequence<std::variant_size_v<EventBody>>{};
  for (const auto& kind : one_of_each(kinds)) events[name_of(kind)] = 0;
  for (int i = 0; i <= static_cast<int>(Reason::invalid_params); ++i) {
    refusals[name_of(static_cast<Reason>(i))] = 0;
  }
}

Tally& Tally::operator+=(const Tally& other) {
  for (const auto& [name, times] : other.events) events[name] += times;
  for (const auto& [name, times] : other.refusals) refusals[name] += times;
  return *this;
}

std::string Tally::rarer_than(std::int64_t least) const {
  std::string names;
  for (const auto* all : {&events, &refusals}) {
    for (const auto& [name, times] : *all) {
      if (times < least) names.append(" ").append(name);
    }
  }
  return names;
}

AnySession::AnySession(std::uint64_t seed, Tally& tally) : tally_(tally), live_(kStart) {
  Dice dice(seed);
  const auto plan = any_plan(live_.now(), dice);
  if (dice.chance(2)) {
    auto impossible = plan;
    impossible.agenda = Agenda{};
    handle({{}, PlanSession{impossible}});
  }
  handle({{}, PlanSession{plan}});
  for (const auto& entry : plan.roster) {
    people_.push_back(entry.member);
    if (dice.chance(85)) handle({{}, Arrive{entry.member}});
  }
}

void AnySession::handle(const Command& command) {
  const auto first = live_.events().size();
  const auto decided = live_.handle(command);
  if (const auto* rejection = std::get_if<Rejection>(&decided)) {
    ++tally_.refusals.at(name_of(rejection->reason));
    if (live_.events().size() != first) throw Broken("a rejection left events behind");
  }
  count_events_from(first);
  let_pass(Millis{0});  // a move without delay
}

void AnySession::count_events_from(std::size_t first) {
  for (auto i = first; i < live_.events().size(); ++i) {
    ++tally_.events.at(name_of(live_.events()[i].body));
  }
}

void AnySession::step(std::uint64_t seed) {
  Dice dice(seed);
  const int kind = dice.between(1, 100);
  if (kind <= 35) return move_clock(dice);
  if (kind <= 50) return change_the_room(dice);
  if (kind == 51 && dice.chance(80)) return flood(dice);
  if (kind == 52 && live_.session().phase == Phase::check_in && dice.chance(15)) {
    return nobody_wants_a_turn();
  }
  somebody_wants(dice);
}

void AnySession::let_pass(Millis by) {
  const Instant until = live_.now() + by;
  const auto first = live_.events().size();
  int deadlines = 0;
  while (live_.pass_time(until)) {
    if (++deadlines > kMostDeadlines) throw Broken("time acts for ever at one moment");
  }
  count_events_from(first);
}

void AnySession::move_clock(Dice& dice) {
  const auto due = next_deadline(live_.session());
  const Millis to_deadline = due ? *due - live_.now() : Millis{1'000};
  switch (dice.below(4)) {
    case 0:
      return let_pass(to_deadline);
    case 1:
      return let_pass(std::max(Millis{0}, to_deadline - Millis{1}));
    case 2:
      return let_pass(Millis{dice.between(0, 20'000)});
    default:
      return let_pass(dice.seconds(0, 5));
  }
}

void AnySession::change_the_room(Dice& dice) {
  const auto& session = live_.session();
  for (const auto& [member, participant] : session.participants) {  // facilitators come and go
    if (participant.role != Role::facilitator) continue;
    const bool replaced = std::any_of(session.participants.begin(), session.participants.end(),
                                      [](const auto& it) { return it.second.stepped_in; });
    if (!dice.chance(replaced ? 50 : 15)) continue;
    if (participant.present) return handle({{}, Leave{member, live_.now()}});
    return handle({{}, Arrive{member}});
  }
  if (over() && dice.chance(30)) return handle({{}, SettleSession{}});
  const int kind = dice.between(1, 100);
  if (kind <= 45) return handle({{}, Arrive{dice.pick(people_)}});
  if (kind <= 70) {
    return handle({{}, Leave{dice.pick(people_), live_.now() - dice.seconds(0, 60)}});
  }
  if (kind <= 72) return handle({{}, ChangeAgenda{any_agenda(dice)}});
  if (kind <= 85) {
    const MemberId late{"late-" + std::to_string(dice.between(1, kMostLates))};
    const auto known = live_.session().participants.contains(late);
    handle({{}, SeatMember{late, Role::member, dice.chance(80)}});
    if (!known && live_.session().participants.contains(late)) people_.push_back(late);
    return;
  }
  // Nobody looks at a clock while the server is down.
  const Instant since = live_.now();
  live_.stand_still(Millis{dice.between(0, 100'000)});
  handle({{}, Outage{since, dice.chance(70)}});
}

void AnySession::somebody_wants(Dice& dice) {
  handle(any_command(live_.session(), people_, live_.now(), dice));
}

/// Everybody passes, the check-in is moved on, and that is taken back.
void AnySession::nobody_wants_a_turn() {
  const auto rotation = live_.session().rotation;
  for (const auto& member : rotation) {
    handle({member, PassTurn{member, {}, {}}});
    let_pass(live_.session().agenda->move_delay);
  }
  const auto stage = [&] { return live_.session().stage->id; };
  const auto& leads = live_.session().stage->holder;
  if (!leads) return;
  const MemberId who = *leads;
  handle({who, AdvanceStage{stage()}});
  let_pass(live_.session().agenda->move_delay);
  if (live_.session().stage) handle({who, TakeBack{stage()}});
}

/// More actions than a session holds, more hands and questions than a turn does.
void AnySession::flood(Dice& dice) {
  const auto& session = live_.session();
  const auto* spec = current_spec(session);
  if (spec == nullptr) return;
  const MemberId holder = *session.stage->holder;
  const Date soon{std::chrono::year{2026} / 4 / 1};
  if (spec->allows.contains(Ability::commit) && dice.chance(50)) {
    while (session.actions.size() < kMostActions && current_spec(session) != nullptr) {
      handle({holder, AddAction{"run", "done", soon, std::nullopt, std::nullopt}});
    }
    handle({holder, AddAction{"run", "done", soon, std::nullopt, std::nullopt}});
  }
  if (current_spec(session) == nullptr || !current_spec(session)->allows.contains(Ability::ask)) {
    return;
  }
  for (const auto& [member, participant] : session.participants) {
    if (!participant.seated || member == holder) continue;
    for (int i = 0; i < 2; ++i) handle({member, RaiseHand{}});
    for (std::size_t i = 0; i <= kMostEntries; ++i) handle({member, AskQuestion{"why"}});
    return;
  }
}

void AnySession::run_out(bool everyone_here) const {
  AnySession rest = *this;
  try {
    rest.run_out_here(everyone_here);
  } catch (const Broken& broken) {
    throw Broken(broken.what() + std::string(", after\n") + rest.story());
  }
}

void AnySession::run_out_here(bool everyone_here) {
  auto& rest = *this;
  for (const auto& member : people_) {
    rest.handle({{},
                 everyone_here ? CommandBody{Arrive{member}}
                               : CommandBody{Leave{member, rest.live_.now()}}});
  }
  rest.live_.check_replay();
  if (rest.live_.session().phase == Phase::lobby) return;  // only people start a session
  for (int i = 0; rest.live_.session().phase != Phase::ended; ++i) {
    const auto due = next_deadline(rest.live_.session());
    if (!due || i > kMostDeadlines) throw Broken("left alone it never ends");
    rest.live_.pass_time(*due);
  }
  rest.live_.check_replay();
}

std::string AnySession::story() const {
  std::string lines;
  Session told;
  for (const auto& event : live_.events()) {
    lines += clock_words(event.at, kStart) + " " + in_words(event, told, kStart) + "\n";
    apply(told, event);
  }
  return lines;
}

}  // namespace turnkeeper::testing
