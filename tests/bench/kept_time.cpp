#include "tests/bench/kept_time.h"

#include <algorithm>
#include <stdexcept>
#include <variant>

#include "tests/property/checked_session.h"

namespace turnkeeper::bench {

using namespace turnkeeper::timekeeper;
using namespace std::chrono_literals;

namespace {

constexpr Instant kAgreedHour{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 18h};
constexpr Millis kToNotice = 10s;    ///< until somebody sees that the holder's picture froze
constexpr Millis kBeforeZero = 10s;  ///< when the facilitator looks whether more is wanted
constexpr Millis kWorthAsking = 20s;
constexpr Millis kMore = 1min;
constexpr int kNoMore = 1'000;          ///< extensions: whoever was refused one does not ask again
constexpr Millis kGraceOfOthers = 30s;  ///< of open overtime, before the facilitator moves on

MemberId member(std::size_t index) { return MemberId{"m" + std::to_string(index + 1)}; }
std::size_t index_of(const MemberId& id) { return std::stoul(id.value.substr(1)) - 1; }

/// What somebody is going to do if nothing happens before.
struct Press {
  Instant at;
  Command command;
};

class Room {
 public:
  Room(const Circle& circle, const Agenda& agenda, bool grants)
      : circle_(circle), grants_(grants), live_(kAgreedHour) {
    outcome_.people.resize(circle.people.size());
    for (std::size_t i = 0; i < circle.people.size(); ++i) {
      outcome_.people[i].throughout = circle.was_there_throughout(i);
    }
    extensions_.resize(circle.people.size());
    SessionPlanned plan{SessionId{"s"}, CircleId{"c"}, 1, agenda, {}, {}, kAgreedHour, {}};
    for (std::size_t i = 0; i < circle.people.size(); ++i) {
      const auto role = i == circle.facilitator ? Role::facilitator : Role::member;
      plan.roster.push_back({.member = member(i), .role = role, .seated = true});
    }
    decide({{}, PlanSession{plan}});
    foresee_doors();
  }

  Outcome live() {
    while (session().phase != Phase::ended) step();
    live_.check_replay();
    outcome_.ended = since_agreed(live_.now());
    return outcome_;
  }

 private:
  const Session& session() const { return live_.session(); }
  static Millis since_agreed(Instant at) { return at - kAgreedHour; }
  MemberId facilitator() const { return member(circle_.facilitator); }
  const Person& person(const MemberId& id) const { return circle_.people[index_of(id)]; }

  /// Who comes and who goes, in the order of time.
  void foresee_doors() {
    for (std::size_t i = 0; i < circle_.people.size(); ++i) {
      const auto& who = circle_.people[i];
      if (!who.comes) continue;
      const auto comes = [&](Millis at) {
        doors_.push_back({kAgreedHour + at, {{}, Arrive{member(i)}}});
      };
      const auto goes = [&](Millis at) {
        doors_.push_back({kAgreedHour + at, {{}, Leave{member(i), kAgreedHour + at}}});
      };
      if (who.leaves && *who.leaves <= who.arrives) continue;
      comes(who.arrives);
      if (who.drop) {
        goes(who.drop->at);
        comes(who.drop->over());
      }
      if (who.leaves) goes(*who.leaves);
    }
    std::stable_sort(doors_.begin(), doors_.end(),
                     [](const Press& a, const Press& b) { return a.at < b.at; });
  }

  void step() {
    auto press = next_press();
    const bool door = next_door_ < doors_.size() && (!press || doors_[next_door_].at <= press->at);
    if (door) press = doors_[next_door_];
    const auto due = next_deadline(session());
    if (!press && !due) throw std::logic_error("a session in which nothing will ever happen");
    if (due && (!press || *due <= press->at)) return pass_time(*due);
    pass_time(press->at);
    if (door) ++next_door_;
    decide(press->command);
  }

