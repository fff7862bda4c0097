# turnkeeper_floor(NAME FOLDER [STANDS_ON floor...] [USES library...] [HIDES library...])
#
# Makes the static library turnkeeper_NAME, alias turnkeeper::NAME, of all FOLDER/*.cpp except a
# main.cpp. USES names libraries that show in the floor's headers, HIDES those that must not. A
# floor in which there is no source yet is left out, and those above it do without.
function(turnkeeper_floor name folder)
  cmake_parse_arguments(PARSE_ARGV 2 floor "" "" "STANDS_ON;USES;HIDES")
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/(main|boost_impl)\\.cpp$")
  if(NOT sources)
    return()
  endif()

  add_library(turnkeeper_${name} STATIC ${sources})
  add_library(turnkeeper::${name} ALIAS turnkeeper_${name})
  target_include_directories(turnkeeper_${name} PUBLIC "${PROJECT_SOURCE_DIR}/server")
  target_link_libraries(turnkeeper_${name} PUBLIC ${floor_USES} PRIVATE ${floor_HIDES})
  foreach(below IN LISTS floor_STANDS_ON)
    if(TARGET turnkeeper::${below})
      target_link_libraries(turnkeeper_${name} PUBLIC turnkeeper::${below})
    endif()
  endforeach()
endfunction()
