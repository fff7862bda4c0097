// Actions as a table for a spreadsheet: RFC 4180, UTF-8, lines that end in CRLF.
#pragma once

#include <span>
#include <string>

#include "exports/action_row.h"

namespace turnkeeper::exports {

/// One header line and one line an action, in their order. A cell that a spreadsheet would run as a
/// formula (it starts with =, +, - or @, or with a tab or line break before one) starts with an
/// apostrophe instead.
std::string actions_csv(std::span<const ActionRow> actions);

}  // namespace turnkeeper::exports
