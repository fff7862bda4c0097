#include "tests/property/checked_session.h"

#include "tests/property/laws.h"

namespace turnkeeper::testing {

using namespace turnkeeper::timekeeper;

namespace {

template <class Work>
auto never_throws(const std::string& name, const Work& work) {
  try {
    return work();
  } catch (const std::exception& thrown) {
    throw Broken(name + " threw: " + thrown.what());
  }
}

}  // namespace

std::variant<Decision, Rejection> CheckedSession::handle(const Command& command) {
  const Session before = session_;
  auto decided = never_throws("decide", [&] { return decide(session_, command, now_); });
  if (session_ != before) throw Broken("decide changed the session");
  if (const auto* decision = std::get_if<Decision>(&decided)) take(*decision);
  return decided;
}

std::optional<Decision> CheckedSession::pass_time(Instant until) {
  const auto due = next_deadline(session_);
  if (!due || *due > until) {
    now_ = until;
    return std::nullopt;
  }
  now_ = std::max(now_, *due);
  const Session before = session_;
  auto decision =
      never_throws("the passing of time", [&] { return timekeeper::pass_time(session_); });
  if (session_ != before) throw Broken("the passing of time changed the session by itself");
  if (decision.events.empty()) throw Broken("time was due and did nothing");
  for (const auto& event : decision.events) {
    if (event.at != *due) throw Broken("time acted at another moment than its deadline");
  }
  take(decision);
  return decision;
}

void CheckedSession::check_replay() const {
  Session replayed;
  for (const auto& event : events_) apply(replayed, event);
  if (replayed != session_) throw Broken("the replay of the events leads elsewhere");
}

void CheckedSession::follow(const Event& event) {
  const Session before = session_;
  apply(session_, event);
  if (!events_.empty() && event.at < events_.back().at) throw Broken("time runs backwards");
  events_.push_back(event);
  check_step(before, event);
}

void CheckedSession::take(const Decision& decision) {
  for (const auto& event : decision.events) follow(event);
  for (const auto& words : decision.words) {
    if (!ids_.insert("w " + words.id.value).second) throw Broken("words get an id twice");
  }
  const auto end = latest_end(session_);
  if (session_.hard_end && end && *end > *session_.hard_end) {
    throw Broken("minutes are promised that lie behind the hard end");
  }
  const auto due = next_deadline(session_);
  if (due && !events_.empty() && *due < events_.back().at) throw Broken("a deadline in the past");
}

void CheckedSession::check_step(const Session& before, const Event& event) {
  if (auto fault = broken_law(session_)) throw Broken(*fault);
  if (auto fault = broken_law(before, event, session_)) throw Broken(*fault);
  ledger_.enter(event);
  if (auto fault = ledger_.disagreement(session_)) throw Broken(*fault);
  check_wall_clock(before, event);
  check_ids(event);
}

/// What was used is what the clock on the wall says, without the time in which it stood.
void CheckedSession::check_wall_clock(const Session& before, const Event& event) {
  const auto go_on = [&] {
    if (stands_since_) paused_ += event.at - *stands_since_;
    stands_since_.reset();
  };
  if (const auto* paused = std::get_if<SessionPaused>(&event.body)) {
    if (!stands_since_) stands_since_ = before.stage->deadline - paused->left;
    const Instant stands = before.pause ? before.pause->since : *stands_since_;
    if (paused->since.value_or(event.at) != stands) {
      throw Broken("a pause does not say since when the clock stands");
    }
  } else if (std::holds_alternative<SessionEnded>(event.body) && session_.started_at) {
    stands_since_ = event.at;  // until it is reopened and goes on, if it is
  } else if (std::holds_alternative<SessionResumed>(event.body)) {
    go_on();
  } else if (std::holds_alternative<StageEnded>(event.body)) {
    go_on();
    if (session_.budget.used != event.at - *session_.started_at - paused_) {
      throw Broken("what was used is not what the clock says");
    }
  }
}

void CheckedSession::check_ids(const Event& event) {
  const auto once = [this](const char* kind, const std::string& id) {
    if (!ids_.insert(std::string(kind) + " " + id).second) throw Broken(id + " is there twice");
  };
  if (const auto* stage = std::get_if<StageStarted>(&event.body)) once("s", stage->stage.value);
  if (const auto* entry = std::get_if<EntryAdded>(&event.body)) once("e", entry->entry.value);
  if (const auto* action = std::get_if<ActionAdded>(&event.body)) once("a", action->action.value);
}

}  // namespace turnkeeper::testing
