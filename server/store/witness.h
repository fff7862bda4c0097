// How far a history has come, noted beside its database: SQLite takes what is missing or damaged at
// the end of a log for what was never finished, and an old copy of the file looks as whole as any.
//
// The note follows each commit and is not synced, so that a power cut may leave an earlier one. It
// never says more than what is on disk. Only for the store's sources.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace turnkeeper::store {

/// Of one history, that of its epoch.
struct Progress {
  std::string epoch;
  std::uint64_t transactions = 0;
};

/// What is noted of it, a line. To be made before the commit, for it takes memory.
std::string note_of(const Progress& progress);

/// Writes it into an open file, behind the first `offset` bytes. What cannot be written proves
/// nothing later.
void keep_note(int file, std::int64_t offset, const std::string& note) noexcept;

/// The last that was noted there; nothing if none was, or none that can be believed.
std::optional<Progress> noted(int file, std::int64_t offset);

/// A sentence about what `database` lacks, which has come as far as `there`; nothing if it lacks
/// nothing, or if the note is of another history.
std::optional<std::string> lost_end(const std::filesystem::path& database, const Progress& there,
                                    const std::optional<Progress>& noted);

}  // namespace turnkeeper::store
