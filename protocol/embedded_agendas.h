// The agendas that ship with the server, as the build found them in protocol/agendas.
#pragma once

#include <span>
#include <string_view>

namespace turnkeeper::protocol {

struct EmbeddedAgenda {
  std::string_view name;  // the file's name without .json, for example "group-75"
  std::string_view json;  // the file's text, unparsed
};

// Sorted by name. To add one, add a file to protocol/agendas and build.
std::span<const EmbeddedAgenda> embedded_agendas();

}  // namespace turnkeeper::protocol
