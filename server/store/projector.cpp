#include "store/projector.h"

#include <array>

#include "protocol/time_text.h"

namespace turnkeeper::store {

namespace {

struct Table {
  const char* clear;
  const char* dump;  ///< in the order of the key
};

constexpr std::array kTables{
    Table{"DELETE FROM circles", "SELECT * FROM circles ORDER BY circle"},
    Table{"DELETE FROM members", "SELECT * FROM members ORDER BY circle, member"},
    Table{"DELETE FROM sessions", "SELECT * FROM sessions ORDER BY session"},
    Table{"DELETE FROM stages", "SELECT * FROM stages ORDER BY session, stage"},
    Table{"DELETE FROM coaches", "SELECT * FROM coaches ORDER BY session, turn"},
    Table{"DELETE FROM actions", "SELECT * FROM actions ORDER BY action"},
    Table{"DELETE FROM action_reviews",
          "SELECT * FROM action_reviews ORDER BY action, stream, seq"},
    Table{"DELETE FROM waivers", "SELECT * FROM waivers ORDER BY session, member"},
    Table{"DELETE FROM reflections", "SELECT * FROM reflections ORDER BY session, member"},
};

Handler find_handler(StreamKind kind, std::string_view type) {
  const auto rows = kind == StreamKind::session ? session_handlers() : circle_handlers();
  for (const auto& [known, handler] : rows) {
    if (known == type) return handler;
  }
  return nullptr;
}

std::string describe(const Happening& happening) {
  return "Event " + std::to_string(happening.seq) + " (" + happening.type + ") of the " +
         std::string{name(happening.kind)} + " " + happening.stream;
}

Happening read_happening(const Run& row) {
  Happening happening;
  happening.kind = row.text(0) == "session" ? StreamKind::session : StreamKind::circle;
  happening.stream = row.text(1);
  happening.circle = row.text(2);
  happening.seq = static_cast<std::uint64_t>(row.number(3));
  happening.at = row.instant(4);
  happening.type = row.text(5);
  if (auto by = row.optional_text(6)) happening.by = core::MemberId{std::move(*by)};
  happening.data = protocol::Json::parse(row.text(7));
  return happening;
}

}  // namespace

bool is_projected(StreamKind kind, std::string_view type) {
  return find_handler(kind, type) != nullptr;
}

void project(Statements& statements, const Happening& happening) {
  const Handler handler = find_handler(happening.kind, happening.type);
  if (handler == nullptr) {
    throw StoreError(describe(happening) + " is of a type that this version does not know.");
  }
  try {
    handler(statements, happening);
  } catch (const protocol::Json::exception&) {
    throw StoreError(describe(happening) + " lacks a field, or has one of another type.");
  }
}

void clear_projections(Statements& statements) {
  for (const Table& table : kTables) statements.run(table.clear);
}

void project_journal(Statements& statements) {
  auto row = statements.select(
      "SELECT kind, stream, circle, events.seq, at_ms, type, by_member, data FROM events JOIN "
      "streams USING (stream) ORDER BY position");
  while (row.next()) project(statements, read_happening(row));
}

std::string dump_projections(Statements& statements) {
  std::string dump;
  for (const Table& table : kTables) {
    auto row = statements.select(table.dump);
    while (row.next()) {
      protocol::Json values = protocol::Json::array();
      for (int column = 0; column < row.columns(); ++column) {
        const auto value = row.optional_text(column);
        values.push_back(value ? protocol::Json(*value) : protocol::Json());
      }
      // The statement begins with the table's name, which tells the rows of two tables apart.
      dump.append(table.clear).append(" ").append(values.dump()).append("\n");
    }
  }
  return dump;
}

std::string text_of(const Happening& happening, const char* field) {
  return happening.data.at(field).get<std::string>();
}

std::optional<std::string> optional_text_of(const Happening& happening, const char* field) {
  const auto found = happening.data.find(field);
  return found == happening.data.end() ? std::nullopt : std::optional{found->get<std::string>()};
}

std::optional<core::Instant> optional_instant_of(const Happening& happening, const char* field) {
  const auto text = optional_text_of(happening, field);
  if (!text) return std::nullopt;
  const auto instant = protocol::parse_instant(*text);
  if (!instant) throw StoreError(describe(happening) + " has a time that cannot be read.");
  return instant;
}

std::int64_t number_of(const Happening& happening, const char* field) {
  return happening.data.at(field).get<std::int64_t>();
}

void expect_one(const Happening& happening, int changed) {
  if (changed != 1) throw StoreError(describe(happening) + " is about something unknown.");
}

}  // namespace turnkeeper::store
