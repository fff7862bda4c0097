#include "store/projection_check.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <utility>
#include <vector>

#include "store/migrations.h"
#include "store/projector.h"

namespace turnkeeper::store {

namespace {

/// The rows of one stream in one projection, by both names.
using RowsOf = std::map<std::pair<std::string, std::string>, std::vector<std::string>>;

RowsOf read_rows(Statements& statements) {
  RowsOf rows;
  read_projections(statements, [&rows](const ProjectedRow& row) {
    rows[{row.stream, std::string{row.table}}].push_back(row.values);
  });
  return rows;
}

}  // namespace

void check_projections(Statements& statements, Faults& faults) {
  SQLite::Database memory(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrate(memory);
  Statements again(memory);
  again.run("BEGIN");
  project_journal(statements, again, [&faults](const Happening& event, const StoreError& error) {
    if (!faults.about(event.stream)) faults.add({event.stream, event.seq, error.what()});
  });
  RowsOf expected = read_rows(again);
  RowsOf found = read_rows(statements);
  for (const auto& [place, rows] : expected) found.try_emplace(place);
  for (const auto& [place, rows] : found) {
    const auto& [stream, table] = place;
    if (rows == expected[place] || faults.about(stream)) continue;
    faults.add({stream, 0, "The list \"" + table + "\" is not what the journal comes to."});
  }
}

}  // namespace turnkeeper::store
