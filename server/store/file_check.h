// Whether a file is a Turnkeeper database that this program knows, asked before anything is done
// with it. Only for the store's sources.
//
// All of these throw StoreError with one sentence, and leave the file as it was.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace SQLite {
class Database;
class Exception;
}  // namespace SQLite

namespace turnkeeper::store {

/// What to do about a file that is refused: how the sentences end.
struct Advice {
  std::string_view missing;
  std::string_view foreign;
  std::string_view damaged;
  std::string_view newer;
};

inline constexpr Advice kAboutOurs{"give --data the folder of a Turnkeeper server",
                                   "move it away, or give --data another folder",
                                   "restore a backup, or give --data another folder",
                                   "start the newer Turnkeeper, or give --data another folder"};
inline constexpr Advice kAboutBackup{"name a file that turnkeeper backup made",
                                     "name a file that turnkeeper backup made",
                                     "name another backup", "restore it with the newer Turnkeeper"};

/// Refuses a link in the place of a database that is to be written: SQLite keeps the log beside the
/// file itself, where nobody who knows only the link looks for it.
void refuse_link(const std::filesystem::path& file);

/// Looks at the first bytes of a file without SQLite, which would make files beside it. One that is
/// not there, or is empty, passes.
void refuse_by_header(const std::filesystem::path& file, const Advice& advice);

/// What the header cannot say while a log beside the file is not moved into it.
void refuse_by_version(SQLite::Database& database, const Advice& advice);

/// Reads the whole file: its pages, indexes and constraints. Answers what it finds wrong that keeps
/// nobody from reading the rest: rules of tables that are broken, "CHECK constraint failed in
/// events".
std::vector<std::string> refuse_by_integrity(SQLite::Database& database, const Advice& advice);

[[noreturn]] void refuse_damaged(const std::filesystem::path& file, std::string why,
                                 const Advice& advice);

/// What SQLite says about a file that it cannot open or read.
[[noreturn]] void refuse_unreadable(const std::filesystem::path& file,
                                    const SQLite::Exception& exception, const Advice& advice);

/// Whether it begins as SQLite's files do.
bool is_sqlite(const std::filesystem::path& file);

/// There is a write-ahead log beside it, with something in it.
bool has_log(const std::filesystem::path& file);

/// SQLite has work of its last user to finish before the file says what it holds.
bool has_leftovers(const std::filesystem::path& file);

}  // namespace turnkeeper::store
