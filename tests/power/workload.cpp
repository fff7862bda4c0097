#include "tests/power/workload.h"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "protocol/circle_codec.h"
#include "store/session_journal.h"
#include "tests/property/any_command.h"
#include "timekeeper/held_words.h"
#include "timekeeper/timekeeper.h"

namespace turnkeeper::testing {

namespace core = turnkeeper::timekeeper;
using store::StreamAppend;
using store::StreamKind;

namespace {

constexpr core::Instant kStart{core::Millis{1'772'388'000'000}};

/// Can be found in a file, whatever else is in it.
std::string text_for(const core::WordsId& id) { return "<" + id.value + "> is said only here"; }

StreamAppend to_circle(const std::string& circle, std::uint64_t expected_seq,
                       const core::CircleEventBody& body) {
  StreamAppend append;
  append.kind = StreamKind::circle;
  append.stream = circle;
  append.circle = core::CircleId{circle};
  append.expected_seq = expected_seq;
  append.records.push_back({kStart,
                            std::string{protocol::event_name(body)},
                            std::nullopt,
                            protocol::journal_data(body).dump(),
                            {}});
  return append;
}

StreamAppend with_words(StreamAppend append, const core::WordsId& id) {
  append.records.back().words.push_back({id, text_for(id)});
  return append;
}

store::NewCredential new_link(Dice& dice) {
  store::NewCredential link;
  for (auto& byte : link.hash) byte = static_cast<std::uint8_t>(dice.next());
  link.kind = store::CredentialKind::invite;
  link.issued_at = kStart;
  return link;
}

/// Appends of one stream, each at the seq where the one before ends.
using Queue = std::deque<StreamAppend>;

Queue life_of_circle(const std::string& circle, Dice& dice) {
  Queue queue;
  std::uint64_t seq = 0;
  const core::WordsId name{circle + "-name"};
  queue.push_back(with_words(
      to_circle(circle, seq++, core::CircleCreated{core::CircleId{circle}, name, any_agenda(dice)}),
      name));
  for (int i = dice.between(3, 8); i > 0; --i) {
    core::CircleMember seat;
    seat.id = core::MemberId{"m" + std::to_string(i)};
    seat.seated = true;
    seat.name = core::WordsId{circle + "-" + seat.id.value};
    queue.push_back(
        with_words(to_circle(circle, seq++, core::CircleMemberSeated{seat, ""}), seat.name));
    queue.push_back(to_circle(circle, seq++, core::CircleLinkIssued{core::LinkKind::invite}));
    queue.back().revocations.push_back({store::CredentialKind::invite, {}, kStart});
    queue.back().credentials.push_back(new_link(dice));
  }
  return queue;
}

/// A random session, as its room writes it down.
class SessionLife {
 public:
  SessionLife(const std::string& session, const std::string& circle, Dice& dice) {
    auto plan = any_plan(now_, dice);
    plan.session = core::SessionId{session};
    plan.circle = core::CircleId{circle};
    plan.review.clear();  // there was no session before
    for (const auto& entry : plan.roster) people_.push_back(entry.member);
    tell({{}, core::PlanSession{plan}});
    for (const auto& person : people_) tell({{}, core::Arrive{person}});
  }

  void move(Dice& dice) {
    pass(dice.seconds(0, 20));
    tell(any_command(session_, people_, now_, dice));
  }

  Queue take() { return std::move(queue_); }

 private:
  void pass(core::Millis by) {
    const core::Instant until = now_ + by;
    for (auto next = core::next_deadline(session_); next && *next <= until;
         next = core::next_deadline(session_)) {
      keep(core::pass_time(session_), "");
    }
    now_ = until;
  }

  void tell(const core::Command& command) {
    auto decided = core::decide(session_, command, now_);
    if (auto* decision = std::get_if<core::Decision>(&decided)) keep(*decision, command.by.value);
    pass(core::Millis{0});
  }

  void keep(const core::Decision& decision, const std::string& seat) {
    if (decision.events.empty()) return;
    rooms::Batch batch;
    batch.expected_seq = seq_;
    batch.events = decision.events;
    batch.words = decision.words;
    for (auto& words : batch.words) words.text = text_for(words.id);
    for (const auto& event : batch.events) core::apply(session_, event);
    for (const auto& words : batch.words) kept_.insert(words.id);
    const core::HeldWords held(session_);
    std::erase_if(kept_, [&](const core::WordsId& id) {
      if (!held.contains(id)) batch.erased.push_back(id);
      return !held.contains(id);
    });
    batch.session = session_.id;
    seq_ += batch.events.size();
    if (!seat.empty()) {
      batch.changes.push_back(
          {core::MemberId{seat},
           "change-" + std::to_string(seq_),
           {seq_, decision.entry, decision.action, decision.vote, decision.paid}});
    }
    queue_.push_back(store::to_append(batch));
  }

