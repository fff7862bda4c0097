#include "store/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>
#include <vector>

#include "store/data_directory.h"
#include "store/file_check.h"
#include "store/history.h"
#include "store/log_check.h"
#include "store/migrations.h"
#include "store/replacement.h"
#include "store/store_error.h"
#include "store/verify.h"
#include "store/witness.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

constexpr int kBusyTimeoutMs = 5'000;
/// A larger file would not be read through in a second: its sessions are held against their hashes
/// when they are opened.
constexpr std::uintmax_t kReadThrough = 8 * 1024 * 1024;
constexpr std::chrono::milliseconds kLookFor{1'000};
constexpr int kStepsBetweenLooks = 10'000;  ///< of SQLite's machine; a millisecond or two

/// Makes an empty file that only its owner can read; SQLite gives the same permissions to those
/// that it puts beside it.
bool make_file(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    ::close(descriptor);
    return true;
  }
  if (errno == EEXIST) return false;
  throw StoreError("The database " + file.string() + " cannot be made (" +
                   std::generic_category().message(errno) +
                   "); give --data a folder that can be written.");
}

void checkpoint_on_close(SQLite::Database& database, bool wanted) {
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wanted ? 0 : 1,
                    nullptr);
}

/// While it lives, a statement that runs when the time is over fails.
class Hurry {
 public:
  Hurry(SQLite::Database& database, std::chrono::milliseconds most)
      : database_(database), until_(std::chrono::steady_clock::now() + most) {
    sqlite3_progress_handler(database_.getHandle(), kStepsBetweenLooks, &Hurry::look, this);
  }
  ~Hurry() { sqlite3_progress_handler(database_.getHandle(), 0, nullptr, nullptr); }
  Hurry(const Hurry&) = delete;
  Hurry& operator=(const Hurry&) = delete;

  bool over() const { return over_; }

 private:
  static int look(void* hurry) {
    auto* const self = static_cast<Hurry*>(hurry);
    self->over_ = std::chrono::steady_clock::now() >= self->until_;
    return self->over_ ? 1 : 0;
  }

  SQLite::Database& database_;
  std::chrono::steady_clock::time_point until_;
  bool over_ = false;
};

/// As far as it is found in time.
std::optional<Verified> verify_soon(SQLite::Database& database) {
  const Hurry hurry(database, kLookFor);
  const SQLite::Transaction one_moment(database);
  std::optional<Verified> found;
  try {
    found = verify(database, kAboutOurs);
  } catch (const StoreError&) {
    if (!hurry.over()) throw;
  }
  // What looks wrong when the time was over may be what could not be read to its end.
  return hurry.over() ? std::nullopt : found;
}

/// What is served though it is not as it was written, a sentence; nothing of what is, as far as it
/// was found.
std::optional<std::string> refuse_by_content(const fs::path& file, SQLite::Database& database,
                                             Damage damage) {
  if (database.execAndGet("PRAGMA page_count").getInt64() == 0) return std::nullopt;
  refuse_by_version(database, kAboutOurs);
  if (fs::file_size(file) > kReadThrough) return std::nullopt;
  const auto verified = verify_soon(database);
  if (!verified || verified->whole()) return std::nullopt;
  const std::string found =
      "The database " + file.string() + " is not as it was written" + verified->faults.told();
  if (damage == Damage::serve) return found;
  throw StoreError(found +
                   " Restore a backup, or give --damaged serve to go on with what can be read.");
}

/// As by `refuse_by_content`.
std::optional<std::string> set_damaged_log_aside(const fs::path& file) {
  if (!lost_frame(file)) return std::nullopt;
  return "The log of the database " + file.string() +
         " is damaged, and part of what it held is lost; both are kept as " +
         copy_aside(file).string() + ".";
}

/// The same of one that has come less far than was noted beside it.
std::optional<std::string> refuse_lost_end(const fs::path& file, SQLite::Database& database,
                                           Damage damage, const std::optional<Progress>& noted) {
  if (!noted) return std::nullopt;
  Statements statements(database);
  const auto lost = lost_end(file, progress_of(statements), *noted);
  if (!lost || damage == Damage::serve) return lost;
  throw StoreError(*lost +
                   " Put it, and its log, back as they were, restore a backup, or give --damaged "
                   "serve to go on with what there is.");
}

