# cmake -D FOLDER=protocol/agendas -D NAMES=group-75.json,quick-15.json -D OUTPUT=agendas.cpp
#       -P embed_agendas.cmake
#
# Writes a source that holds the text of each of these files, in the order of their names.

string(REPLACE "," ";" agendas "${NAMES}")
list(SORT agendas)
list(LENGTH agendas count)

set(entries "")
foreach(agenda IN LISTS agendas)
  get_filename_component(name "${agenda}" NAME_WE)
  file(READ "${FOLDER}/${agenda}" json)
  string(APPEND entries "    {\"${name}\", R\"agenda(${json})agenda\"},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Written by cmake/embed_agendas.cmake from protocol/agendas: edit those files instead.
#include \"protocol/embedded_agendas.h\"

#include <array>

namespace turnkeeper::protocol {
namespace {

constexpr std::array<EmbeddedAgenda, ${count}> agendas{{
${entries}}};

}  // namespace

std::span<const EmbeddedAgenda> embedded_agendas() { return agendas; }

}  // namespace turnkeeper::protocol
")
