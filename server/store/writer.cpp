#include "store/writer.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "store/connection.h"
#include "store/file_check.h"
#include "store/history.h"
#include "store/open_files.h"
#include "store/projector.h"
#include "store/store_error.h"
#include "store/stream_writer.h"

namespace turnkeeper::store {

namespace {

/// For a foreign lock: while the disk refuses anyway, at the end, and when the log is emptied
/// again.
constexpr std::chrono::milliseconds kImpatience{20};
constexpr std::chrono::milliseconds kLookAgain{10};
constexpr std::chrono::minutes kComplainEvery{1};  ///< while the disk refuses

constexpr std::chrono::steady_clock::time_point kIdle{};  ///< nothing waits for the disk

}  // namespace

struct Writer::Work {
  /// Appends that become durable together, or not at all.
  struct Job {
    std::vector<StreamAppend> appends;  ///< none for a probe
    Writer::Done done;

    bool erases() const {
      return std::any_of(appends.begin(), appends.end(),
                         [](const StreamAppend& append) { return !append.erased.empty(); });
    }
  };

  struct Load {
    std::vector<Job> jobs;
    std::optional<core::Instant> mark;

    bool empty() const { return jobs.empty() && !mark; }

    bool probes() const {
      return std::any_of(jobs.begin(), jobs.end(),
                         [](const Job& job) { return job.appends.empty(); });
    }

    bool erases() const {
      return std::any_of(jobs.begin(), jobs.end(), [](const Job& job) { return job.erases(); });
    }
  };

  Work(const Database& opened, Post post, WriterOptions chosen)
      : database(opened),
        options(std::move(chosen)),
        post_to_loop(std::move(post)),
        connection(open_for_writing(database.file(), options.busy_timeout)),
        statements(connection),
        files(database.file()),
        written(progress_of(statements).transactions),
        log_must_go(has_log(database.file())) {
    sqlite3_busy_handler(
        connection.getHandle(),
        [](void* work, int tries) { return static_cast<Work*>(work)->waits_on(tries) ? 1 : 0; },
        this);
  }

  void run();
  bool waits_on(int tries);
  std::optional<Load> wait_for_load();
  void commit(Load load);
  std::vector<AppendOutcome> write_all(const Load& load);
  bool write_jobs(const std::vector<Job>& jobs, std::set<const Job*>& damaged,
                  std::vector<AppendOutcome>& outcomes);
  AppendOutcome write_one(const Job& job);
  void write_probe();
  void complain(const char* why);
  void report_refusal(const std::string& why);
  void roll_back();
  void empty_log(std::chrono::milliseconds patience);
  std::optional<std::string> why_log_is_not_emptied();
  /// Those of the jobs that are `concerned`.
  template <class Concerned>
  void tell(std::vector<Job>& jobs, const std::vector<AppendOutcome>& outcomes,
            const Concerned& concerned);

  // Constant after construction.
  const Database& database;
  const WriterOptions options;
  const Post post_to_loop;

  // The writer's thread only, and whoever has joined it.
  SQLite::Database connection;
  Statements statements;
  const OpenFiles files;
  std::uint64_t written;  ///< transactions, of all writers that there were
  std::chrono::steady_clock::time_point locked_since;
  std::chrono::steady_clock::time_point complained_at;
  std::string refusal;  ///< of a job alone, as it was told last
  std::chrono::steady_clock::time_point refusal_told_at;
  /// It holds words that were erased; one that could not be emptied at the start may.
  bool log_must_go;
  bool log_stays_is_told = false;    ///< since it last went
  bool was_patient_in_vain = false;  ///< somebody reads on and on, and all rooms wait meanwhile
  std::optional<std::chrono::milliseconds>
      emptying;  ///< the log, and how long readers may hinder it

  // Guarded by mutex.
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> queue;
  std::optional<core::Instant> mark;

  std::atomic<bool> finishing{false};  ///< set under the mutex
  std::atomic<bool> healthy{true};
  std::atomic<std::chrono::steady_clock::time_point> busy_since{kIdle};
  std::atomic<std::uint64_t> appends{0};
  std::atomic<std::uint64_t> transactions{0};
  std::atomic<std::uint64_t> failures{0};
  std::atomic<std::uint64_t> probes{0};

