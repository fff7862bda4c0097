// Projections: what the events come to, in tables that can be asked. Written in the transaction of
// the events, and nothing but a function of them: dropped and replayed they are the same.
//
// To project a new type of event, add its handler to a table in session_projections.cpp or
// circle_projections.cpp. A type that is in neither table is refused, so that none is forgotten.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/json.h"
#include "store/statements.h"
#include "store/stream.h"

namespace turnkeeper::store {

/// An event as its handler sees it.
struct Happening {
  StreamKind kind = StreamKind::session;
  std::string stream;
  std::string circle;
  std::uint64_t seq = 0;
  core::Instant at;
  std::optional<core::MemberId> by;
  std::string type;
  protocol::Json data;
};

using Handler = void (*)(Statements& statements, const Happening& happening);
using HandlerRow = std::pair<std::string_view, Handler>;

std::span<const HandlerRow> session_handlers();
std::span<const HandlerRow> circle_handlers();

bool is_projected(StreamKind kind, std::string_view type);

/// Throws StoreError for a type that no handler knows or data that it cannot read, StatementError
/// for a disk that refuses.
void project(Statements& statements, const Happening& happening);

/// Empties every projection. REQUIRES: a transaction is open.
void clear_projections(Statements& statements);

/// Told of an event that cannot be projected, and why.
using Unprojected = std::function<void(const Happening& event, const StoreError& error)>;

/// Projects every event of `journal` in the order in which they were written. REQUIRES: the
/// projections in `into` are empty, and a transaction is open there; it may be the same connection.
void project_journal(Statements& journal, Statements& into, const Unprojected& failed);

/// A row of a projection, and whose it is.
struct ProjectedRow {
  std::string_view table;
  std::string stream;
  std::string values;  ///< a JSON array
};

/// Every row of every projection, in an order that depends on nothing but the rows.
void read_projections(Statements& statements,
                      const std::function<void(const ProjectedRow& row)>& use);

// For handlers. A field that is missing or of another type throws what nlohmann throws; `project`
// makes a sentence of it.

std::string text_of(const Happening& happening, const char* field);
std::optional<std::string> optional_text_of(const Happening& happening, const char* field);
/// As the number that the tables hold: milliseconds since 1970.
std::optional<core::Instant> optional_instant_of(const Happening& happening, const char* field);
std::int64_t number_of(const Happening& happening, const char* field);
/// Throws StoreError unless exactly one row changed: an event about something that is not there.
void expect_one(const Happening& happening, int changed);

}  // namespace turnkeeper::store
