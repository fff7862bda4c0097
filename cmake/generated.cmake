# What the build writes for the protocol library: the version, and the agendas that ship.

if(NOT TARGET turnkeeper_protocol)
  return()
endif()

set(generated "${PROJECT_BINARY_DIR}/generated")
configure_file(cmake/turnkeeper_version.h.in "${generated}/turnkeeper_version.h" @ONLY)

set(agenda_folder "${PROJECT_SOURCE_DIR}/protocol/agendas")
file(GLOB agendas CONFIGURE_DEPENDS "${agenda_folder}/*.json")
add_custom_command(
  OUTPUT "${generated}/embedded_agendas.cpp"
  COMMAND "${CMAKE_COMMAND}" -D "FOLDER=${agenda_folder}"
    -D "OUTPUT=${generated}/embedded_agendas.cpp" -P "${PROJECT_SOURCE_DIR}/cmake/embed_agendas.cmake"
  DEPENDS ${agendas} "${PROJECT_SOURCE_DIR}/cmake/embed_agendas.cmake"
  COMMENT "Embedding the agendas"
  VERBATIM)

target_sources(turnkeeper_protocol PRIVATE "${generated}/embedded_agendas.cpp")
# The root of the repository holds protocol/, so only floors above it find its headers.
target_include_directories(turnkeeper_protocol PUBLIC "${PROJECT_SOURCE_DIR}" "${generated}")
