#include "tests/bench/live_house.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "api/circle_draft.h"
#include "store/database.h"
#include "store/session_journal.h"
#include "store/tokens.h"
#include "store/writer.h"
#include "tests/bench/typical_session.h"
#include "tests/support/agendas.h"

namespace turnkeeper::bench {

namespace core = turnkeeper::timekeeper;

namespace {

constexpr std::size_t kMostUnderWay = 1'000;  ///< appends
constexpr core::Millis kSpread{60'000};       ///< over which the sessions have begun

/// Waits for a writer that answers from its own thread.
class Outstanding {
 public:
  void expect() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return under_way_ < kMostUnderWay; });
    ++under_way_;
  }
  void take(store::AppendOutcome outcome) {
    const std::lock_guard lock(mutex_);
    --under_way_;
    refused_ = refused_ || outcome != store::AppendOutcome::committed;
    changed_.notify_one();
  }
  void wait_for_all() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return under_way_ == 0; });
    if (refused_) throw std::runtime_error("the store does not take the sessions");
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t under_way_ = 0;
  bool refused_ = false;
};

struct Circle {
  std::vector<store::StreamAppend> appends;
  Meeting meeting;
  LiveRoom room;
};

Circle new_circle(std::size_t people, core::Instant now) {
  static const core::Agenda agenda = testing::shipped_agenda("group-75");
  Circle circle;
  circle.meeting.circle = core::CircleId{"c" + store::make_id()};
  circle.meeting.planned_at = now;
  api::CircleDraft draft(
      circle.meeting.circle, [] { return api::LoadedCircle{}; }, now);
  draft.decide(core::CreateCircle{circle.meeting.circle, "Thursday circle", agenda});
  for (std::size_t i = 1; i <= people; ++i) {
    core::TakePlace place;
    place.name = "Member " + std::to_string(i);
    const auto member = *draft.decide(std::move(place)).member;
    circle.meeting.people.push_back(member);
    circle.room.tokens.push_back(draft.issue(store::CredentialKind::personal, member));
  }
  circle.meeting.session = *draft.decide(core::PlanNextSession{}).session;
  circle.room.session = circle.meeting.session.value;
  circle.appends = draft.appends();
  return circle;
}

/// The session of a circle, as its room would have written it down.
store::StreamAppend journal_of(const Meeting& meeting) {
  rooms::Batch batch;
  batch.session = meeting.session;
  middle_of_session(meeting, [&](const core::Decision& decision, const core::MemberId& by) {
    batch.events.insert(batch.events.end(), decision.events.begin(), decision.events.end());
    batch.words.insert(batch.words.end(), decision.words.begin(), decision.words.end());
    if (by.value.empty()) return;
    const std::uint64_t seq = batch.events.size();
    batch.changes.push_back({by,
                             "change-" + std::to_string(seq),
                             {seq, decision.entry, decision.action, decision.vote, decision.paid}});
  });
  return store::to_append(batch);
}

/// How long it takes until the middle of the session.
core::Millis until_middle(std::size_t people, core::Instant start) {
  return middle_of_session(new_circle(people, start).meeting, {}) - start;
}

}  // namespace

std::vector<LiveRoom> fill_house(const std::filesystem::path& folder, std::size_t rooms,
                                 std::size_t people) {
  const auto now = std::chrono::floor<core::Millis>(std::chrono::system_clock::now());
  const auto latest_start = now - until_middle(people, now);
  std::vector<LiveRoom> all;
  Outstanding outstanding;
  const store::Database database(folder);
  store::Writer writer(database, [](const std::function<void()>& told) { told(); });
  for (std::size_t i = 0; i < rooms; ++i) {
    const auto start = latest_start - kSpread * static_cast<int>(i) / static_cast<int>(rooms);
    Circle circle = new_circle(people, start);
    circle.appends.push_back(journal_of(circle.meeting));
    outstanding.expect();
    writer.append(std::move(circle.appends),
                  [&outstanding](store::AppendOutcome outcome) { outstanding.take(outcome); });
    all.push_back(std::move(circle.room));
  }
  outstanding.wait_for_all();
  return all;
}

}  // namespace turnkeeper::bench
