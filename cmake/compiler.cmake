# How everything is compiled: the language, the warnings, the sanitizers and the faster tools.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set_property(GLOBAL PROPERTY USE_FOLDERS ON)

set(TURNKEEPER_SANITIZE "" CACHE STRING "what to hand to -fsanitize=, for example address,undefined")

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 sees overlapping copies in `"text" + std::string` once it inlines (GCC bug 105651).
  add_compile_options(-Wno-restrict)
endif()

if(TURNKEEPER_SANITIZE)
  add_compile_options(-fsanitize=${TURNKEEPER_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TURNKEEPER_SANITIZE})
  if(TURNKEEPER_SANITIZE MATCHES "undefined")
    # These four double the time to compile. The address sanitizer stops at most of what they would
    # find: a null or dangling pointer, an object of the wrong size.
    add_compile_options(-fno-sanitize=null,alignment,object-size,vptr)
  endif()
  # The instrumented code is too tangled for g++ to follow: it reports initialised values.
  add_compile_options(-Wno-maybe-uninitialized)
  # Asio recycles coroutine frames, which would hide a use after free from the sanitizer.
  add_compile_definitions(BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING)
  if(TURNKEEPER_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ warns of each atomic_thread_fence in Asio, which TSan does not model.
    add_compile_options(-Wno-tsan)
  endif()
endif()

option(TURNKEEPER_BATCHES "compile files in batches: about half the work from scratch" OFF)
set(CMAKE_UNITY_BUILD ${TURNKEEPER_BATCHES})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 8)
if(TURNKEEPER_BATCHES AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # A batch includes its sources, so g++ takes what they keep to themselves for parts of headers.
  add_compile_options(-Wno-subobject-linkage)
endif()

# A file names itself as below the root: a failing check reads so, and clones compile the same.
add_compile_options("-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")

find_program(TURNKEEPER_CCACHE ccache)
if(TURNKEEPER_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths below the root count as relative, so that a second clone finds what the first one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
    "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${TURNKEEPER_CCACHE}")
endif()

find_program(TURNKEEPER_MOLD mold)
if(TURNKEEPER_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
