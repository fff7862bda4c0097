#include "store/replacement.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <system_error>
#include <utility>

#include "store/file_check.h"
#include "store/log_check.h"
#include "store/store_error.h"

namespace turnkeeper::store {

namespace {

namespace fs = std::filesystem;

constexpr int kPatienceMs = 5'000;
constexpr const char* kCopying = ".copying";

bool is_there(const fs::path& file) {
  std::error_code error;
  return fs::exists(fs::symlink_status(file, error));
}

/// "20260301T180000Z"
std::string stamp() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 20> text{};
  std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
  return text.data();
}

[[noreturn]] void fail(const fs::path& file, const std::string& reason) {
  throw StoreError("The database " + file.string() + " cannot be kept aside (" + reason +
                   "); nothing was changed. Move it away by hand, and try again.");
}

bool link(const fs::path& file, const fs::path& name) {
  if (::link(file.c_str(), name.c_str()) == 0) return true;
  if (errno != EEXIST) fail(file, std::generic_category().message(errno));
  return false;
}

/// Puts `file` under a name beside it that nothing has yet, nor what will lie beside it: two in one
/// second have two. `put` says whether the name was free.
template <class Put>
fs::path put_aside(const fs::path& file, const Put& put) {
  const std::string base = (file.parent_path() / file.stem()).string() + "-" + stamp();
  fs::path name = base + ".db";
  const auto is_used = [&] {
    return is_there(name.string() + "-wal") || is_there(name.string() + "-journal");
  };
  for (int number = 2; is_used() || !put(file, name); ++number) {
    name = base + "-" + std::to_string(number) + ".db";
  }
  return name;
}

/// Writes into `copy` what is in `from`, and waits until it is on disk.
void fill(const NewFile& copy, const fs::path& from) {
  fs::copy_file(from, copy.path(), fs::copy_options::overwrite_existing);
  copy.sync();
}

bool loses_frames(const fs::path& place) {
  try {
    return lost_frame(place).has_value();
  } catch (const StoreError&) {
    fail(place, "its log cannot be read");
  }
}

/// Of a server that was killed while it copied.
void clear_unfinished_copies(const fs::path& place) {
  const fs::path folder = place.has_parent_path() ? place.parent_path() : ".";
  try {
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      const bool is_copy =
          name.starts_with(place.stem().string() + "-") && name.ends_with(kCopying);
      if (is_copy && fs::is_regular_file(entry.symlink_status())) {
        fs::remove(entry.path());
      }
    }
  } catch (const fs::filesystem_error& error) {
    fail(place, error.code().message());
  }
}

/// Only its owner can read the copy, as is said of the original by its permissions. The log has its
/// name first: without that the copy would look whole, and is not.
bool copy_with_log(const fs::path& place, const fs::path& name) {
  if (is_there(name)) return false;
  const fs::path log = name.string() + "-wal";
  NewFile copied(name.string() + kCopying);
  NewFile copied_log(log.string() + kCopying);
  try {
    fill(copied, place);
    fill(copied_log, place.string() + "-wal");
  } catch (const fs::filesystem_error& error) {
    fail(place, error.code().message());
  }
  copied_log.become(log);
  try {
    copied.become(name);
  } catch (const StoreError&) {
    std::error_code ignored;
    fs::remove(log, ignored);
    throw;
  }
  return true;
}

}  // namespace

fs::path copy_aside(const fs::path& place) {
  clear_unfinished_copies(place);
  return put_aside(place, copy_with_log);
}

Replacement::Replacement(fs::path place) : place_(std::move(place)) {}

void Replacement::settle() {
  clear_unfinished_copies(place_);
  if (!is_sqlite(place_)) return;
  if (loses_frames(place_)) return;  // SQLite would throw away what stands behind it
  try {
    SQLite::Database old(place_.string(), SQLite::OPEN_READWRITE, kPatienceMs);
    // What cannot be moved is not thrown away at the end either.
    sqlite3_db_config(old.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    old.execAndGet("SELECT count(*) FROM sqlite_schema");
    if (old.execAndGet("PRAGMA wal_checkpoint(TRUNCATE)").getInt() != 0) {
      fail(place_, "another program reads it");
    }
  } catch (const SQLite::Exception& exception) {
    const int code = exception.getErrorCode() & 0xFF;
    // It is kept as it is, with its log beside it.
    if (code != SQLITE_CORRUPT && code != SQLITE_NOTADB) fail(place_, exception.what());
  }
}

void Replacement::keep_aside() {
  if (!is_there(place_)) return;
  aside_ = put_aside(place_, link);
  for (const char* suffix : {"-wal", "-journal"}) {
    const fs::path beside = place_.string() + suffix;
    std::error_code error;
    if (fs::file_size(beside, error) > 0 && !error) link(beside, aside_->string() + suffix);
  }
  sync_folder(place_.parent_path());
}

void Replacement::clear() {
  // Without what could not be moved into it, the old one would pass for whole.
  if (has_leftovers(place_)) remove(place_);
  for (const char* suffix : kBesideDatabase) remove(place_.string() + suffix);
  sync_folder(place_.parent_path());
}

void Replacement::remove(const fs::path& file) const {
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
    fail(place_, std::generic_category().message(errno));
  }
}

void Replacement::put(NewFile& file) { file.replace(place_); }

}  // namespace turnkeeper::store
