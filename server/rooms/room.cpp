#include "rooms/room.h"

#include <algorithm>

namespace turnkeeper::rooms {

struct Room::Waiting {
  core::Command command;
  std::string change;
  std::optional<core::Person> person;  ///< of a SeatMember
  Reply reply;
};

/// A batch in the making: the state that it leads to, and who is told what once it is durable.
struct Room::Draft {
  core::Session session;
  std::vector<core::Event> events;
  std::vector<core::Words> words;
  std::vector<RememberedChange> changes;
  std::vector<std::pair<core::MemberId, core::Person>> people;
  std::vector<std::pair<Reply, Answer>> replies;

  void take(core::Decision&& decision) {
    for (auto& event : decision.events) {
      core::apply(session, event);
      events.push_back(std::move(event));
    }
    std::move(decision.words.begin(), decision.words.end(), std::back_inserter(words));
  }
};

Room::Room(Opening opening, Ports ports)
    : session_(std::move(opening.session)),
      seq_(opening.seq),
      wordbook_(std::move(opening.wordbook)),
      ports_(ports),
      last_alive_(std::max(opening.last_at, ports.clock.now())) {
  for (auto& remembered : opening.changes) {
    remembered_.emplace(std::pair(remembered.seat, remembered.change), remembered.result);
  }
  arm();
}

Room::~Room() {
  if (alarm_ != 0) ports_.alarm.cancel(alarm_);
  for (const auto& [member, ticket] : leaving_) ports_.alarm.cancel(ticket);
}

bool Room::idle() const { return !in_flight_ && waiting_.empty(); }

void Room::handle(core::Command command, std::string change, Reply reply) {
  const bool from_people = !command.by.empty();
  if (lost_) return reply(Failure::storage_unavailable);
  if (from_people && waiting_.size() >= kMostWaiting) return reply(Failure::busy);
  enqueue(Waiting{std::move(command), std::move(change), std::nullopt, std::move(reply)});
}

void Room::seat(const core::SeatMember& place, core::Person person, Reply reply) {
  if (lost_) return reply(Failure::storage_unavailable);
  enqueue(Waiting{core::Command{{}, place}, {}, std::move(person), std::move(reply)});
}

void Room::connected(const core::MemberId& member) {
  if (const auto leaving = leaving_.find(member); leaving != leaving_.end()) {
    ports_.alarm.cancel(leaving->second);
    leaving_.erase(leaving);
  }
  if (++connections_[member] > 1) return;
  enqueue(Waiting{core::Command{{}, core::Arrive{member}}, {}, std::nullopt, nullptr});
}

void Room::disconnected(const core::MemberId& member, bool at_once) {
  const auto found = connections_.find(member);
  if (found == connections_.end() || --found->second > 0) return;
  connections_.erase(found);
  const auto leave = [this, member] {
    leaving_.erase(member);
    enqueue(Waiting{core::Command{{}, core::Leave{member}}, {}, std::nullopt, nullptr});
  };
  if (at_once) return leave();
  leaving_[member] = ports_.alarm.set(ports_.clock.now() + kAwayAfter, leave);
}

int Room::connections(const core::MemberId& member) const {
  const auto found = connections_.find(member);
  return found == connections_.end() ? 0 : found->second;
}

void Room::outage(core::Instant since, bool connections_lost) {
  // Nothing may be decided as if the clock had run: this goes before whatever waits.
  waiting_.push_front(
      Waiting{core::Command{{}, core::Outage{since, connections_lost}}, {}, std::nullopt, nullptr});
  work();
}

void Room::alive() { last_alive_ = ports_.clock.now(); }

void Room::enqueue(Waiting waiting) {
  waiting_.push_back(std::move(waiting));
  work();
}

bool Room::due(core::Instant now) const {
  const auto deadline = core::next_deadline(session_);
  return deadline && *deadline <= now;
}

void Room::work() {
  if (working_ || lost_) return;
  working_ = true;
  while (!in_flight_) {
    const auto now = ports_.clock.now();
    if (waiting_.empty() && !due(now)) break;
    auto draft = std::make_unique<Draft>();
    draft->session = session_;
    decide_time(*draft, now);
    while (!waiting_.empty()) decide_next(*draft, now);
    last_alive_ = now;
    if (draft->events.empty()) {
      for (auto& [reply, answer] : draft->replies) reply(answer);
    } else {
      submit(std::move(draft));
    }
  }
  working_ = false;
  arm();
}

/// Decides a command of the house that nobody waits for; whether anything came of it.
bool Room::decide_house(Draft& draft, const core::CommandBody& command, core::Instant now) {
  auto decided = core::decide(draft.session, core::Command{{}, command}, now);
  auto* decision = std::get_if<core::Decision>(&decided);
  if (decision == nullptr || decision->events.empty()) return false;
  draft.take(std::move(*decision));
  return true;
}

/// Time first: an outage before anything else, then every deadline that is due, each dated at
/// itself.
void Room::decide_time(Draft& draft, core::Instant now) {
  if (!waiting_.empty() && std::holds_alternative<core::Outage>(waiting_.front().command.body)) {
    decide_house(draft, waiting_.front().command.body, now);
    waiting_.pop_front();
  }
  if (storage_failed_since_) {
    decide_house(draft, core::Outage{*storage_failed_since_, false}, now);
  }
  auto deadline = core::next_deadline(draft.session);
  if (deadline && now - *deadline > kTickTooLate && !draft.session.pause) {
    // An alarm this late was not kept waiting by us: the machine slept.
    decide_house(draft, core::Outage{last_alive_, false}, now);
    deadline = core::next_deadline(draft.session);
  }
  while (deadline && *deadline <= now) {
    draft.take(core::pass_time(draft.session));
    deadline = core::next_deadline(draft.session);
  }
}

void Room::decide_next(Draft& draft, core::Instant now) {
  auto waiting = std::move(waiting_.front());
  waiting_.pop_front();
  if (!waiting.reply) waiting.reply = [](const Answer&) {};
  const auto& by = waiting.command.by;
  if (!waiting.change.empty()) {
    const auto done = remembered_.find({by, waiting.change});
    if (done != remembered_.end()) {
      draft.replies.emplace_back(std::move(waiting.reply), done->second);
      return;
    }
    const auto same =
        std::find_if(draft.changes.begin(), draft.changes.end(), [&](const RememberedChange& each) {
          return each.seat == by && each.change == waiting.change;
        });
    if (same != draft.changes.end()) {
      draft.replies.emplace_back(std::move(waiting.reply), same->result);
      return;
    }
  }
  auto decided = core::decide(draft.session, waiting.command, now);
  if (auto* rejection = std::get_if<core::Rejection>(&decided)) {
    draft.replies.emplace_back(std::move(waiting.reply), *rejection);
    return;
  }
  auto& decision = std::get<core::Decision>(decided);
  ChangeResult result{0, decision.entry, decision.action, decision.paid};
  draft.take(std::move(decision));
  result.seq = seq_ + draft.events.size();
  if (waiting.person) {
    draft.people.emplace_back(std::get<core::SeatMember>(waiting.command.body).member,
                              *std::move(waiting.person));
  }
  if (!waiting.change.empty()) {
    draft.changes.push_back(RememberedChange{by, std::move(waiting.change), result});
  }
  draft.replies.emplace_back(std::move(waiting.reply), result);
  for (auto next = core::next_deadline(draft.session); next && *next <= now;
       next = core::next_deadline(draft.session)) {
    draft.take(core::pass_time(draft.session));  // a move without delay
  }
}

void Room::submit(std::unique_ptr<Draft> draft) {
  in_flight_ = std::move(draft);
  Batch batch{session_.id, seq_, in_flight_->events, in_flight_->words, in_flight_->changes};
  ports_.journal.append(std::move(batch),
                        [this, alive = std::weak_ptr<bool>(alive_)](AppendOutcome outcome) {
                          if (!alive.expired()) finish(outcome);
                        });
}

void Room::finish(AppendOutcome outcome) {
  const auto draft = std::move(in_flight_);
  if (outcome == AppendOutcome::committed) {
    commit(*draft);
  } else {
    lost_ = outcome == AppendOutcome::conflict;
    if (!storage_failed_since_) {
      storage_failed_since_ = last_alive_;
      ports_.outbox.notice(Notice::storage_unavailable);
    }
    for (auto& [reply, answer] : draft->replies) {
      reply(std::holds_alternative<core::Rejection>(answer) ? answer
                                                            : Failure::storage_unavailable);
    }
    arm();
    if (!lost_ && waiting_.empty()) return;
  }
  work();
}

void Room::commit(Draft& draft) {
  for (auto& words : draft.words) wordbook_.words[words.id] = std::move(words.text);
  for (auto& [member, person] : draft.people) wordbook_.people[member] = std::move(person);
  for (auto& change : draft.changes) {
    remembered_.emplace(std::pair(change.seat, change.change), change.result);
  }
  for (const auto& event : draft.events) {
    core::apply(session_, event);
    ++seq_;
    ports_.outbox.publish(Published{seq_, event, session_, wordbook_});
  }
  if (storage_failed_since_) {
    storage_failed_since_.reset();
    ports_.outbox.notice(Notice::storage_back);
  }
  for (auto& [reply, answer] : draft.replies) reply(answer);
}

/// The next deadline, or the next try while the disk refuses.
void Room::arm() {
  if (alarm_ != 0) ports_.alarm.cancel(alarm_);
  alarm_ = 0;
  if (in_flight_ || lost_) return;
  auto when = core::next_deadline(session_);
  if (!when) return;
  if (storage_failed_since_) when = std::max(*when, ports_.clock.now() + kTryAgain);
  alarm_ = ports_.alarm.set(*when, [this] {
    alarm_ = 0;
    work();
  });
}

}  // namespace turnkeeper::rooms
