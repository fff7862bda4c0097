#include "rooms/room.h"

#include <algorithm>

#include "timekeeper/held_words.h"

namespace turnkeeper::rooms {

struct Room::Waiting {
  core::Command command;
  std::string change;
  std::optional<core::Person> person;  ///< of a SeatMember
  Reply reply;
};

/// A batch in the making: the state that it leads to, and who is told what once it is durable.
struct Room::Draft {
  core::Instant at;  ///< when it was decided
  core::Session session;
  std::optional<Gap> gap;  ///< that it accounts for
  std::vector<core::Event> events;
  std::vector<core::Words> words;
  std::vector<core::WordsId> erased;
  std::vector<RememberedChange> changes;
  std::vector<std::pair<core::MemberId, core::Person>> people;

  struct Told {
    Reply reply;
    Answer answer;
    bool stands = false;  ///< whatever becomes of this batch
  };
  std::vector<Told> replies;

  void take(core::Decision&& decision) {
    for (auto& event : decision.events) {
      core::apply(session, event);
      events.push_back(std::move(event));
    }
    std::move(decision.words.begin(), decision.words.end(), std::back_inserter(words));
  }

  /// Every deadline that is due, each dated at itself.
  void pass_time(core::Instant now) {
    for (auto due = core::next_deadline(session); due && *due <= now;
         due = core::next_deadline(session)) {
      take(core::pass_time(session));
    }
  }