struct Opened {
  std::string epoch;
  std::string damage;
};

/// What is not as it was written, a sentence each.
std::vector<std::string> look_through(const fs::path& file, Damage damage,
                                      const std::optional<Progress>& noted) {
  if (damage == Damage::refuse) refuse_by_log(file, kAboutOurs);
  const auto lost = set_damaged_log_aside(file);
  std::optional<std::string> fault;
  std::optional<std::string> lost_end;
  {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
    // What is refused stays as it was: not even its own log is moved into it.
    checkpoint_on_close(database, false);
    fault = refuse_by_content(file, database, damage);
    if (!lost) lost_end = refuse_lost_end(file, database, damage, noted);
  }
  // There may be more of it in the log, behind what SQLite reads.
  if (lost_end && has_log(file)) *lost_end += " It is kept as " + copy_aside(file).string() + ".";
  std::vector<std::string> found;
  for (const auto& one : {lost, lost_end, fault}) {
    if (one) found.push_back(*one);
  }
  return found;
}

Opened open_and_migrate(const fs::path& file, Damage damage, const std::optional<Progress>& noted) {
  const std::vector<std::string> found = look_through(file, damage, noted);
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
  database.exec("PRAGMA secure_delete = ON");
  database.exec("PRAGMA temp_store = MEMORY");
  Opened opened;
  for (const std::string& one : found) {
    opened.damage += (opened.damage.empty() ? "" : " ") + one;
  }
  if (!opened.damage.empty()) {
    // Somebody may have seen what is not there any more. First of all, since what is written takes
    // the place of what a damaged log shows of that.
    Statements statements(database);
    begin_epoch(statements);
  }
  migrate(database);
  // After the first step, so that a new file is never seen without its header.
  database.exec("PRAGMA journal_mode = WAL");
  // A quick_check before the change of the mode leaves a reader behind, whom a checkpoint does not
  // pass; the next query ends it.
  {
    Statements statements(database);
    opened.epoch = epoch_of(statements);
  }
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return opened;
}

/// What was in it is gone, which is not the same as a folder in which nothing was kept yet.
void refuse_empty(const fs::path& file) {
  if (fs::file_size(file) > 0) return;
  throw StoreError("The database " + file.string() +
                   " is empty; restore a backup, or move its folder away to begin without what it "
                   "held.");
}

/// The same, if there was one: a journal may be that of a first start which a power cut undid, a
/// log is written to a whole database only.
void refuse_missing(const fs::path& file, bool begun) {
  const bool had_one = begun || has_log(file);
  if (fs::exists(file) || !had_one) return;
  throw StoreError("The database " + file.string() +
                   " is gone, though its folder had one; restore a backup, or move its folder away "
                   "to begin without what it held.");
}

}  // namespace

fs::path database_in(const fs::path& directory) { return directory / "turnkeeper.db"; }

struct Database::Parts {
  std::optional<DataDirectory> directory;
  fs::path file;
  Opened opened;
};

Database::Database(const fs::path& directory, Damage damage) : parts_(std::make_unique<Parts>()) {
  parts_->file = database_in(directory);
  const fs::path& file = parts_->file;
  refuse_link(file);
  refuse_by_header(file,
                   kAboutOurs);  // first, so that a folder that isn't ours gets no file from us
  parts_->directory.emplace(directory);
  refuse_missing(file, parts_->directory->has_begun());
  const bool made = make_file(file);
  if (!made && parts_->directory->has_begun()) refuse_empty(file);
  try {
    parts_->opened = open_and_migrate(file, damage, parts_->directory->noted());
    parts_->directory->begun();
  } catch (const SQLite::Exception& exception) {
    if (made) {
      std::error_code ignored;
      for (const char* part : {"", "-wal", "-shm", "-journal"})
        fs::remove(file.string() + part, ignored);
    }
    refuse_unreadable(file, exception, kAboutOurs);
  }
}

Database::~Database() = default;

const fs::path& Database::file() const { return parts_->file; }

const std::string& Database::epoch() const { return parts_->opened.epoch; }

std::string Database::note_of(std::uint64_t transactions) const {
  return store::note_of({epoch(), transactions});
}

void Database::keep_note(const std::string& note) const noexcept {
  parts_->directory->keep_note(note);
}

const std::string& Database::damage() const { return parts_->opened.damage; }

}  // namespace turnkeeper::store