  /// Moves the clock, and notes who had the floor meanwhile.
  void pass_time(Instant until) {
    const Millis length = until - live_.now();
    const auto& stage = session().stage;
    const bool nobodys = session().phase == Phase::lobby || session().pause ||
                         stage->kind == StageKind::handover ||
                         (stage->holder && !is_present(session(), *stage->holder));
    if (nobodys) {
      outcome_.lost += length;
    } else if (stage->kind == StageKind::turn) {
      outcome_.people[index_of(*stage->holder)].used += length;
    }
    const auto before = session();
    if (const auto decision = live_.pass_time(until)) note(before, decision->events);
  }

  void decide(const Command& command) {
    const auto before = session();
    const auto decided = live_.handle(command);
    const auto* extend = std::get_if<ExtendTime>(&command.body);
    if (const auto* decision = std::get_if<Decision>(&decided)) {
      if (extend != nullptr) ++extensions_[index_of(*session().stage->holder)];
      return note(before, decision->events);
    }
    const auto& refused = std::get<Rejection>(decided);
    if (refused.reason == Reason::too_late) {
      // They keep to their end if that helps: some have no turn today and are first next time.
      const auto choice = refused.carried.empty() ? LateChoice::later_end : LateChoice::carry_over;
      return decide({command.by, StartSession{choice}});
    }
    if (extend == nullptr) throw std::logic_error("somebody pressed what cannot be pressed");
    // There is less to be had, or nothing: that is all they get.
    const auto less = refused.available.value_or(Millis{0});
    if (less >= kWorthAsking) decide({command.by, ExtendTime{extend->expect, less}});
    extensions_[index_of(*session().stage->holder)] = kNoMore;
  }

  void note(const Session& before, const std::vector<Event>& events) {
    for (const auto& event : events) {
      if (const auto* ended = std::get_if<TurnEnded>(&event.body)) {
        auto& portion = outcome_.people[index_of(ended->member)];
        if (portion.used + kDone >= person(ended->member).turn()) {
          portion.left += ended->returned.sum();
        } else if (!person(ended->member).is_gone(since_agreed(event.at))) {
          ++outcome_.cuts;
        }
      } else if (const auto* given = std::get_if<TimeGivenBack>(&event.body)) {
        outcome_.people[index_of(given->member)].left += given->amount;
      } else if (const auto* stage = std::get_if<StageEnded>(&event.body)) {
        const auto& was = *before.stage;
        const bool check_in = stage->kind == StageKind::check_in && stage->stage == was.id;
        if (check_in && stage->used + kDone < person(*stage->holder).check_in &&
            is_present(before, *stage->holder)) {
          ++outcome_.cuts;
        }
      } else if (std::holds_alternative<SessionEnded>(event.body) && before.phase == Phase::turn) {
        ++outcome_.cuts;
      }
    }
  }

  Press soon(Instant at, Command command) const {
    return {std::max(at, live_.now()), std::move(command)};
  }

  /// The next thing that anybody does, all that is known being as it is.
  std::optional<Press> next_press() const {
    if (session().phase == Phase::lobby) {
      return soon(kAgreedHour + circle_.starts, {facilitator(), StartSession{}});
    }
    if (session().pending) return std::nullopt;
    auto press = press_of_the_moment();
    const Instant all_go = kAgreedHour + circle_.all_go;
    if (!press || press->at >= all_go) return soon(all_go, {facilitator(), EndSession{}});
    return press;
  }

  std::optional<Press> press_of_the_moment() const {
    const auto& stage = *session().stage;
    if (session().pause) {
      // What holds the clock for somebody who dropped ends by itself.
      if (session().pause->cause == PauseCause::holder_away) return std::nullopt;
      return soon(kAgreedHour + person(*stage.holder).drop->over(),
                  {facilitator(), ResumeSession{}});
    }
    switch (stage.kind) {
      case StageKind::check_in:
        if (!is_present(session(), *stage.holder)) {
          return next(live_.now() + kToNotice, facilitator());
        }
        return next(stage.started_at + person(*stage.holder).check_in, *stage.holder);
      case StageKind::handover:
        if (is_present(session(), *stage.holder) || returns()) return std::nullopt;
        return pass_on();
      case StageKind::turn:
        return is_present(session(), *stage.holder) ? in_turn() : without_holder();
      case StageKind::closing:
        return next(stage.started_at + circle_.closing, facilitator());
    }
    return std::nullopt;
  }

