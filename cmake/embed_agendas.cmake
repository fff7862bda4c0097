# cmake -D FOLDER=protocol/agendas -D OUTPUT=embedded_agendas.cpp -P embed_agendas.cmake
#
# Writes a source that holds each FOLDER/*.json as a string, in the order of their names.

file(GLOB agendas LIST_DIRECTORIES false "${FOLDER}/*.json")
list(SORT agendas)
list(LENGTH agendas count)

set(entries "")
foreach(agenda IN LISTS agendas)
  get_filename_component(name "${agenda}" NAME_WE)
  file(READ "${agenda}" json)
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
