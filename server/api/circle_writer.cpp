#include "api/circle_writer.h"

#include <utility>
#include <vector>

#include "api/answering.h"
#include "api/refusal.h"

namespace turnkeeper::api {

struct CircleWriter::Work {
  core::CircleId circle;
  Attempt attempt;
  net::HttpReply reply;
  int attempts = 0;
  bool is_in_line = false;
};

struct CircleWriter::Decided {
  std::vector<store::StreamAppend> appends;
  Committed committed;
};

void CircleWriter::write(const core::CircleId& circle, Attempt attempt, net::HttpReply reply) {
  run(std::make_shared<Work>(Work{circle, std::move(attempt), std::move(reply)}));
}

/// Does a step of it; unless that says that another one follows, whoever waits for it has their
/// turn.
template <class Step>
void CircleWriter::take(const std::shared_ptr<Work>& work, const Step& step) {
  bool goes_on = false;
  answering(log_, work->reply, [&] { access_.recognising([&] { goes_on = step(); }); });
  if (!goes_on && work->is_in_line) next(work->circle);
}

void CircleWriter::run(std::shared_ptr<Work> work) {
  ++work->attempts;
  reader_.ask(
      [work, now = clock_.now()](store::Queries& queries) {
        CircleDraft draft{work->circle, [&] { return load_circle(queries, work->circle); }, now};
        Committed committed;
        // Or what it looked at first might have changed before its circle was loaded.
        queries.at_one_moment([&] { committed = work->attempt({queries, now}, draft); });
        return Decided{draft.appends(), std::move(committed)};
      },
      [this, work](rooms::Outcome<Decided> decided) {
        take(work, [&] { return write(work, std::move(decided.get())); });
      });
}

/// Whether there is anything to write.
bool CircleWriter::write(const std::shared_ptr<Work>& work, Decided decided) {
  if (decided.appends.empty()) {
    decided.committed();
    return false;
  }
  writer_.append(std::move(decided.appends), [this, work, committed = std::move(decided.committed)](
                                                 store::AppendOutcome outcome) {
    take(work, [&] { return written(work, committed, outcome); });
  });
  return true;
}

/// Whether it was in vain, and is done again.
bool CircleWriter::written(const std::shared_ptr<Work>& work, const Committed& committed,
                           store::AppendOutcome outcome) {
  switch (outcome) {
    case store::AppendOutcome::committed:
      committed();
      return false;
    case store::AppendOutcome::unavailable:
      throw refused("storage_unavailable");
    case store::AppendOutcome::damaged:
      throw refused("data_damaged");
    case store::AppendOutcome::conflict:
      break;
  }
  if (work->attempts == kMostAttempts) {
    throw refused("busy", "Several people changed this circle at the same moment. Try again.");
  }
  if (work->is_in_line) {
    run(work);
    return true;
  }
  auto& line = lines_[work->circle];
  line.push_back(work);
  work->is_in_line = true;
  if (line.size() == 1) run(work);
  return true;
}

/// The first of the line is over.
void CircleWriter::next(const core::CircleId& circle) {
  const auto line = lines_.find(circle);
  line->second.pop_front();
  if (line->second.empty()) {
    lines_.erase(line);
    return;
  }
  const auto work = line->second.front();
  take(work, [&] {
    run(work);
    return true;
  });
}

}  // namespace turnkeeper::api
