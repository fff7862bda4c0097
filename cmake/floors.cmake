# turnkeeper_floor(NAME FOLDER [STANDS_ON floor...] [USES library...] [HIDES library...])
#
# Makes the static library turnkeeper_NAME, alias turnkeeper::NAME, of all FOLDER/*.cpp except a
# main.cpp. USES names libraries that show in the floor's headers, HIDES those that must not.
function(turnkeeper_floor name folder)
  cmake_parse_arguments(PARSE_ARGV 2 floor "" "" "STANDS_ON;USES;HIDES")
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/(main|boost_impl)\\.cpp$")
  list(TRANSFORM floor_STANDS_ON PREPEND turnkeeper::)

  set(public PUBLIC)
  if(sources)
    add_library(turnkeeper_${name} STATIC ${sources})
    target_link_libraries(turnkeeper_${name} PRIVATE ${floor_HIDES})
  else()
    # Nothing to compile: headers alone, or not written yet. Floors above still see those below.
    add_library(turnkeeper_${name} INTERFACE)
    set(public INTERFACE)
  endif()
  add_library(turnkeeper::${name} ALIAS turnkeeper_${name})
  # A header is named with its floor, as in "rooms/room_host.h", so the root is the folder above.
  get_filename_component(root "${PROJECT_SOURCE_DIR}/${folder}" DIRECTORY)
  target_include_directories(turnkeeper_${name} ${public} "${root}")
  target_link_libraries(turnkeeper_${name} ${public} ${floor_STANDS_ON} ${floor_USES})
endfunction()
