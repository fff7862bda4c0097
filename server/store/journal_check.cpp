#include "store/journal_check.h"

#include <cstdint>
#include <string>

namespace turnkeeper::store {

namespace {

std::uint64_t seq_in(const Run& row, int column) {
  return static_cast<std::uint64_t>(row.number(column));
}

/// Events and words whose stream is gone.
void check_headless(Statements& statements, Faults& faults) {
  auto row = statements.select(
      "SELECT stream, min(seq) FROM (SELECT stream, seq FROM events UNION ALL SELECT stream, 0 "
      "FROM words) WHERE stream NOT IN (SELECT stream FROM streams) GROUP BY stream ORDER BY 1");
  while (row.next()) {
    faults.add({row.text(0), seq_in(row, 1), "The head of the stream is missing."});
  }
}

/// Answers that were given and kept, of events that are not there: a tail that was cut off with its
/// head.
void check_answers(Statements& statements, Faults& faults) {
  auto row = statements.select(
      "SELECT changes.stream, streams.seq + 1, max(iif(json_valid(result), result ->> 'seq', 0)) "
      "AS "
      "last FROM changes JOIN streams USING (stream) GROUP BY changes.stream HAVING last > "
      "streams.seq ORDER BY 1");
  while (row.next()) {
    faults.add({row.text(0), seq_in(row, 1),
                "The event is missing: somebody was told of event " +
                    std::to_string(row.number(2)) + "."});
  }
}

/// Sessions that their circle planned and that are gone with everything that was theirs.
void check_planned(Statements& statements, Faults& faults) {
  auto row = statements.select(
      "SELECT iif(json_valid(data), data ->> 'session', stream) AS planned, stream, seq FROM "
      "events "
      "WHERE type = 'circle.session_planned' AND planned NOT IN (SELECT stream FROM streams) ORDER "
      "BY position");
  while (row.next()) {
    if (faults.about(row.text(0)) || faults.about(row.text(1))) continue;
    faults.add({row.text(0), 1,
                "The session is missing: event " + std::to_string(row.number(2)) + " of " +
                    row.text(1) + " planned it."});
  }
}

/// Streams that were given to another circle than the one that their first event names.
void check_circles(Statements& statements, Faults& faults) {
  auto row = statements.select(
      "SELECT stream FROM streams JOIN events USING (stream) WHERE events.seq = 1 AND circle IS "
      "NOT "
      "iif(json_valid(data), data ->> 'circle', circle) ORDER BY 1");
  while (row.next()) {
    if (faults.about(row.text(0))) continue;
    faults.add({row.text(0), 1, "The stream is not listed with the circle that the event names."});
  }
}

/// All events are numbered one after the other, and none is ever deleted.
void check_positions(Statements& statements, Faults& faults) {
  auto row = statements.select("SELECT count(*), max(position) FROM events");
  if (!faults.empty() || !row.next() || row.absent(1) || row.number(0) == row.number(1)) return;
  faults.add({"", 0,
              "Of " + std::to_string(row.number(1)) + " events only " +
                  std::to_string(row.number(0)) + " are there, and nothing says whose were lost."});
}

}  // namespace

void check_journal(Statements& statements, Faults& faults) {
  check_headless(statements, faults);
  check_answers(statements, faults);
  check_planned(statements, faults);
  check_circles(statements, faults);
  check_positions(statements, faults);
}

}  // namespace turnkeeper::store
