#include "tests/power/store_run.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <condition_variable>
#include <mutex>

#include "store/store_error.h"
#include "store/writer.h"
#include "tests/power/failing_memory.h"
#include "tests/property/checked_session.h"

namespace turnkeeper::testing {

namespace fs = std::filesystem;
using store::AppendOutcome;

namespace {

constexpr std::size_t kRefusalsUntilHealed = 3;
constexpr std::size_t kMostRefusals = 8;  ///< in a row, of a disk that fails once or has healed
constexpr Call kCalls[] = {Call::open,     Call::write,  Call::sync,
                           Call::truncate, Call::remove, Call::allocate};

/// As long as it lives, this thread's memory can run out.
class Rationed {
 public:
  explicit Rationed(Recorder& recorder) { allocate_for(&recorder); }
  ~Rationed() { allocate_for(nullptr); }
  Rationed(const Rationed&) = delete;
  Rationed& operator=(const Rationed&) = delete;
};

class Runner {
 public:
  Runner(fs::path folder, const std::vector<Step>& steps, std::optional<Fault> fault)
      : folder_(std::move(folder)), steps_(steps), recorder_(folder_, fault) {}

  StoreRun run(const Contents& before) {
    run_.acknowledged.push_back({0, before.rows, {}});
    while (next_ < steps_.size()) serve();
    recorder_.heal();
    run_.struck = recorder_.struck();
    for (const auto call : kCalls) run_.calls[call] = recorder_.calls(call);
    run_.recording = recorder_.take();
    return std::move(run_);
  }

 private:
  /// A server from its start to its end.
  void serve() {
    const auto from = recorder_.position();
    const Rationed here(recorder_);
    try {
      const store::Database database(folder_);
      run_.openings.emplace_back(from, recorder_.position());
      store::WriterOptions options;
      options.report = [this](const std::string& report) { last_report_ = report; };
      store::Writer writer(
          database, [](const std::function<void()>& told) { told(); }, options);
      writer_ = &writer;
      ended_ = false;
      // With nothing to write, to get onto the writer's thread.
      writer.append(std::vector<store::StreamAppend>{}, [this](AppendOutcome) {
        allocate_for(&recorder_);
        begin_step();
      });
      std::unique_lock lock(mutex_);
      waiting_.wait(lock, [this] { return ended_; });
    } catch (const store::StoreError& error) {
      refused(error.what());
    }
    if (!failure_.empty()) throw Broken(failure_);
  }

  /// On the writer's thread.
  void begin_step() {
    while (next_ < steps_.size() && steps_[next_].kind == Step::Kind::checkpoint) checkpoint();
    if (next_ == steps_.size() || steps_[next_].kind == Step::Kind::reopen) {
      next_ = std::min(next_ + 1, steps_.size());
      end();
      return;
    }
    outcomes_.clear();
    for (auto job : steps_[next_].jobs) {
      writer_->append(std::move(job), [this](AppendOutcome outcome) { take(outcome); });
    }
  }

  void take(AppendOutcome outcome) {
    outcomes_.push_back(outcome);
    const Step& step = steps_[next_];
    if (outcomes_.size() < step.jobs.size()) return;
    for (const auto each : outcomes_) {
      if (each == AppendOutcome::conflict) {
        return fail("A stream is not at the seq that was acknowledged. The writer had said: " +
                    last_report_);
      }
      if (each != outcomes_.front()) return fail("A transaction was kept in part.");
    }
    if (outcomes_.front() == AppendOutcome::committed) {
      Acknowledgement next = run_.acknowledged.back();
      next.at = recorder_.position();
      next.rows += step.rows;
      next.erased.insert(next.erased.end(), step.erased.begin(), step.erased.end());
      run_.acknowledged.push_back(std::move(next));
      refusals_in_a_row_ = 0;
      ++next_;
    } else {
      refused(last_report_);
      if (!failure_.empty()) return;
    }
    begin_step();
  }

  /// May fail, as long as nothing is lost by it.
  void checkpoint() {
    try {
      SQLite::Database database((folder_ / "turnkeeper.db").string(), SQLite::OPEN_READWRITE);
      database.execAndGet(steps_[next_].sql);
    } catch (const SQLite::Exception&) {
      ++run_.refusals;
    }
    ++next_;
  }

  void refused(const std::string& why) {
    ++run_.refusals;
    if (++refusals_in_a_row_ == kRefusalsUntilHealed) recorder_.heal();
    if (refusals_in_a_row_ > kMostRefusals) fail("The store does not heal: " + why);
  }

  void fail(std::string why) {
    failure_ = std::move(why);
    end();
  }

  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    waiting_.notify_one();
  }

  const fs::path folder_;
  const std::vector<Step>& steps_;
  Recorder recorder_;
  StoreRun run_;
  store::Writer* writer_ = nullptr;
  std::size_t next_ = 0;  ///< step
  std::vector<AppendOutcome> outcomes_;
  std::size_t refusals_in_a_row_ = 0;
  std::string failure_;
  std::string last_report_;  ///< of the writer
  std::mutex mutex_;
  std::condition_variable waiting_;
  bool ended_ = false;
};

std::int64_t count(SQLite::Database& database, const std::string& what) {
  return database.execAndGet("SELECT count(*) FROM " + what).getInt64();
}

}  // namespace

Contents contents_of(const fs::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  Contents contents;
  contents.rows = {count(database, "events"), count(database, "words"),
                   count(database, "words WHERE text IS NULL"), count(database, "changes"),
                   count(database, "credentials")};
  SQLite::Statement events(database, "SELECT stream, seq, hex(hash) FROM events ORDER BY position");
  while (events.executeStep()) {
    contents.events.push_back({events.getColumn(0).getString(), events.getColumn(1).getInt64(),
                               events.getColumn(2).getString()});
  }
  return contents;
}

StoreRun run_store(const fs::path& folder, const std::vector<Step>& steps,
                   std::optional<Fault> fault) {
  const fs::path file = folder / "turnkeeper.db";
  Contents before;
  if (fs::exists(file)) before = contents_of(file);
  StoreRun run = Runner(folder, steps, fault).run(before);
  run.events = contents_of(file).events;
  return run;
}

}  // namespace turnkeeper::testing
