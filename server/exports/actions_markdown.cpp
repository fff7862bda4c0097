#include "exports/actions_markdown.h"

#include <algorithm>
#include <vector>

#include "protocol/ascii.h"
#include "protocol/time_text.h"

namespace turnkeeper::exports {
namespace {

constexpr std::string_view kNobody = "Someone whose name was erased";

// Each of these formats or links something, in one dialect of Markdown or another, in the middle of
// a line; and no text that people typed ever stands at the start of one. An ampersand could begin
// an entity, a dollar sign a formula.
bool has_meaning(char character) {
  return std::string_view{"\\`*_[]<>#~&@$"}.find(character) != std::string_view::npos;
}

// Many readers link a bare address: the dot of www. and the colon of https:// are where they would
// see it.
bool would_link(std::string_view before, char character, std::string_view after) {
  return (character == '.' && before.ends_with("www")) ||
         (character == ':' && after.starts_with("//"));
}

/// Line breaks become spaces, so that a text stays within its list item.
std::string in_a_line(std::string_view typed) {
  const std::string_view text = protocol::trimmed(typed, " \n");
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char character = text[i] == '\n' ? ' ' : text[i];
    if (has_meaning(character) || would_link(text.substr(0, i), character, text.substr(i + 1))) {
      plain += '\\';
    }
    plain += character;
  }
  return plain;
}

std::string name_or_nobody(std::string_view name) {
  return name.empty() ? std::string{kNobody} : in_a_line(name);
}

std::string_view remark(Status status) {
  switch (status) {
    case Status::open:
    case Status::done:
      return "";
    case Status::learned:
      return "learned from";
    case Status::carried_on:
      return "carried on";
  }
  return "";
}

void write_action(std::string& document, const ActionRow& action) {
  const bool closed = action.status == Status::done || action.status == Status::learned;
  document += closed ? "- [x] " : "- [ ] ";
  document += "**" + in_a_line(action.what) + "**";
  if (const auto said = remark(action.status); !said.empty()) {
    document += " (";
    document += said;
    document += ')';
  }
  document += "\n  - Done when: " + in_a_line(action.measure);
  document += "\n  - Due: " + protocol::to_text(action.due);
  if (action.supporter) document += "\n  - Who asks: " + name_or_nobody(*action.supporter);
  if (action.note) document += "\n  - Note: " + in_a_line(*action.note);
  document += "\n  - Session: " + std::to_string(action.session) + "\n";
}

/// The first action of each owner, in order.
std::vector<const ActionRow*> firsts(std::span<const ActionRow> actions) {
  std::vector<const ActionRow*> firsts;
  for (const ActionRow& action : actions) {
    const bool known = std::any_of(firsts.begin(), firsts.end(), [&](const ActionRow* first) {
      return first->owner_id == action.owner_id;
    });
    if (!known) firsts.push_back(&action);
  }
  return firsts;
}

}  // namespace

std::string actions_markdown(std::string_view circle, std::span<const ActionRow> actions) {
  std::string document = "# Actions of " + in_a_line(circle) + "\n";
  if (actions.empty()) document += "\nNo actions.\n";
  for (const ActionRow* first : firsts(actions)) {
    document += "\n## " + name_or_nobody(first->owner) + "\n\n";
    for (const ActionRow& action : actions) {
      if (action.owner_id == first->owner_id) write_action(document, action);
    }
  }
  return document;
}

}  // namespace turnkeeper::exports
