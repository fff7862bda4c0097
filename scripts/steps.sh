# The steps that the scripts share. To be sourced, at the root of the repository.

# say WORDS: one line of progress, signed by the script that prints it.
say() { echo "${0##*/}: $*"; }

# usage: prints what stands at the head of the script that runs.
usage() { sed -n '2,/^set /{/^set /d; s/^# \{0,1\}//; p}' "scripts/${0##*/}"; }

# configure PRESET: lets CMake look around, the first time only; ninja repeats it when need be.
configure() {
  [ -f "build/$1/build.ninja" ] && return
  mkdir -p build
  cmake --preset "$1" >"build/configure-$1.log" 2>&1 || {
    cat "build/configure-$1.log" >&2
    return 1
  }
}

# build PRESET [TARGET...]: brings build/PRESET up to date.
build() {
  local preset=$1 verbosity=()
  shift
  configure "$preset" || return
  [ -t 1 ] || verbosity=(--quiet)
  ninja -C "build/$preset" -j "${TURNKEEPER_JOBS:-$(nproc)}" "${verbosity[@]}" "$@"
}

# install_web: npm's packages as web/package-lock.json names them.
install_web() {
  local lock=web/package-lock.json
  cmp -s "$lock" web/node_modules/.installed-lock && return
  (cd web && npm ci --no-audit --no-fund --loglevel=error) && cp "$lock" web/node_modules/.installed-lock
}

# build_web: the browser client in web/dist, unless it was built from these very files.
build_web() {
  local sources
  # types.ts is written by the build itself, from protocol/schema.
  sources=$(find web protocol \( -name node_modules -o -name dist -o -name types.ts \) -prune \
    -o -type f -print0 | sort -z | xargs -0 sha256sum)
  [ -f web/dist/index.html ] && cmp -s build/web-sources - <<<"$sources" && return
  rm -f build/web-sources
  (cd web && npm run --silent build) && echo "$sources" >build/web-sources
}

# cpp_files: each C++ file that people write, with a NUL after it.
cpp_files() {
  find server protocol tests -name node_modules -prune -o \( -name '*.h' -o -name '*.cpp' \) -print0 |
    sort -z
}

# check_format: whether clang-format agrees with each of them; names those that it would change.
check_format() {
  local files
  files=$(cpp_files | xargs -0 clang-format --dry-run -Werror 2>&1 | sed -n 's/:[0-9].*error:.*//p' |
    sort -u)
  [ -z "$files" ] || { say "scripts/format would change:"; echo "$files"; return 1; }
}
