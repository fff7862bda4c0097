// The shape of the database, as the numbered steps that lead to it.
//
// A step that has shipped is never changed: a new shape is a new step at the end of the list.
#pragma once

#include <span>
#include <string_view>

namespace SQLite {
class Database;
}

namespace turnkeeper::store {

/// "Turn", in the file's header: whose file it is.
inline constexpr int kApplicationId = 0x5475726e;

struct Migration {
  int number;  ///< from 1, without gaps; kept in the file as its user_version
  std::string_view sql;
};

std::span<const Migration> migrations();

/// The version that this server writes.
int newest_version();

/// Takes a database from its version to the last of `steps`, each in a transaction of its own.
/// REQUIRES: it is not newer. Throws SQLite::Exception, and then the steps before the failed one
/// stay.
void migrate(SQLite::Database& database, std::span<const Migration> steps = migrations());

}  // namespace turnkeeper::store
