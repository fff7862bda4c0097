#include "exports/actions_csv.h"

#include <initializer_list>
#include <string_view>

#include "protocol/time_text.h"

namespace turnkeeper::exports {
namespace {

std::string_view word_for(Status status) {
  switch (status) {
    case Status::open:
      return "open";
    case Status::done:
      return "done";
    case Status::learned:
      return "learned";
    case Status::carried_on:
      return "carried on";
  }
  return "";
}

// Spreadsheets skip white space before they look for a formula.
bool looks_like_formula(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos &&
         std::string_view{"=+-@"}.find(text[first]) != std::string_view::npos;
}

void write_cell(std::string& csv, std::string_view text) {
  std::string guarded = looks_like_formula(text) ? "'" : "";
  guarded += text;
  if (guarded.find_first_of(",\"\r\n") == std::string::npos) {
    csv += guarded;
    return;
  }
  csv += '"';
  for (const char character : guarded) {
    if (character == '"') csv += '"';
    csv += character;
  }
  csv += '"';
}

void write_line(std::string& csv, std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (const std::string_view cell : cells) {
    if (!first) csv += ',';
    first = false;
    write_cell(csv, cell);
  }
  csv += "\r\n";
}

}  // namespace

std::string actions_csv(std::span<const ActionRow> actions) {
  std::string csv;
  write_line(csv, {"session", "owner", "what", "measure", "due", "supporter", "status", "note"});
  for (const ActionRow& action : actions) {
    write_line(csv, {std::to_string(action.session), action.owner, action.what, action.measure,
                     protocol::to_text(action.due), action.supporter ? *action.supporter : "",
                     word_for(action.status), action.note ? *action.note : ""});
  }
  return csv;
}

}  // namespace turnkeeper::exports