  Press next(Instant at, const MemberId& by) const {
    return soon(at, {by, AdvanceStage{session().stage->id}});
  }

  /// Whoever has the floor is away, and will be back.
  bool returns() const {
    const auto& who = person(*session().stage->holder);
    const Millis at = since_agreed(live_.now());
    return who.drop && who.drop->at <= at && at < who.drop->over();
  }

  Press pass_on() const {
    const auto& stage = *session().stage;
    return soon(stage.started_at + 3s,
                {facilitator(), PassTurn{*stage.holder, std::nullopt, stage.id}});
  }

  std::optional<Press> without_holder() const {
    if (!returns()) return pass_on();
    const auto& who = person(*session().stage->holder);
    const Instant noticed =
        std::max(kAgreedHour + who.drop->at, session().stage->started_at) + kToNotice;
    if (!who.drop_noticed || since_agreed(noticed) >= who.drop->over()) return std::nullopt;
    return soon(noticed, {facilitator(), PauseSession{}});
  }

  /// The holder talks, commits, and moves on when done; the facilitator asks for more, or moves on.
  std::optional<Press> in_turn() const {
    const auto& stage = *session().stage;
    const auto& holder = *stage.holder;
    const auto& who = person(holder);
    const bool last = stage.index + 1 == session().agenda->stages.size();
    const Millis used = outcome_.people[index_of(holder)].used;
    const Instant done = live_.now() + std::max(Millis{0}, wish_until(who, stage.index) - used);

    Press press = next(done, holder);
    if (session().agenda->overtime == Overtime::open) {
      const Instant zero = stage.deadline - stage.overtime;
      const Millis tolerated = kGraceOfOthers + (last && grants_ ? who.minutes_more * kMore : 0min);
      press = std::min(press, next(zero + tolerated, facilitator()), earlier);
    } else if (last && grants_ && extensions_[index_of(holder)] < who.minutes_more &&
               done > stage.deadline + kWorthAsking) {
      press = std::min(
          press, soon(stage.deadline - kBeforeZero, {facilitator(), ExtendTime{stage.id, kMore}}),
          earlier);
    }
    if (missing(session()) == Needs::action) {
      const Instant half = stage.started_at + stage.length / 2;
      const Instant writes = who.forgets_action ? press.at : std::min(half, press.at);
      if (!std::holds_alternative<ExtendTime>(press.command.body) || writes < press.at) {
        press = soon(writes, {holder, AddAction{"the one thing", "it is done", due(), {}, {}}});
      }
    }
    return press;
  }

  static bool earlier(const Press& a, const Press& b) { return a.at < b.at; }
  static Date due() {
    return std::chrono::floor<std::chrono::days>(kAgreedHour) + std::chrono::days{7};
  }

  static Millis wish_until(const Person& who, std::size_t stage) {
    Millis sum{0};
    for (std::size_t i = 0; i <= stage; ++i) sum += who.stages[i];
    return sum;
  }

  const Circle& circle_;
  bool grants_;
  testing::CheckedSession live_;
  Outcome outcome_;
  std::vector<Press> doors_;
  std::size_t next_door_ = 0;
  std::vector<int> extensions_;  ///< that each got
};

}  // namespace

Outcome live_with_turnkeeper(const Circle& circle, const Agenda& agenda, bool grants) {
  return Room(circle, agenda, grants).live();
}

Millis promise_of(const Agenda& agenda, std::size_t members) {
  return guarantee_of(agenda, deal(agenda, members).turns.back());
}

}  // namespace turnkeeper::bench
