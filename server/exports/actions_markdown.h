// Actions as a document for people: one list a member, ready to be pasted into notes or a message.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "exports/action_row.h"

namespace turnkeeper::exports {

/// A title, and for each owner, in the order of their first action, a list with a checkbox an
/// action. What people typed is escaped, so that it reads as they typed it and can neither format
/// nor link anything.
std::string actions_markdown(std::string_view circle, std::span<const ActionRow> actions);

}  // namespace turnkeeper::exports
