# What the build writes for the protocol floor: the version, and the agendas that ship.

set(generated "${PROJECT_BINARY_DIR}/generated")
configure_file(cmake/turnkeeper_version.h.in "${generated}/turnkeeper_version.h" @ONLY)

set(agenda_folder "${PROJECT_SOURCE_DIR}/protocol/agendas")
file(GLOB agendas RELATIVE "${agenda_folder}" CONFIGURE_DEPENDS "${agenda_folder}/*.json")
list(TRANSFORM agendas PREPEND "${agenda_folder}/" OUTPUT_VARIABLE agenda_paths)
# The names are in the command so that taking a file away runs it again too.
list(JOIN agendas "," agenda_names)
add_custom_command(
  OUTPUT "${generated}/embedded_agendas.cpp"
  COMMAND "${CMAKE_COMMAND}" -D "FOLDER=${agenda_folder}" -D "NAMES=${agenda_names}"
    -D "OUTPUT=${generated}/embedded_agendas.cpp" -P "${PROJECT_SOURCE_DIR}/cmake/embed_agendas.cmake"
  DEPENDS ${agenda_paths} "${PROJECT_SOURCE_DIR}/cmake/embed_agendas.cmake"
  COMMENT "Embedding the agendas"
  VERBATIM)

add_library(turnkeeper_generated STATIC "${generated}/embedded_agendas.cpp")
add_library(turnkeeper::generated ALIAS turnkeeper_generated)
target_include_directories(turnkeeper_generated PUBLIC "${generated}")
target_include_directories(turnkeeper_generated PRIVATE "${PROJECT_SOURCE_DIR}")
