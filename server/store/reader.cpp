#include "store/reader.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr SteadyClock::time_point kIdle{};  ///< nothing is read

std::exception_ptr no_answer() {
  return std::make_exception_ptr(NoAnswerError("The disk did not answer in time."));
}

std::exception_ptr too_many() {
  return std::make_exception_ptr(NoAnswerError("Too many wait for the disk to answer."));
}

}  // namespace

struct Reader::Work {
  Work(const Database& database, Post post, ReaderOptions chosen)
      : options(std::move(chosen)), post_to_loop(std::move(post)), queries(database) {}

  void run();
  std::shared_ptr<Question> next();
  void fail(std::uint64_t number, const std::exception_ptr& why);

  // Constant after construction.
  const ReaderOptions options;
  const Post post_to_loop;

  Queries queries;  ///< the reader's thread only

  // The loop only.
  std::uint64_t last_number = 0;
  std::map<std::uint64_t, std::shared_ptr<Question>> unanswered;

  // Guarded by mutex.
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::shared_ptr<Question>> queue;
  bool finishing = false;

  std::atomic<SteadyClock::time_point> busy_since{kIdle};

  std::thread thread;
};

void Reader::Work::run() {
  while (auto question = next()) {
    busy_since = options.now();
    if (!question->failed) question->read(queries);
    busy_since = kIdle;
    // The last reference goes along: what hangs on it belongs to the loop.
    post_to_loop([this, question = std::move(question)] {
      if (unanswered.erase(question->number) > 0) question->answer();
    });
  }
}

/// Waits for it; nothing at the end.
std::shared_ptr<Reader::Question> Reader::Work::next() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return finishing || !queue.empty(); });
  if (finishing) return nullptr;
  auto question = std::move(queue.front());
  queue.pop_front();
  return question;
}

/// If it has not been answered meanwhile.
void Reader::Work::fail(std::uint64_t number, const std::exception_ptr& why) {
  const auto found = unanswered.extract(number);
  if (!found) return;
  found.mapped()->failed = true;
  found.mapped()->fail(why);
}

Reader::Reader(const Database& database, Post post, ReaderOptions options)
    : work_(std::make_unique<Work>(database, std::move(post), std::move(options))) {
  work_->thread = std::thread([work = work_.get()] { work->run(); });
}

Reader::~Reader() {
  {
    const std::lock_guard lock(work_->mutex);
    work_->finishing = true;
  }
  work_->changed.notify_one();
  work_->thread.join();
}

void Reader::add(std::shared_ptr<Question> question) {
  Work& work = *work_;
  question->number = ++work.last_number;
  question->asked_at = work.options.now();
  const bool is_too_many = work.unanswered.size() >= work.options.most_waiting;
  const auto waiting = work.unanswered.emplace(question->number, question).first;
  try {
    if (is_too_many || stuck()) {
      work.post_to_loop([this, number = question->number, is_too_many] {
        watch();  // whoever asked before is told before
        work_->fail(number, is_too_many ? too_many() : no_answer());
      });
    } else {
      const std::lock_guard lock(work.mutex);
      work.queue.push_back(std::move(question));
    }
  } catch (...) {  // whoever is told so now must not be answered later
    work.unanswered.erase(waiting);
    throw;
  }
  work.changed.notify_one();
}

void Reader::watch() {
  const auto long_ago = work_->options.now() - work_->options.patience;
  std::vector<std::uint64_t> late;
  for (const auto& [number, question] : work_->unanswered) {
    if (question->asked_at > long_ago) break;  // as are all after it
    late.push_back(number);
  }
  for (const auto number : late) work_->fail(number, stuck() ? no_answer() : too_many());
}

bool Reader::stuck() const {
  const SteadyClock::time_point since = work_->busy_since;
  return since != kIdle && work_->options.now() - since >= work_->options.patience;
}

}  // namespace turnkeeper::store
