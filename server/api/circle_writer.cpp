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
};

struct CircleWriter::Decided {
  std::vector<store::StreamAppend> appends;
  Committed committed;
};

void CircleWriter::write(const core::CircleId& circle, Attempt attempt, net::HttpReply reply) {
  run(std::make_shared<Work>(Work{circle, std::move(attempt), std::move(reply)}));
}

void CircleWriter::run(std::shared_ptr<Work> work) {
  ++work->attempts;
  reader_.ask(
      [work, now = clock_.now()](store::Queries& queries) {
        CircleDraft draft{work->circle, load_circle(queries, work->circle), now};
        Committed committed = work->attempt({queries, now}, draft);
        return Decided{draft.appends(), std::move(committed)};
      },
      [this, work](rooms::Outcome<Decided> decided) {
        answering(log_, work->reply,
                  [&] { access_.recognising([&] { write(work, std::move(decided.get())); }); });
      });
}

void CircleWriter::write(const std::shared_ptr<Work>& work, Decided decided) {
  if (decided.appends.empty()) return decided.committed();
  const auto told = [this, work,
                     committed = std::move(decided.committed)](store::AppendOutcome outcome) {
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
    if (work->attempts < kMostAttempts) {
      return answering(log_, work->reply, [&] { run(work); });
    }
    work->reply(refused("busy", "Several people changed this circle at the same moment. Try again.")
                    .response());
  };
  writer_.append(std::move(decided.appends), told);
}

}  // namespace turnkeeper::api