  std::thread thread;
};

void Writer::Work::run() {
  while (auto load = wait_for_load()) {
    if (healthy && load->empty()) {
      empty_log(kImpatience);
    } else {
      commit(std::move(*load));
    }
  }
}

/// Whether a lock of somebody else's is waited for. Those who come while the disk refuses are told
/// at once, nobody keeps a server from going down, and the log can be emptied later.
bool Writer::Work::waits_on(int tries) {
  const auto now = std::chrono::steady_clock::now();
  if (tries == 0) locked_since = now;
  auto patience = options.busy_timeout;
  if (!healthy || finishing) patience = std::min(patience, kImpatience);
  if (emptying) patience = std::min(patience, *emptying);
  if (now - locked_since >= patience) return false;
  std::this_thread::sleep_for(kLookAgain);
  return true;
}

/// What is queued, up to one transaction's worth; an empty load when it is time for a probe, or for
/// another try to empty the log; nothing at the end.
std::optional<Writer::Work::Load> Writer::Work::wait_for_load() {
  std::unique_lock lock(mutex);
  const auto something = [this] { return finishing || mark || !queue.empty(); };
  if (healthy && !log_must_go) {
    changed.wait(lock, something);
  } else {
    changed.wait_for(lock, options.probe_every, something);
  }
  Load load;
  load.mark = std::exchange(mark, std::nullopt);
  while (!queue.empty() && load.jobs.size() < options.most_in_transaction) {
    load.jobs.push_back(std::move(queue.front()));
    queue.pop_front();
  }
  if (finishing && load.empty()) return std::nullopt;
  return load;
}

void Writer::Work::commit(Load load) {
  std::vector<AppendOutcome> outcomes;
  busy_since = std::chrono::steady_clock::now();
  try {
    outcomes = write_all(load);
    busy_since = kIdle;
    healthy = true;
  } catch (const std::exception& exception) {
    // A commit that failed is not tried again: nobody knows what of it the disk took. The rooms
    // hold, and decide afresh when they are told that it is back.
    busy_since = kIdle;
    roll_back();
    failures += load.jobs.size();
    complain(exception.what());
    healthy = false;
    outcomes.assign(load.jobs.size(), AppendOutcome::unavailable);
    return tell(load.jobs, outcomes, [](const Job&) { return true; });
  }
  const auto committed = static_cast<std::uint64_t>(
      std::count(outcomes.begin(), outcomes.end(), AppendOutcome::committed));
  appends += committed;
  if (committed > 0) ++transactions;
  // Who erases something is told when it is gone; the others need not wait for that.
  tell(load.jobs, outcomes, [](const Job& job) { return !job.erases(); });
  log_must_go = log_must_go || load.erases();
  if (load.erases() && !was_patient_in_vain) {
    empty_log(options.reader_patience);
    was_patient_in_vain = log_must_go;
  } else if (log_must_go) {
    empty_log(kImpatience);
  }
  tell(load.jobs, outcomes, [](const Job& job) { return job.erases(); });
}

std::vector<AppendOutcome> Writer::Work::write_all(const Load& load) {
  std::vector<AppendOutcome> outcomes;
  std::set<const Job*> damaged;
  while (!write_jobs(load.jobs, damaged, outcomes)) roll_back();
  if (load.mark) write_mark(statements, *load.mark);
  if (!healthy || load.probes()) write_probe();
  write_progress(statements, written + 1);
  const std::string note = database.note_of(written + 1);
  files.require_in_place();
  statements.run("COMMIT");
  ++written;
  database.keep_note(note);
  return outcomes;
}

/// Begins a transaction, and writes into it the jobs that are not known to be `damaged`. False when
/// another one turns out to be: a page that it needs is not as SQLite wrote it, and a transaction
/// that has met one is refused at its end.
bool Writer::Work::write_jobs(const std::vector<Job>& jobs, std::set<const Job*>& damaged,
                              std::vector<AppendOutcome>& outcomes) {
  outcomes.clear();
  statements.run("BEGIN IMMEDIATE");
  for (const Job& job : jobs) {
    try {
      // Whoever reads its stream again finds out what is left of it.
      outcomes.push_back(damaged.contains(&job) ? AppendOutcome::conflict : write_one(job));
    } catch (const StatementError& error) {
      if (!error.is_damage()) throw;
      report_refusal(error.what());
      damaged.insert(&job);
      return false;
    }
  }
  return true;
}

/// What is wrong with one job undoes that job alone; what is wrong with the disk is thrown on.
AppendOutcome Writer::Work::write_one(const Job& job) {
  statements.run("SAVEPOINT one");
  AppendOutcome outcome = AppendOutcome::committed;
  try {
    const bool as_expected =
        std::all_of(job.appends.begin(), job.appends.end(),
                    [this](const StreamAppend& append) { return write(statements, append); });
    if (!as_expected) outcome = AppendOutcome::conflict;
  } catch (const StatementError& error) {
    if (!error.is_constraint()) throw;
    report_refusal(error.what());
    // A row with its key was written by somebody else. Another rule may have been broken by it
    // alone, or seem so because SQLite had no memory to look: nobody has gone ahead of it.
    outcome = error.is_duplicate() ? AppendOutcome::conflict : AppendOutcome::unavailable;
  } catch (const StoreError& error) {
    report_refusal(error.what());
    outcome = error.is_damage() ? AppendOutcome::damaged : AppendOutcome::unavailable;
  }
  if (outcome != AppendOutcome::committed) statements.run("ROLLBACK TO one");
  statements.run("RELEASE one");
  return outcome;
}

/// Takes some room and gives it back: a disk that only overwrites is not well yet. And reads, past
/// what SQLite knows by heart; what the system does, it may still answer without the disk.
void Writer::Work::write_probe() {
  ++probes;
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection.getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  std::array<char, 16> head{};
  const int code = file->pMethods->xRead(file, head.data(), static_cast<int>(head.size()), 0);
  if (code != SQLITE_OK) {
    throw StoreError("The database " + connection.getFilename() + " cannot be read (" +
                     sqlite3_errstr(code) + ").");
  }
  statements.run("INSERT INTO probe (filler) VALUES (zeroblob(16384))");
  statements.run("DELETE FROM probe");
}

/// All rooms try again and again; the log must not fill up with that.
void Writer::Work::complain(const char* why) {
  const auto now = std::chrono::steady_clock::now();
  if (!healthy && now - complained_at < kComplainEvery) return;
  complained_at = now;
  options.report(why);
}

/// Whoever tries again with the same is refused in the same words.
void Writer::Work::report_refusal(const std::string& why) {
  const auto now = std::chrono::steady_clock::now();
  if (why == refusal && now - refusal_told_at < kComplainEvery) return;
  refusal = why;
  refusal_told_at = now;
  options.report(why);
}

void Writer::Work::roll_back() {
  try {
    if (!statements.idle()) statements.run("ROLLBACK");
  } catch (const StoreError& error) {
    options.report(error.what());
  }
}

/// Moves the log into the database: words that were erased are gone only then, and at the end one
/// file is left. Where that fails nothing is lost: whoever opens the database reads both.
void Writer::Work::empty_log(std::chrono::milliseconds patience) {
  emptying = patience;
  busy_since = std::chrono::steady_clock::now();
  const auto fault = why_log_is_not_emptied();
  busy_since = kIdle;
  emptying.reset();
  if (fault && !log_stays_is_told) {
    options.report("The log " + connection.getFilename() +
                   "-wal could not be moved into the database (" + *fault +
                   "); it stays beside it, and nothing is lost.");
  }
  log_stays_is_told = fault.has_value();
  log_must_go = log_must_go && fault;
  was_patient_in_vain = was_patient_in_vain && fault;
}

std::optional<std::string> Writer::Work::why_log_is_not_emptied() {
  try {
    auto row = statements.select("PRAGMA wal_checkpoint(TRUNCATE)");
    if (row.next() && row.number(0) != 0) return "another program uses it";
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  }
}

template <class Concerned>
void Writer::Work::tell(std::vector<Job>& jobs, const std::vector<AppendOutcome>& outcomes,
                        const Concerned& concerned) {
  std::vector<std::pair<Done, AppendOutcome>> answers;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (concerned(jobs[i])) answers.emplace_back(std::move(jobs[i].done), outcomes[i]);
  }
  if (answers.empty()) return;
  post_to_loop([answers = std::move(answers)] {
    for (const auto& [done, outcome] : answers) done(outcome);
  });
}

