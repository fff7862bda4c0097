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
                   "); nothing was restored. Move it away by hand, and restore again.");
}

bool link(const fs::path& file, const fs::path& name) {
  if (::link(file.c_str(), name.c_str()) == 0) return true;
  if (errno != EEXIST) fail(file, std::generic_category().message(errno));
  return false;
}

/// A name beside `file` that nothing has yet: two restores in one second have two.
fs::path link_aside(const fs::path& file) {
  const std::string base = (file.parent_path() / file.stem()).string() + "-" + stamp();
  fs::path name = base + ".db";
  for (int number = 2; !link(file, name); ++number) {
    name = base + "-" + std::to_string(number) + ".db";
  }
  return name;
}

}  // namespace

Replacement::Replacement(fs::path place) : place_(std::move(place)) {}

void Replacement::settle() {
  if (!is_sqlite(place_)) return;
  if (lost_frame(place_)) return;  // SQLite would throw away what stands behind it
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
  aside_ = link_aside(place_);
  for (const char* suffix : {"-wal", "-journal"}) {
    const fs::path beside = place_.string() + suffix;
    std::error_code error;
    if (fs::file_size(beside, error) > 0 && !error) link(beside, aside_->string() + suffix);
  }
  sync_folder(place_.parent_path());
}

void Replacement::clear() {
  for (const char* suffix : kBesideDatabase) {
    const fs::path beside = place_.string() + suffix;
    if (::unlink(beside.c_str()) != 0 && errno != ENOENT) {
      fail(place_, std::generic_category().message(errno));
    }
  }
  sync_folder(place_.parent_path());
}

void Replacement::put(NewFile& file) { file.replace(place_); }

}  // namespace turnkeeper::store
