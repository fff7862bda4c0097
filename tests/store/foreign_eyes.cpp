#include "foreign_eyes.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace turnkeeper::store {

std::optional<timekeeper::Instant> mark_of_life_in(const std::filesystem::path& database) {
  SQLite::Database eyes(database.string(), SQLite::OPEN_READONLY, 5'000);
  SQLite::Statement mark(eyes, "SELECT value FROM meta WHERE key = 'mark_of_life'");
  if (!mark.executeStep()) return std::nullopt;
  return timekeeper::Instant{timekeeper::Millis{mark.getColumn(0).getInt64()}};
}

}  // namespace turnkeeper::store
