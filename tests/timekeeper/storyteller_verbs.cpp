// The words in which stories are told. Each is a pattern and what it means; together they are the
// language of tests/sessions.

#include <functional>
#include <regex>
#include <sstream>

#include "tests/property/transcript_names.h"
#include "tests/property/transcript_words.h"
#include "tests/support/agendas.h"
#include "tests/timekeeper/storyteller.h"

namespace turnkeeper::testing {

using namespace turnkeeper::timekeeper;

namespace {

using Match = std::smatch;
using Words = std::vector<std::string>;

/// One kind of line: a pattern, in which NAME is a name, LENGTH a length and TEXT what is in
/// quotes, and what it does.
struct Verb {
  Verb(const char* line, std::function<void(Storyteller&, const Words&)> meaning)
      : pattern(spelled_out(line)), act(std::move(meaning)) {}

  std::regex pattern;
  std::function<void(Storyteller&, const Words&)> act;

 private:
  static std::string spelled_out(std::string line) {
    const std::pair<const char*, const char*> kinds[] = {
        {"NAME", "([A-Z][a-z]+)"},
        {"LENGTH", "([0-9][0-9.hms]*)"},
        {"TEXT", "\"([^\"]*)\""},
        {"REST", "(.+)"},
    };
    for (const auto& [word, pattern] : kinds) {
      line = std::regex_replace(line, std::regex(word), pattern);
    }
    return line;
  }
};

std::vector<MemberId> members_from(const std::string& names) {
  std::vector<MemberId> members;
  std::istringstream words(names);
  for (std::string word; words >> word;) {
    if (word != "and") members.push_back(MemberId{word});
  }
  return members;
}

std::optional<std::string> text_from(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// "check_in=10s turn=60s shortest=30s": a short agenda with other lengths. The total follows from
/// the parts and the reserve.
Agenda agenda_from(const std::string& fields) {
  Agenda agenda = short_agenda();
  Millis reserve = agenda.reserve();
  const std::map<std::string, Millis Agenda::*> lengths{
      {"check_in", &Agenda::check_in},
      {"turn", &Agenda::turn},
      {"handover", &Agenda::handover},
      {"closing", &Agenda::closing},
      {"shortest", &Agenda::shortest},
      {"overtime_block", &Agenda::overtime_block},
      {"move_delay", &Agenda::move_delay},
      {"return_wait", &Agenda::return_wait},
      {"vote", &Agenda::vote},
      {"take_back", &Agenda::take_back},
      {"deputy_after", &Agenda::deputy_after},
      {"reopen", &Agenda::reopen},
      {"grace", &Agenda::grace},
      {"hold", &Agenda::hold},
      {"hold_in_turn", &Agenda::hold_in_turn},
      {"pause_limit", &Agenda::pause_limit},
      {"empty_after", &Agenda::empty_after},
      {"empty_limit", &Agenda::empty_limit},
  };
  const std::map<std::string, int Agenda::*> numbers{
      {"for", &Agenda::for_members},
      {"floor", &Agenda::floor_percent},
      {"closing_floor", &Agenda::closing_floor_percent},
      {"growth", &Agenda::growth_percent},
  };
  std::istringstream words(fields);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    const auto name = word.substr(0, equals);
    const auto value = word.substr(equals + 1);
    if (const auto length = lengths.find(name); length != lengths.end()) {
      agenda.*length->second = length_from(value);
    } else if (const auto number = numbers.find(name); number != numbers.end()) {
      agenda.*number->second = std::stoi(value);
    } else if (name == "reserve") {
      reserve = length_from(value);
    } else if (name == "spotlights") {
      agenda.spotlights = std::stoi(value);
    } else if (name == "overtime") {
      agenda.overtime = value == "open"    ? Overtime::open
                        : value == "grace" ? Overtime::grace
                                           : Overtime::strict;
    } else {
      throw std::runtime_error("no field of an agenda: " + word);
    }
  }
  agenda.total += reserve - agenda.reserve();
  return agenda;
}

void add_action(Storyteller& story, const std::string& by, AddAction action) {
  action.measure = "It is done.";
  if (action.due == Date{}) action.due = Date{std::chrono::year{2026} / 3 / 8};
  story.act(by, std::move(action));
}

Date date_from(const std::string& words) {
  return Date{std::chrono::year{std::stoi(words.substr(0, 4))},
              std::chrono::month{static_cast<unsigned>(std::stoi(words.substr(5, 2)))},
              std::chrono::day{static_cast<unsigned>(std::stoi(words.substr(8, 2)))}};
}

ActionStatus status_from(const std::string& words) {
  if (words == "done") return ActionStatus::done;
  if (words == "learned") return ActionStatus::learned;
  return ActionStatus::carried_on;
}

void show(Storyteller& story, const std::string& what) {
  const auto& session = story.session();
  if (what == "budget") return story.say(budget_in_words(session));
  if (what == "stage") {
    return story.say(in_words(session.stage) +
                     (session.stage ? ", " + in_words(session.stage->length) : ""));
  }
  if (what == "end") {
    const auto end = expected_end(session);
    return story.say(end ? "the end is at " + clock_words(*end, story.start()) : "no end in sight");
  }
  if (what == "queue") {
    for (const auto* entry : queue(session)) {
      story.say(std::string(name_of(entry->kind)) + " of " + entry->by.value);
    }
    return;
  }
  if (what == "turns") {
    for (const auto& member : session.rotation) story.say(turn_in_words(session, member));
    return;
  }
  if (what == "why") {
    for (const auto& member : session.rotation) story.say(why_in_words(session, member));
    return;
  }
  throw std::runtime_error("nothing to show: " + what);
}

std::vector<Verb> verbs_of_the_circle() {
  using S = Storyteller;
  using W = Words;
  return {
      {"circle REST",
       [](S& s, const W& w) {
         for (const auto& member : members_from(w[1])) s.invite({member});
       }},
      {"NAME facilitates", [](S& s, const W& w) { s.place_of(w[1]).role = Role::facilitator; }},
      {"NAME facilitates without a seat",
       [](S& s, const W& w) {
         s.invite({MemberId{w[1]}, Role::facilitator, false});
       }},
      {"NAME observes",
       [](S& s, const W& w) {
         s.invite({MemberId{w[1]}, Role::observer, false});
       }},
      {"NAME has received LENGTH so far",
       [](S& s, const W& w) { s.place_of(w[1]).received = length_from(w[2]); }},
      {"NAME had no turn last time", [](S& s, const W& w) { s.place_of(w[1]).carried = true; }},
      {"last time NAME promised something", [](S& s, const W& w) { s.promise(w[1]); }},
      {"it begins at LENGTH", [](S& s, const W& w) { s.agree_on(s.start() + length_from(w[1])); }},
      {"agenda ([a-z]+-[0-9]+)", [](S& s, const W& w) { s.plan(shipped_agenda(w[1])); }},
      {"agenda", [](S& s, const W&) { s.plan(short_agenda()); }},
      {"agenda (.*=.*)", [](S& s, const W& w) { s.plan(agenda_from(w[1])); }},
      {"the circle changes its agenda to ([a-z]+-[0-9]+)",
       [](S& s, const W& w) { s.house(ChangeAgenda{shipped_agenda(w[1])}); }},
      {"the circle changes its agenda to (.*=.*)",
       [](S& s, const W& w) { s.house(ChangeAgenda{agenda_from(w[1])}); }},
      {"everyone arrives",
       [](S& s, const W&) {
         for (const auto& member : s.everyone()) s.house(Arrive{member});
       }},
      {"everyone leaves",
       [](S& s, const W&) {
         for (const auto& member : s.everyone()) s.house(Leave{member, s.now()});
       }},
      {"(.+) arrives?",
       [](S& s, const W& w) {
         for (const auto& member : members_from(w[1])) s.house(Arrive{member});
       }},
      {"(.+) leaves?",
       [](S& s, const W& w) {
         for (const auto& member : members_from(w[1])) s.house(Leave{member, s.now()});
       }},
      {"NAME is gone, last seen LENGTH ago",
       [](S& s, const W& w) {
         s.house(Leave{MemberId{w[1]}, s.now() - length_from(w[2])});
       }},
      {"NAME is here without a device, and NAME speaks for them",
       [](S& s, const W& w) { s.act(w[2], HoldSeat{MemberId{w[1]}}); }},
      {"NAME speaks for NAME no longer",
       [](S& s, const W& w) { s.act(w[1], ReleaseSeat{MemberId{w[2]}}); }},
      {"NAME says that NAME is still with us",
       [](S& s, const W& w) { s.act(w[1], ResumeSession{}); }},
      {"NAME takes a seat",
       [](S& s, const W& w) {
         s.invite({MemberId{w[1]}});
         s.house(SeatMember{MemberId{w[1]}, Role::member, true});
       }},
      {"NAME comes to observe",
       [](S& s, const W& w) {
         s.invite({MemberId{w[1]}, Role::observer, false});
         s.house(SeatMember{MemberId{w[1]}, Role::observer, false});
       }},
      {"for LENGTH the disk takes nothing",
       [](S& s, const W& w) { s.stand_still(length_from(w[1])); }},
      {"the server is down for LENGTH",
       [](S& s, const W& w) { s.outage(length_from(w[1]), true); }},
      {"the server sleeps for LENGTH",
       [](S& s, const W& w) { s.outage(length_from(w[1]), false); }},
      {"advance LENGTH", [](S& s, const W& w) { s.advance(length_from(w[1])); }},
      {"until REST", [](S& s, const W& w) { s.advance_until(w[1]); }},
      {"later, (?:in|at) REST",
       [](S& s, const W& w) {
         s.quietly(true);
         s.advance_until(w[1]);
         s.quietly(false);
       }},
      {"the circle plans its next session", [](S& s, const W&) { s.house(SettleSession{}); }},
      {"show REST", [](S& s, const W& w) { show(s, w[1]); }},
  };
}

std::vector<Verb> verbs_of_the_agenda() {
  using S = Storyteller;
  using W = Words;
  return {
      {"NAME starts", [](S& s, const W& w) { s.act(w[1], StartSession{}); }},
      {"NAME starts with a later end",
       [](S& s, const W& w) { s.act(w[1], StartSession{LateChoice::later_end}); }},
      {"NAME starts and carries over",
       [](S& s, const W& w) { s.act(w[1], StartSession{LateChoice::carry_over}); }},
      {"NAME pushes the end by LENGTH",
       [](S& s, const W& w) { s.act(w[1], PushEnd{length_from(w[2])}); }},
      {"NAME says that it begins at LENGTH",
       [](S& s, const W& w) { s.act(w[1], SetStart{s.start() + length_from(w[2])}); }},
      {"NAME says that all must leave at LENGTH",
       [](S& s, const W& w) {
         s.act(w[1], SetHardEnd{std::nullopt, s.start() + length_from(w[2])});
       }},
      {"NAME says that all must leave at LENGTH and carries over",
       [](S& s, const W& w) {
         s.act(w[1], SetHardEnd{std::nullopt, s.start() + length_from(w[2]), true});
       }},
      {"NAME says that all can stay",
       [](S& s, const W& w) {
         s.act(w[1], SetHardEnd{std::nullopt, std::nullopt});
       }},
      {"NAME must leave at LENGTH",
       [](S& s, const W& w) {
         s.act(w[1], SetHardEnd{MemberId{w[1]}, s.start() + length_from(w[2])});
       }},
      {"NAME can stay",
       [](S& s, const W& w) {
         s.act(w[1], SetHardEnd{MemberId{w[1]}, std::nullopt});
       }},
      {"NAME goes back", [](S& s, const W& w) { s.act(w[1], TakeBack{s.seen_stage()}); }},
      {"NAME calls a vote for LENGTH more",
       [](S& s, const W& w) {
         s.act(w[1], CallVote{VoteKind::more_time, length_from(w[2]), s.seen_stage()});
       }},
      {"NAME calls a vote to end LENGTH later",
       [](S& s, const W& w) {
         s.act(w[1], CallVote{VoteKind::later_end, length_from(w[2]), std::nullopt});
       }},
      {"NAME calls a vote to (move on|pause|resume|skip)",
       [](S& s, const W& w) {
         const auto kind = w[2] == "move on" ? VoteKind::move_on
                           : w[2] == "pause" ? VoteKind::pause
                           : w[2] == "skip"  ? VoteKind::skip
                                             : VoteKind::resume;
         s.act(w[1], CallVote{kind, std::nullopt, s.seen_stage()});
       }},
      {"NAME votes (yes|no)",
       [](S& s, const W& w) {
         s.act(w[1], CastVote{s.open_vote(), w[2] == "yes"});
       }},
      {"NAME names NAME (guest|deputy|nothing)",
       [](S& s, const W& w) {
         const auto lead = w[3] == "guest"    ? Lead::guest
                           : w[3] == "deputy" ? Lead::deputy
                                              : Lead::none;
         s.act(w[1], NameFacilitator{MemberId{w[2]}, lead});
       }},
      {"NAME is coached by NAME", [](S& s, const W& w) { s.act(w[1], NameCoach{MemberId{w[2]}}); }},
      {"NAME asks that NAME coaches",
       [](S& s, const W& w) { s.act(w[1], NameCoach{MemberId{w[2]}}); }},
      {"NAME pauses", [](S& s, const W& w) { s.act(w[1], PauseSession{}); }},
      {"NAME resumes", [](S& s, const W& w) { s.act(w[1], ResumeSession{}); }},
      {"NAME ends the session",
       [](S& s, const W& w) {
         s.act(w[1], EndSession{s.session().stage ? std::optional(s.seen_stage()) : std::nullopt});
       }},
      {"NAME reopens the session", [](S& s, const W& w) { s.act(w[1], ReopenSession{}); }},
      {"NAME moves on", [](S& s, const W& w) { s.act(w[1], AdvanceStage{s.seen_stage()}); }},
      {"NAME stops the move", [](S& s, const W& w) { s.act(w[1], CancelMove{s.seen_stage()}); }},
      {"NAME extends by LENGTH",
       [](S& s, const W& w) {
         s.act(w[1], ExtendTime{s.seen_stage(), length_from(w[2])});
       }},
      {"NAME gives NAME LENGTH",
       [](S& s, const W& w) {
         s.act(w[1], GiveTime{MemberId{w[2]}, length_from(w[3])});
       }},
      {"NAME sees the price of LENGTH more",
       [](S& s, const W& w) {
         s.preview(w[1], ExtendTime{s.seen_stage(), length_from(w[2])});
       }},
      {"NAME sees the price of passing over NAME",
       [](S& s, const W& w) {
         s.preview(w[1], PassTurn{MemberId{w[2]}, std::nullopt, s.seen_stage()});
       }},
      {"NAME sees the price of a turn for NAME",
       [](S& s, const W& w) { s.preview(w[1], IncludeMember{MemberId{w[2]}}); }},
      {"NAME sees the price of a vote for LENGTH more",
       [](S& s, const W& w) {
         s.preview(w[1], CallVote{VoteKind::more_time, length_from(w[2]), s.seen_stage()});
       }},
      {"NAME sees the price of a yes",
       [](S& s, const W& w) {
         s.preview(w[1], CastVote{s.open_vote(), true});
       }},
      {"NAME sees the price of letting all stay",
       [](S& s, const W& w) {
         s.preview(w[1], SetHardEnd{std::nullopt, std::nullopt});
       }},
      {"NAME sees the price of starting",
       [](S& s, const W& w) { s.preview(w[1], StartSession{}); }},
      {"NAME extends by LENGTH at the price that was shown",
       [](S& s, const W& w) {
         s.act_as_shown(w[1], ExtendTime{s.seen_stage(), length_from(w[2])});
       }},
      {"NAME gives back LENGTH",
       [](S& s, const W& w) { s.act(w[1], GiveBackTime{length_from(w[2])}); }},
      {"NAME orders REST",
       [](S& s, const W& w) { s.act(w[1], ReorderRotation{members_from(w[2])}); }},
      {"NAME defers",
       [](S& s, const W& w) {
         s.act(w[1], DeferTurn{MemberId{w[1]}, s.seen_stage()});
       }},
      {"NAME defers NAME",
       [](S& s, const W& w) {
         s.act(w[1], DeferTurn{MemberId{w[2]}, s.seen_stage()});
       }},
      {"NAME takes a turn after all",
       [](S& s, const W& w) { s.act(w[1], IncludeMember{MemberId{w[1]}}); }},
      {"NAME gives NAME a turn after all",
       [](S& s, const W& w) { s.act(w[1], IncludeMember{MemberId{w[2]}}); }},
      {"NAME passes(?:, because TEXT)?",
       [](S& s, const W& w) {
         s.act(w[1], PassTurn{MemberId{w[1]}, text_from(w[2]), s.seen_stage()});
       }},
      {"NAME passes over NAME(?:, because TEXT)?",
       [](S& s, const W& w) {
         s.act(w[1], PassTurn{MemberId{w[2]}, text_from(w[3]), s.seen_stage()});
       }},
  };
}

std::vector<Verb> verbs_of_people() {
  using S = Storyteller;
  using W = Words;
  return {
      {"NAME raises a hand", [](S& s, const W& w) { s.act(w[1], RaiseHand{}); }},
      {"NAME lowers the hand", [](S& s, const W& w) { s.act(w[1], LowerHand{s.entry_of(w[1])}); }},
      {"NAME asks TEXT", [](S& s, const W& w) { s.act(w[1], AskQuestion{w[2]}); }},
      {"NAME withdraws the question",
       [](S& s, const W& w) { s.act(w[1], WithdrawQuestion{s.entry_of(w[1])}); }},
      {"NAME calls the next", [](S& s, const W& w) { s.act(w[1], CallEntry{}); }},
      {"NAME calls NAME", [](S& s, const W& w) { s.act(w[1], CallEntry{s.entry_of(w[2])}); }},
      {"NAME is stuck: TEXT",
       [](S& s, const W& w) {
         s.act(w[1], StateChallenge{w[2], std::nullopt});
       }},
      {"NAME checks in: TEXT", [](S& s, const W& w) { s.act(w[1], SayCheckIn{w[2]}); }},
      {"NAME takes away: TEXT", [](S& s, const W& w) { s.act(w[1], WriteReflection{w[2]}); }},
      {"NAME will TEXT",
       [](S& s, const W& w) {
         add_action(s, w[1], {w[2], {}, {}, std::nullopt, std::nullopt});
       }},
      {"NAME will TEXT by (\\d+-\\d+-\\d+)",
       [](S& s, const W& w) {
         add_action(s, w[1], {w[2], {}, date_from(w[3]), std::nullopt, std::nullopt});
       }},
      {"NAME will TEXT, and NAME asks about it",
       [](S& s, const W& w) {
         add_action(s, w[1], {w[2], {}, {}, std::nullopt, MemberId{w[3]}});
       }},
      {"NAME writes that NAME will TEXT",
       [](S& s, const W& w) {
         add_action(s, w[1], {w[3], {}, {}, MemberId{w[2]}, std::nullopt});
       }},
      {"NAME rewords the action to TEXT",
       [](S& s, const W& w) {
         s.act(w[1], EditAction{s.last_action_of(w[1]), w[2], {}, {}, {}});
       }},
      {"NAME removes the action of NAME",
       [](S& s, const W& w) { s.act(w[1], RemoveAction{s.last_action_of(w[2])}); }},
      {"NAME waives, because TEXT", [](S& s, const W& w) { s.act(w[1], WaiveAction{w[2]}); }},
      {"NAME looks back at the promise of NAME: (done|learned|carried on)",
       [](S& s, const W& w) {
         s.act(w[1], ReviewAction{s.promise_of(w[2]), status_from(w[3]), "a note", {}});
       }},
  };
}

const std::vector<Verb>& all_verbs() {
  static const std::vector<Verb> kVerbs = [] {
    auto verbs = verbs_of_the_circle();
    for (auto& verb : verbs_of_the_agenda()) verbs.push_back(std::move(verb));
    for (auto& verb : verbs_of_people()) verbs.push_back(std::move(verb));
    return verbs;
  }();
  return kVerbs;
}

}  // namespace

bool do_verb(Storyteller& story, const std::string& line) {
  for (const auto& verb : all_verbs()) {
    Match match;
    if (!std::regex_match(line, match, verb.pattern)) continue;
    verb.act(story, Words(match.begin(), match.end()));
    return true;
  }
  return false;
}

}  // namespace turnkeeper::testing
