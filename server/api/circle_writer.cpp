#include "api/circle_writer.h"

#include <utility>

#include "api/answering.h"
#include "api/refusal.h"

namespace turnkeeper::api {

struct CircleWriter::Work {
  core::CircleId circle;
  Attempt attempt;
  net::HttpReply reply;
  int attempts = 0;
};

void CircleWriter::write(const core::CircleId& circle, Attempt attempt, net::HttpReply reply) {
  run(std::make_shared<Work>(Work{circle, std::move(attempt), std::move(reply)}));
}

void CircleWriter::run(std::shared_ptr<Work> work) {
  answering(log_, work->reply, [this, work] {
    ++work->attempts;
    CircleDraft draft{work->circle, load_circle(queries_, work->circle), clock_.now()};
    Committed committed = work->attempt(draft);
    auto appends = draft.appends();
    if (appends.empty()) return committed();
    writer_.append(std::move(appends), [this, work, committed](store::AppendOutcome outcome) {
      switch (outcome) {
        case store::AppendOutcome::committed:
          return answering(log_, work->reply, committed);
        case store::AppendOutcome::unavailable:
          return work->reply(refused("storage_unavailable").response());
        case store::AppendOutcome::damaged:
          return work->reply(refused("data_damaged").response());
        case store::AppendOutcome::conflict:
          break;
      }
      if (work->attempts < kMostAttempts) return run(work);
      work->reply(
          refused("busy", "Several people changed this circle at the same moment. Try again.")
              .response());
    });
  });
}

}  // namespace turnkeeper::api
