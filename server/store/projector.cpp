#include "store/projector.h"

#include <array>

#include "protocol/time_text.h"

namespace turnkeeper::store {

namespace {

struct Table {
  std::string_view name;
  std::string_view stream;  ///< the column that says which stream a row belongs to
  std::string_view key;
};

constexpr std::array kTables{
    Table{"circles", "circle", "circle"},
    Table{"members", "circle", "circle, member"},
    Table{"sessions", "session", "session"},
    Table{"stages", "session", "session, stage"},
    Table{"coaches", "session", "session, turn"},
    Table{"actions", "session", "action"},
    Table{"action_reviews", "stream", "action, stream, seq"},
    Table{"waivers", "session", "session, member"},
    Table{"reflections", "session", "session, member"},
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
  happening.data = protocol::Json::parse(row.text(7), nullptr, false);
  return happening;
}

/// A list lacks what the journal says was put there.
class Contradiction : public StoreError {
 public:
  using StoreError::StoreError;
  bool is_damage() const override { return true; }
};

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
  for (const Table& table : kTables) statements.run("DELETE FROM " + std::string{table.name});
}

void project_journal(Statements& journal, Statements& into, const Unprojected& failed) {
  auto row = journal.select(
      "SELECT kind, stream, circle, events.seq, at_ms, type, by_member, data FROM events JOIN "
      "streams USING (stream) ORDER BY position");
  while (row.next()) {
    const Happening happening = read_happening(row);
    try {
      project(into, happening);
    } catch (const StoreError& error) {
      failed(happening, error);
    }
  }
}

void read_projections(Statements& statements,
                      const std::function<void(const ProjectedRow& row)>& use) {
  for (const Table& table : kTables) {
    auto row = statements.select("SELECT " + std::string{table.stream} + ", * FROM " +
                                 std::string{table.name} + " ORDER BY " + std::string{table.key});
    while (row.next()) {
      protocol::Json values = protocol::Json::array();
      for (int column = 1; column < row.columns(); ++column) {
        const auto value = row.optional_text(column);
        values.push_back(value ? protocol::Json(*value) : protocol::Json());
      }
      // A text that is no UTF-8 is not ours, and must differ, not throw.
      use({table.name, row.text(0),
           values.dump(-1, ' ', false, protocol::Json::error_handler_t::replace)});
    }
  }
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
  if (changed != 1) throw Contradiction(describe(happening) + " is about something unknown.");
}

}  // namespace turnkeeper::store
