#include "foreign_lock.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace turnkeeper::store {

struct ForeignLock::Held {
  explicit Held(const std::filesystem::path& file)
      : database(file.string(), SQLite::OPEN_READWRITE, 5'000),
        transaction(database, SQLite::TransactionBehavior::IMMEDIATE) {}

  SQLite::Database database;
  SQLite::Transaction transaction;  ///< is rolled back
};

ForeignLock::ForeignLock(const std::filesystem::path& file) : held_(std::make_unique<Held>(file)) {}

ForeignLock::~ForeignLock() = default;

}  // namespace turnkeeper::store
