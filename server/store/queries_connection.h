// What the sources of Queries share. Only for them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "protocol/names.h"
#include "store/queries.h"
#include "store/statements.h"
#include "store/store_error.h"

namespace turnkeeper::store {

struct Queries::Connection {
  explicit Connection(const std::filesystem::path& file);
  ~Connection();

  std::unique_ptr<SQLite::Database> database;
  Statements statements;
};

/// The enum that a column names. Throws StoreError for a name that this version does not know.
template <class Enum>
Enum named(const std::string& text) {
  const auto value = protocol::parse_name<Enum>(text);
  if (!value) {
    throw StoreError("The database holds the word \"" + text +
                     "\", which this version does not know.");
  }
  return *value;
}

}  // namespace turnkeeper::store