Writer::Writer(const Database& database, Post post, WriterOptions options)
    : work_(std::make_unique<Work>(database, std::move(post), std::move(options))) {
  work_->thread = std::thread([work = work_.get()] { work->run(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(work_->mutex);
    work_->finishing = true;
  }
  work_->changed.notify_one();
  work_->thread.join();
  work_->empty_log(kImpatience);
}

void Writer::append(std::vector<StreamAppend> appends, Done done) {
  for (const StreamAppend& append : appends) {
    for (const Record& record : append.records) {
      if (!is_projected(append.kind, record.type)) {
        throw std::invalid_argument("No projection knows the event " + record.type + " of a " +
                                    std::string{name(append.kind)} + ".");
      }
    }
  }
  std::unique_lock lock(work_->mutex);
  if (work_->queue.size() >= work_->options.most_queued) {
    lock.unlock();
    ++work_->failures;
    work_->post_to_loop([done = std::move(done)] { done(AppendOutcome::unavailable); });
    return;
  }
  work_->queue.push_back(Work::Job{std::move(appends), std::move(done)});
  lock.unlock();
  work_->changed.notify_one();
}

void Writer::append(StreamAppend append, Done done) {
  std::vector<StreamAppend> appends;
  appends.push_back(std::move(append));
  this->append(std::move(appends), std::move(done));
}

void Writer::mark_of_life(core::Instant now) {
  {
    const std::lock_guard lock(work_->mutex);
    work_->mark = now;
  }
  work_->changed.notify_one();
}

void Writer::probe(Done done) { append(std::vector<StreamAppend>{}, std::move(done)); }

bool Writer::healthy() const { return work_->healthy && !stuck(); }

bool Writer::stuck() const {
  const auto since = work_->busy_since.load();
  return since != kIdle &&
         std::chrono::steady_clock::now() - since > work_->options.busy_timeout + kImpatience;
}

WriterCounts Writer::counts() const {
  return {work_->appends, work_->transactions, work_->failures, work_->probes};
}

}  // namespace turnkeeper::store
