#include "tests/timekeeper/storyteller.h"

#include <algorithm>

#include "tests/property/transcript_words.h"

namespace turnkeeper::testing {

using namespace turnkeeper::timekeeper;

void Storyteller::tell(const std::string& line) {
  static const std::string kBefore = ", meaning the stage before";
  std::string verb = line;
  means_previous_ = verb.ends_with(kBefore);
  if (means_previous_) verb.resize(verb.size() - kBefore.size());
  if (!do_verb(*this, verb)) throw std::runtime_error("nobody understands: " + line);
}

std::vector<std::string> Storyteller::take_lines() { return std::exchange(lines_, {}); }

void Storyteller::invite(Place place) { places_.push_back(std::move(place)); }

Storyteller::Place& Storyteller::place_of(const std::string& name) {
  for (auto& place : places_) {
    if (place.member.value == name) return place;
  }
  throw std::runtime_error("who is " + name + "?");
}

void Storyteller::promise(const std::string& name) {
  ReviewItem item;
  item.id = ActionId{"promise of " + name};
  item.owner = MemberId{name};
  item.what = item.measure = WordsId{"earlier"};
  item.due = Date{std::chrono::year{2026} / 2 / 28};
  promises_.push_back(item);
}

void Storyteller::plan(const Agenda& agenda) {
  SessionPlanned planned;
  planned.session = SessionId{"s1"};
  planned.circle = CircleId{"c1"};
  planned.agenda = agenda;
  for (const auto& place : places_) {
    planned.roster.push_back(
        RosterEntry{place.member, place.role, place.seated, place.received, place.carried});
  }
  planned.review = promises_;
  planned.starts_at = starts_at_;
  house(PlanSession{planned});
}

void Storyteller::act(const std::string& by, CommandBody body) {
  handle(Command{MemberId{by}, std::move(body)});
}

void Storyteller::preview(const std::string& by, CommandBody body) {
  const auto foreseen = foresee(session(), Command{MemberId{by}, std::move(body)}, now());
  if (const auto* rejection = std::get_if<Rejection>(&foreseen)) {
    return say(in_words(*rejection, session()));
  }
  const auto& then = std::get<Session>(foreseen);
  shown_plan_ = session().plan;
  for (const auto& [member, turn] : then.turns) {
    const auto now = session().turns.find(member);
    const bool same = now != session().turns.end() && now->second.planned == turn.planned &&
                      now->second.guaranteed == turn.guaranteed;
    if (!same) say("then " + turn_in_words(then, member));
  }
  for (const auto& member : cut_short(then, now())) {
    say("then " + member.value + " would leave before their turn is over");
  }
  say("then " + budget_in_words(then));
}

void Storyteller::act_as_shown(const std::string& by, CommandBody body) {
  handle(Command{MemberId{by}, std::move(body), shown_plan_});
}

void Storyteller::house(CommandBody body) { handle(Command{{}, std::move(body)}); }

void Storyteller::handle(const Command& command) {
  const auto first = session_.events().size();
  const Session before = session();
  const auto decided = session_.handle(command);
  if (const auto* rejection = std::get_if<Rejection>(&decided)) {
    say(in_words(*rejection, session()));
  } else if (session_.events().size() == first) {
    say("nothing changes");
  }
  report(first, before, command.by);
  let_due_time_pass();
}

void Storyteller::let_due_time_pass() {
  while (pass_time_once(session_.now())) {
  }
}

bool Storyteller::pass_time_once(Instant until) {
  const auto first = session_.events().size();
  const Session before = session();
  if (!session_.pass_time(until)) return false;
  report(first, before, MemberId{});
  return true;
}

/// Tells the events from number `first` on, which began in `before`.
void Storyteller::report(std::size_t first, const Session& before, const MemberId& actor) {
  Session then = before;
  for (std::size_t i = first; i < session_.events().size(); ++i) {
    const auto& event = session_.events()[i];
    const bool says_who = i == first && event.by && *event.by != actor;
    if (!quiet_) {
      say(in_words(event, then, kStart) + (says_who ? ", by " + event.by->value : ""));
    }
    apply(then, event);
  }
  const auto now = session().stage ? std::optional(session().stage->id) : std::nullopt;
  if (now != current_stage_) previous_stage_ = std::exchange(current_stage_, now);
  session_.check_replay();
}

void Storyteller::advance(Millis by) {
  const Instant until = session_.now() + by;
  while (pass_time_once(until)) {
  }
}

void Storyteller::advance_until(const std::string& stage) {
  const bool to_the_end = stage == "the end";
  const auto there = [&] {
    return to_the_end ? session().phase == Phase::ended : in_words(session().stage) == stage;
  };
  while (!there()) {
    const auto due = next_deadline(session());
    if (!due) throw std::runtime_error("it never comes to " + stage);
    pass_time_once(*due);
  }
}

void Storyteller::outage(Millis length, bool connections_lost) {
  const Instant since = session_.now();
  stand_still(length);
  house(Outage{since, connections_lost});
}

std::vector<MemberId> Storyteller::everyone() const {
  std::vector<MemberId> all;
  for (const auto& place : places_) all.push_back(place.member);
  return all;
}

StageId Storyteller::seen_stage() const {
  const auto& seen = means_previous_ ? previous_stage_ : current_stage_;
  return seen.value_or(StageId{"none"});
}

VoteId Storyteller::open_vote() const {
  return session().vote ? session().vote->id : VoteId{"none"};
}

EntryId Storyteller::entry_of(const std::string& name) const {
  for (const auto& entry : session().entries) {
    if (entry.by.value == name && entry.status == EntryStatus::waiting) return entry.id;
  }
  return EntryId{"none"};
}

ActionId Storyteller::last_action_of(const std::string& name) const {
  for (auto event = session_.events().rbegin(); event != session_.events().rend(); ++event) {
    const auto* added = std::get_if<ActionAdded>(&event->body);
    if (added != nullptr && added->made.owner.value == name) return added->action;
  }
  return ActionId{"none"};
}

ActionId Storyteller::promise_of(const std::string& name) const {
  return ActionId{"promise of " + name};
}

}  // namespace turnkeeper::testing