  core::Instant now_ = kStart;
  core::Session session_;
  std::vector<core::MemberId> people_;
  std::uint64_t seq_ = 0;
  std::set<core::WordsId> kept_;  ///< words, as a room keeps them
  Queue queue_;
};

Rows rows_of(const StreamAppend& append) {
  Rows rows;
  rows.events = static_cast<std::int64_t>(append.records.size());
  for (const auto& record : append.records) {
    rows.words += static_cast<std::int64_t>(record.words.size());
  }
  rows.erased = static_cast<std::int64_t>(append.erased.size());
  rows.changes = static_cast<std::int64_t>(append.changes.size());
  rows.credentials = static_cast<std::int64_t>(append.credentials.size());
  return rows;
}

/// Takes from the queues what the steps are made of.
class Plan {
 public:
  Plan(std::vector<Queue> queues, Dice& dice) : queues_(std::move(queues)), dice_(dice) {}

  bool empty() const { return queues_.empty(); }

  Step append(int jobs) {
    Step step;
    for (int i = 0; i < jobs && !empty(); ++i) {
      std::vector<StreamAppend> job;
      for (int together = dice_.chance(20) ? 2 : 1; together > 0 && !empty(); --together) {
        job.push_back(next());
        step.rows += rows_of(job.back());
        for (const auto& words : job.back().erased) step.erased.push_back(text_for(words));
      }
      step.jobs.push_back(std::move(job));
    }
    return step;
  }

  /// Words of a circle go, if there are any; those of a session go as it moves on.
  void erase_in(Step& step) {
    if (said_.empty()) return;
    const auto at = said_.begin() + static_cast<std::ptrdiff_t>(dice_.below(said_.size()));
    StreamAppend append;
    append.kind = at->kind;
    append.stream = at->stream;
    append.erased.push_back(at->words);
    step.rows += rows_of(append);
    step.erased.push_back(text_for(at->words));
    step.jobs.push_back({std::move(append)});
    said_.erase(at);
  }

 private:
  struct Said {
    StreamKind kind;
    std::string stream;
    core::WordsId words;
  };

  StreamAppend next() {
    const auto queue = queues_.begin() + static_cast<std::ptrdiff_t>(dice_.below(queues_.size()));
    StreamAppend append = std::move(queue->front());
    queue->pop_front();
    if (queue->empty()) queues_.erase(queue);
    if (append.kind != StreamKind::circle) return append;
    for (const auto& record : append.records) {
      for (const auto& words : record.words)
        said_.push_back({append.kind, append.stream, words.id});
    }
    return append;
  }

  std::vector<Queue> queues_;
  std::vector<Said> said_;
  Dice& dice_;
};

}  // namespace

Rows& Rows::operator+=(const Rows& other) {
  events += other.events;
  words += other.words;
  erased += other.erased;
  changes += other.changes;
  credentials += other.credentials;
  return *this;
}

std::vector<Step> workload_of(std::uint64_t seed, WorkloadSize size) {
  Dice dice(seed);
  std::vector<Queue> queues;
  for (int i = 0; i < size.circles; ++i) {
    const auto circle = "circle-" + std::to_string(i);
    queues.push_back(life_of_circle(circle, dice));
    SessionLife session("session-" + std::to_string(i), circle, dice);
    for (int moved = 0; moved < size.session_moves; ++moved) session.move(dice);
    queues.push_back(session.take());
  }
  Plan plan(std::move(queues), dice);
  std::vector<Step> steps{plan.append(1)};
  int reopened = 0;
  while (!plan.empty()) {
    const int kind = dice.between(1, 100);
    if (kind <= 4) {
      const auto how =
          dice.pick(std::vector<std::string>{"PASSIVE", "FULL", "RESTART", "TRUNCATE"});
      steps.push_back({Step::Kind::checkpoint, {}, "PRAGMA wal_checkpoint(" + how + ")"});
    } else if (kind <= 8 && reopened < size.reopened) {
      ++reopened;
      steps.push_back({Step::Kind::reopen});
      steps.push_back(plan.append(1));
    } else {
      steps.push_back(plan.append(dice.between(1, size.most_jobs)));
      if (kind >= 96 && size.most_jobs > 1) plan.erase_in(steps.back());
    }
  }
  return steps;
}

}  // namespace turnkeeper::testing
