// Agenda templates to and from JSON (protocol/PROTOCOL.md, "Agenda templates").
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "protocol/json.h"
#include "timekeeper/agenda.h"

namespace turnkeeper::protocol {

Json encode_agenda(const timekeeper::Agenda& agenda);

/// Decodes and checks a template; the fault names the field by its path. Never throws.
std::variant<timekeeper::Agenda, timekeeper::FieldFault> decode_agenda(const Json& json);

/// One of the files in protocol/agendas. Throws a std::runtime_error that says which, where and
/// what, if it is none that could be used.
timekeeper::Agenda read_shipped_agenda(std::string_view name, std::string_view json);

/// The agendas that ship, by name, sorted; decoded once. Throws what `read_shipped_agenda` does.
const std::vector<timekeeper::Agenda>& shipped_agendas();
/// nullptr if none has that name.
const timekeeper::Agenda* shipped_agenda(std::string_view name);

}  // namespace turnkeeper::protocol