  /// Texts that nobody can come to see any more, of those that are kept and of its own.
  void forget(const std::map<core::WordsId, std::string>& kept) {
    const core::HeldWords held(session);
    for (const auto& [id, text] : kept) {
      if (!held.contains(id)) erased.push_back(id);
    }
    for (const auto& each : words) {
      if (!held.contains(each.id)) erased.push_back(each.id);
    }
  }
};

void Opening::replay(std::uint64_t number, const core::Event& event) {
  core::apply(session, event);
  seq = number;
  last_at = event.at;
  replannings.note(number, event);
}

Room::Room(Opening opening, Ports ports)
    : session_(std::move(opening.session)),
      seq_(opening.seq),
      wordbook_(std::move(opening.wordbook)),
      replannings_(std::move(opening.replannings)),
      ports_(ports),
      presence_(ports.clock, ports.alarm, [this] { work(); }),
      last_alive_(ports.clock.now()),
      next_mark_(last_alive_ + kAliveEvery) {
  for (auto& change : opening.changes) remember(std::move(change));
  arm();
}

Room::~Room() { disarm(); }

void Room::stop() {
  stopped_ = true;
  disarm();
}

bool Room::idle() const { return !in_flight_ && waiting_.empty(); }

void Room::handle(core::Command command, std::string change, Reply reply) {
  // What was done is answered whatever the disk says now.
  if (const ChangeResult* const done = done_before(command.by, change)) return reply(*done);
  const bool from_people = !command.by.empty();
  if (lost_ || stopped_) return reply(Failure::storage_unavailable);
  if (from_people && waiting_.size() >= kMostWaiting) return reply(Failure::busy);
  if (!change.empty() && made_enough(command.by)) return reply(Failure::too_many_changes);
  enqueue(Waiting{std::move(command), std::move(change), std::nullopt, std::move(reply)});
}

/// What one person can make a session remember is bounded.
bool Room::made_enough(const core::MemberId& seat) const {
  const auto made = changes_.find(seat);
  return made != changes_.end() && made->second >= kMostChanges;
}

/// nullptr if this very change was not made before, or is not on disk yet.
const ChangeResult* Room::done_before(const core::MemberId& seat, const std::string& change) const {
  const auto done = remembered_.find({seat, change});
  return done == remembered_.end() ? nullptr : &done->second;
}

void Room::remember(RememberedChange change) {
  ++changes_[change.seat];
  remembered_.emplace(std::pair(change.seat, std::move(change.change)), change.result);
}

std::variant<core::Session, core::Rejection> Room::foresee(const core::Command& command) const {
  const auto now = ports_.clock.now();
  const auto due = core::next_deadline(session_);
  if (due && *due <= now) {  // time acts first, in a moment
    return core::foresee(session_, command, *due - core::Millis{1});
  }
  return core::foresee(session_, command, now);
}

void Room::seat(const core::SeatMember& place, core::Person person, Reply reply) {
  if (lost_ || stopped_) return reply(Failure::storage_unavailable);
  if (waiting_.size() >= kMostWaiting) return reply(Failure::busy);
  enqueue(Waiting{core::Command{{}, place}, {}, std::move(person), std::move(reply)});
}

void Room::outage(core::Instant since) {
  note_gap(Gap{since, true});
  work();
}

void Room::alive() {
  if (lost_) return;
  const auto now = ports_.clock.now();
  look_at_clock(now);
  next_mark_ = now + kAliveEvery;
  if (in_flight_ && now - in_flight_->at > kDiskTooSlow) hold_since(in_flight_->at);
  if (gap_ && !storage_fails_) work();
  tell_caught_up();
}

/// What is on its way may never be answered.
void Room::hold_since(core::Instant unanswered) {
  if (storage_fails_) return;
  note_gap(Gap{unanswered, false});
  hold();
}

/// Until the disk takes something nobody is charged, and everybody knows.
void Room::hold() {
  if (storage_fails_) return;
  storage_fails_ = true;
  ports_.outbox.notice(Notice::storage_unavailable);
}

void Room::doubt_storage() {
  if (storage_fails_ || session_.phase == core::Phase::ended) return;
  doubts_storage_ = true;
  work();
}

void Room::storage_hangs() {
  if (!in_flight_) doubt_storage();
  if (in_flight_) hold_since(in_flight_->at);
  tell_caught_up();
}

/// Not from inside: they ask for this room again, which is thrown away if it is lost. Should it
/// still have something to catch up with then, they wait again.
void Room::tell_caught_up() {
  if (catches_up() || when_caught_up_.empty()) return;
  ports_.alarm.set(ports_.clock.now(), [who = std::exchange(when_caught_up_, {})] {
    for (const auto& then : who) then();
  });
}

bool Room::accounted() const { return !gap_ && !(in_flight_ && in_flight_->gap); }

/// An alarm or a mark of life that comes too late was not kept waiting by people: the machine
/// slept, or the disk kept us. While a gap is on its way to the disk, the deadline is still that of
/// before it, and says nothing new.
void Room::look_at_clock(core::Instant now) {
  const auto too_late = [now](std::optional<core::Instant> due) {
    return due && now - *due > kTickTooLate;
  };
  const bool being_written = in_flight_ && in_flight_->gap;
  if ((!being_written && too_late(core::next_deadline(session_))) || too_late(next_mark_)) {
    note_gap(Gap{last_alive_, false});
    next_mark_ = now + kAliveEvery;  // it may sleep again before that
  }
  last_alive_ = now;
}

void Room::note_gap(Gap gap) {
  if (gap_) {
    gap.since = std::min(gap.since, gap_->since);
    gap.connections_lost = gap.connections_lost || gap_->connections_lost;
  }
  gap_ = gap;
}

void Room::enqueue(Waiting waiting) {
  waiting_.push_back(std::move(waiting));
  work();
}

bool Room::nothing_to_do(core::Instant now) const {
  const auto due = core::next_deadline(session_);
  const bool tries_disk = storage_fails_ || doubts_storage_;
  if (!waiting_.empty() || gap_ || tries_disk || (due && *due <= now)) return false;
  return presence_.news_for(session_).empty();
}

void Room::work() {
  if (working_ || lost_ || stopped_) return;
  working_ = true;
  const std::weak_ptr<bool> life = life_;
  std::unique_ptr<Draft> draft;
  try {
    while (!in_flight_) {
      const auto now = ports_.clock.now();
      look_at_clock(now);
      if (nothing_to_do(now)) break;
      draft = std::make_unique<Draft>();
      draft->at = now;
      draft->session = session_;
      // Always in this order: the gap, what time did, who is here, and only then what people want.
      decide_time(*draft, now);
      decide_presence(*draft, now);
      while (!waiting_.empty()) decide_next(*draft, now);
      // Nothing to write, or to remember; but a disk that refused is tried with that as well.
      const bool tries_disk = std::exchange(doubts_storage_, false) || storage_fails_;
      if (draft->events.empty() && draft->changes.empty() && !tries_disk) {
        for (auto& told : std::exchange(draft->replies, {})) told.reply(told.answer);
        if (life.expired()) return;
      } else {
        submit(std::move(draft));
      }
    }
  } catch (const std::exception& error) {
    if (life.expired()) throw;
    return break_down(error, in_flight_ ? in_flight_.get() : draft.get());
  }
  working_ = false;
  arm();
}

/// Decides a command of the house that nobody waits for.
void Room::decide_house(Draft& draft, core::CommandBody command, core::Instant now) {
  auto decided = core::decide(draft.session, core::Command{{}, std::move(command)}, now);
  if (auto* decision = std::get_if<core::Decision>(&decided)) draft.take(std::move(*decision));
}

/// Time first: a gap before anything else, then every deadline that is due.
void Room::decide_time(Draft& draft, core::Instant now) {
  if (gap_) decide_house(draft, core::Outage{gap_->since, gap_->connections_lost}, now);
  draft.gap = std::exchange(gap_, std::nullopt);
  draft.pass_time(now);
}

/// Who is here is what the connections say, whatever became of an earlier try to write it down.
void Room::decide_presence(Draft& draft, core::Instant now) {
  for (auto& news : presence_.news_for(draft.session)) decide_house(draft, std::move(news), now);
  draft.pass_time(now);  // a stage that goes on with nothing left
}

/// Whether this very change was made before: then it is answered as it was.
bool Room::answer_again(Draft& draft, Waiting& waiting) const {
  if (waiting.change.empty()) return false;
  const auto& by = waiting.command.by;
  if (const ChangeResult* const done = done_before(by, waiting.change)) {
    draft.replies.push_back({std::move(waiting.reply), *done, true});
    return true;
  }
  const auto same =
      std::find_if(draft.changes.begin(), draft.changes.end(), [&](const RememberedChange& each) {
        return each.seat == by && each.change == waiting.change;
      });
  if (same == draft.changes.end()) return false;
  draft.replies.push_back({std::move(waiting.reply), same->result});
  return true;
}

void Room::decide_next(Draft& draft, core::Instant now) {
  if (answer_again(draft, waiting_.front())) return waiting_.pop_front();
  auto decided = core::decide(draft.session, waiting_.front().command, now);
  auto waiting = std::move(waiting_.front());
  waiting_.pop_front();
  if (auto* rejection = std::get_if<core::Rejection>(&decided)) {
    draft.replies.push_back({std::move(waiting.reply), *rejection, true});
    return;
  }
  auto& decision = std::get<core::Decision>(decided);
  ChangeResult result{0, decision.entry, decision.action, decision.vote, decision.paid};
  const bool happened = !decision.events.empty();
  draft.take(std::move(decision));
  result.seq = seq_ + draft.events.size();
  if (waiting.person && happened) {
    draft.people.emplace_back(std::get<core::SeatMember>(waiting.command.body).member,
                              *std::move(waiting.person));
  }
  if (!waiting.change.empty()) {
    draft.changes.push_back(
        RememberedChange{waiting.command.by, std::move(waiting.change), result});
  }
  draft.replies.push_back({std::move(waiting.reply), result});
  draft.pass_time(now);  // a move without delay
}

void Room::submit(std::unique_ptr<Draft> draft) {
  in_flight_ = std::move(draft);  // first: should the next fail, those who wait are in it
  in_flight_->forget(wordbook_.words);
  Batch batch{session_.id,       seq_, in_flight_->events, in_flight_->words, in_flight_->changes,
              in_flight_->erased};
  ports_.journal.append(std::move(batch),
                        [this, life = std::weak_ptr<bool>(life_)](AppendOutcome outcome) {
                          if (!life.expired()) finish(outcome);
                        });
}

/// Whoever is told something here may ask for something at once, which waits, or for this room,
/// which is thrown away if it is lost.
void Room::finish(AppendOutcome outcome) {
  const std::weak_ptr<bool> life = life_;
  const auto draft = std::move(in_flight_);
  tell_caught_up();
  working_ = true;
  try {
    if (outcome == AppendOutcome::committed) {
      commit(*draft);
    } else {
      lost_ = outcome != AppendOutcome::unavailable;
      fail(*draft);
    }
  } catch (const std::exception& error) {
    if (life.expired()) throw;
    return break_down(error, nullptr);
  }
  if (life.expired()) return;
  working_ = false;
  if (lost_ || stopped_) return give_up();
  if (outcome == AppendOutcome::committed || !waiting_.empty()) return work();
  arm();
}

void Room::commit(Draft& draft) {
  for (auto& words : draft.words) wordbook_.words[words.id] = std::move(words.text);
  for (auto& [member, person] : draft.people) wordbook_.people[member] = std::move(person);
  for (auto& change : draft.changes) remember(std::move(change));
  for (const auto& event : draft.events) {
    core::apply(session_, event);
    ++seq_;
    replannings_.note(seq_, event);
    ports_.outbox.publish(Published{seq_, event, session_, wordbook_});
  }
  for (const auto& id : draft.erased) wordbook_.words.erase(id);
  if (storage_fails_) {
    storage_fails_ = false;
    ports_.outbox.notice(Notice::storage_back);
  }
  for (auto& told : draft.replies) told.reply(told.answer);
}

/// Nothing of it happened. What the clock did since is told to nobody, so nobody is charged for it.
void Room::fail(Draft& draft) {
  note_gap(draft.gap.value_or(Gap{draft.at, false}));
  hold();
  for (auto& told : draft.replies) {
    told.reply(told.stands ? told.answer : Failure::storage_unavailable);
  }
}

/// Nobody waits for the answer of a room that is lost, or stands still for good.
void Room::give_up() {
  for (const auto& waiting : std::exchange(waiting_, {})) {
    waiting.reply(Failure::storage_unavailable);
  }
}

/// A rule that threw must not stop the other rooms, nor this one for good: it is opened again from
/// its journal, which is the truth. Nothing of what was decided has happened. Whoever is told may
/// ask for this room, which is thrown away then.
void Room::break_down(const std::exception& error, Draft* untold) {
  lost_ = true;
  fault_ = error.what();
  std::vector<Draft::Told> unanswered;
  if (untold != nullptr) {
    if (untold->gap) note_gap(*untold->gap);
    unanswered = std::move(untold->replies);
  }
  for (auto& waiting : waiting_) {
    unanswered.push_back({std::move(waiting.reply), Failure::storage_unavailable});
  }
  waiting_.clear();
  tell_caught_up();
  for (const auto& told : unanswered) {
    told.reply(told.stands ? told.answer : Failure::storage_unavailable);
  }
}

void Room::disarm() {
  if (alarm_ != 0) ports_.alarm.cancel(alarm_);
  alarm_ = 0;
}

/// The next deadline, or the next try while the disk refuses.
void Room::arm() {
  disarm();
  if (in_flight_ || lost_) return;
  auto when = core::next_deadline(session_);
  if (storage_fails_) when = ports_.clock.now() + kTryAgain;
  if (!when) return;
  alarm_ = ports_.alarm.set(*when, [this] {
    alarm_ = 0;
    work();
  });
}

}  // namespace turnkeeper::rooms
