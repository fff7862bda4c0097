// What the store's tests share: a data directory that goes away, a loop that is pumped by hand, and
// a circle that meets.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/queries.h"
#include "store/session_archive.h"
#include "store/session_journal.h"
#include "store/writer.h"
#include "tests/support/full_disk.h"

namespace turnkeeper::store {

using testing::FullDisk;

/// A folder of its own under the system's for such things, removed at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path file() const { return path_ / "turnkeeper.db"; }

 private:
  std::filesystem::path path_;
};

/// A loop that runs what was posted when the test says so.
class Pump {
 public:
  Writer::Post post();
  /// Runs what comes until `done` holds. Fails the test if that takes unreasonably long.
  void run_until(const std::function<bool()>& done);
  /// Whether nothing waits to be run.
  bool idle();

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<std::function<void()>> functions_;
};

/// Appends and waits for the outcome.
AppendOutcome append(Writer& writer, Pump& pump, std::vector<StreamAppend> appends);
AppendOutcome append(Writer& writer, Pump& pump, StreamAppend append);
AppendOutcome probe(Writer& writer, Pump& pump);

inline constexpr core::Instant kSixOClock{std::chrono::milliseconds{1'772'388'000'000}};

/// `circle` begins, with nobody in it.
StreamAppend new_circle(const std::string& circle, const std::string& name = "Thursday circle");
/// The next event of a circle, of the smallest kind there is.
StreamAppend issued_link(const std::string& circle, std::uint64_t expected_seq);
/// A member takes a seat.
StreamAppend seated_member(const std::string& circle, std::uint64_t expected_seq,
                           const std::string& member, const std::string& name);

/// What all tests with a whole store need.
struct Store {
  explicit Store(const std::filesystem::path& directory, WriterOptions options = {})
      : database(directory), writer(database, pump.post(), std::move(options)), queries(database) {}

  Database database;
  Pump pump;
  Writer writer;
  Queries queries;
};

/// Runs one SQL text on a connection of its own, as somebody would who has the file.
void tamper(const std::filesystem::path& file, const std::string& sql);
/// The first column of the first row.
std::string ask(const std::filesystem::path& file, const std::string& sql);

std::string bytes_of(const std::filesystem::path& file);
/// The names in a folder.
std::set<std::string> names_in(const std::filesystem::path& folder);
unsigned permissions_of(const std::filesystem::path& path);

/// What the files of a crash look like: the log is not in the database yet. REQUIRES: somebody has
/// it open.
void copy_as_crashed(const std::filesystem::path& file, const std::filesystem::path& to);

/// What an action throws, as a sentence; empty if it throws nothing.
std::string complaint(const std::function<void()>& action);

}  // namespace turnkeeper::store
