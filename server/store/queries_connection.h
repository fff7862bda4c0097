// What the sources of Queries share. Only for them.
#pragma once

#include <filesystem>
#include <memory>

#include "store/queries.h"
#include "store/statements.h"

namespace turnkeeper::store {

struct Queries::Connection {
  explicit Connection(const std::filesystem::path& file);
  ~Connection();

  std::unique_ptr<SQLite::Database> database;
  Statements statements;
};

}  // namespace turnkeeper::store
