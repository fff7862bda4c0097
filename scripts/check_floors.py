#!/usr/bin/env python3
"""Checks the rules of the house that a compiler does not know.

    check_floors.py [ROOT]       checks the repository, prints each offence as file:line: sentence
    check_floors.py --self-test  breaks each rule once in a small tree, and expects to be told so

The floors and what each stands on are read from the turnkeeper_floor() calls in CMakeLists.txt, so
that they are stated once.
"""

import re
import sys
import tempfile
from pathlib import Path

CORE = "timekeeper"
TIMELESS = (CORE, "protocol", "rooms", "exports")  # these are told the time, and never look
LONGEST_FILE = 500  # lines; past that, look for the second idea in it

CODE = {".cpp", ".h", ".ts", ".tsx", ".mjs", ".js", ".css", ".py", ".sh", ".cmake", ""}
NOT_OURS = {"node_modules", "dist", "coverage", "generated", "__pycache__"}
NOT_OURS_AT_THE_ROOT = {".git", "build", "data"}

STANDARD = set(
    """algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv
    chrono cinttypes climits clocale cmath codecvt compare complex concepts condition_variable
    coroutine csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar
    cwctype deque exception execution filesystem format forward_list fstream functional future
    initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map
    memory memory_resource mutex new numbers numeric optional ostream queue random ranges ratio
    regex scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept
    stop_token streambuf string string_view strstream syncstream system_error thread tuple
    type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
    version""".split()
)

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CLOCK = re.compile(r"\b(?:steady_clock|system_clock|high_resolution_clock|utc_clock|clock_gettime"
                   r"|gettimeofday|random_device|std::time\b|ctime\b)")
SLEEP = re.compile(r"\b(?:sleep_for|sleep_until|waitForTimeout|usleep|nanosleep|setTimeout\s*\()"
                   r"|\btimers/promises\b")
SQLITE = re.compile(r"^(?:SQLiteCpp/|sqlite3(?:ext)?\.h)")
UNDER_THE_STORE = "tests/power/"  # a disk that SQLite itself is given
FLOOR = re.compile(r"^turnkeeper_floor\((\w+)\s+([\w/]+)([^)]*)\)", re.MULTILINE)


class House:
    """The tree at `root`: its floors, and its files."""

    def __init__(self, root):
        self.root = root
        self.folder = {}  # floor -> its folder
        below = {}
        for name, folder, rest in FLOOR.findall((root / "CMakeLists.txt").read_text()):
            stands_on = re.search(r"STANDS_ON((?:\s+[a-z]+)*)", rest)
            below[name] = stands_on.group(1).split() if stands_on else []
            self.folder[name] = folder
        self.sees = {name: self._reach(name, below) for name in below}

    def _reach(self, floor, below):
        """A floor, what it stands on, what that stands on, and so on."""
        seen = {floor}
        for lower in below[floor]:
            seen |= self._reach(lower, below)
        return seen

    def files(self):
        for path in sorted(self.root.rglob("*")):
            relative = path.relative_to(self.root)
            ours = relative.parts[0] not in NOT_OURS_AT_THE_ROOT and NOT_OURS.isdisjoint(relative.parts)
            if ours and path.is_file():
                yield relative.as_posix(), path

    def floor_of(self, name):
        """The floor that a source belongs to, or that a test is for; None for everything else."""
        for floor, folder in self.folder.items():
            if name.startswith((folder + "/", f"tests/{floor}/")):
                return floor
        return None

    def floor_included(self, header):
        """The floor that `header`, as it stands in an include, belongs to; None for others."""
        first = header.split("/")[0]
        return first if "/" in header and first in self.folder else None


def check_includes(house, name, lines):
    floor = house.floor_of(name)
    core = floor == CORE and name.startswith(house.folder[CORE])
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        bracket, header = match.groups()
        other = house.floor_included(header)
        if floor and other and other not in house.sees[floor]:
            yield number, f"{floor} must not know {other}: it does not stand on it"
        if core and bracket == "<" and header not in STANDARD:
            yield number, f"the core includes the standard library alone, not <{header}>"
        if SQLITE.match(header) and floor != "store" and not name.startswith(UNDER_THE_STORE):
            yield number, "only the store knows SQLite"


def check_clocks(house, name, lines):
    floor = house.floor_of(name)
    if floor in TIMELESS and name.startswith(house.folder[floor]):
        for number, line in enumerate(lines, 1):
            if CLOCK.search(line.split("//")[0]):
                yield number, f"{floor} is told the time, and reads neither clock nor chance itself"


def check_sleeps(_house, name, lines):
    if name.startswith("tests/") or ".test." in name:
        for number, line in enumerate(lines, 1):
            if SLEEP.search(line):
                yield number, "a test waits for what it expects, it does not sleep"


def check_length(_house, name, lines):
    generated = any("Generated by" in line for line in lines[:5])
    catalogue = "/strings/" in name  # all words of one language, which belong together
    if len(lines) > LONGEST_FILE and not generated and not catalogue:
        yield LONGEST_FILE + 1, f"{len(lines)} lines; past {LONGEST_FILE}, look for the second idea"


def offences(root):
    house = House(root)
    for name, path in house.files():
        if path.suffix not in CODE:
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture or the like
        for check in (check_includes, check_clocks, check_sleeps, check_length):
            for number, sentence in check(house, name, lines):
                yield f"{name}:{number}: {sentence}"


SMALL_HOUSE = """
turnkeeper_floor(timekeeper server/timekeeper)
turnkeeper_floor(protocol protocol STANDS_ON timekeeper USES nlohmann_json::nlohmann_json)
turnkeeper_floor(rooms server/rooms STANDS_ON timekeeper)
turnkeeper_floor(store server/store STANDS_ON protocol rooms
  HIDES SQLiteCpp)
"""

# file, its text, and a piece of the complaint; None where there must be none
CASES = [
    ("server/rooms/room.h", '#include "timekeeper/session.h"\n', None),
    ("server/rooms/room.h", '#include "protocol/codec.h"\n', "rooms must not know protocol"),
    ("server/timekeeper/turn.h", '#include "rooms/room.h"\n', "timekeeper must not know rooms"),
    ("protocol/codec.cpp", '#include <rooms/room.h>\n', "protocol must not know rooms"),
    ("server/store/journal.cpp", '#include "timekeeper/session.h"\n', None),
    ("tests/timekeeper/a_test.cpp", '  #  include "store/a.h"\n', "timekeeper must not know store"),
    ("tests/timekeeper/a_test.cpp", "#include <catch2/catch.hpp>\n", None),
    ("server/timekeeper/turn.h", "#include <nlohmann/json.hpp>\n", "standard library alone"),
    ("server/timekeeper/turn.h", "#include <chrono>\n#include <vector>\n", None),
    ("server/timekeeper/turn.h", "std::chrono::milliseconds left;  // no steady_clock\n", None),
    ("server/timekeeper/turn.h", "auto now = std::chrono::steady_clock::now();\n", "is told the"),
    ("server/rooms/room.cpp", "std::chrono::system_clock::now();\n", "is told the time"),
    ("server/rooms/room.cpp", "#include <SQLiteCpp/SQLiteCpp.h>\n", "only the store"),
    ("tests/rooms/room_test.cpp", "#include <sqlite3.h>\n", "only the store"),
    ("server/store/journal.cpp", "#include <SQLiteCpp/SQLiteCpp.h>\n", None),
    ("tests/store/store_test.cpp", "#include <sqlite3.h>\n", None),
    ("tests/power/vfs.cpp", "#include <sqlite3.h>\n", None),
    ("tests/rooms/room_test.cpp", "std::this_thread::sleep_for(1ms);\n", "does not sleep"),
    ("tests/e2e/circle.mjs", "await page.waitForTimeout(500);\n", "does not sleep"),
    ("tests/e2e/circle.mjs", "await new Promise((r) => setTimeout(r, 9));\n", "does not sleep"),
    ("tests/e2e/circle.mjs", "page.setDefaultTimeout(9000);\n", None),
    ("web/src/countdown.ts", "setTimeout(tick, 1000);\n", None),
    ("web/src/countdown.test.ts", "setTimeout(done, 1000);\n", "does not sleep"),
    ("web/src/room.ts", "//\n" * LONGEST_FILE, None),
    ("web/src/room.ts", "//\n" * (LONGEST_FILE + 1), "second idea"),
    ("web/src/types.ts", "// Generated by a script\n" + "//\n" * LONGEST_FILE, None),
    ("web/src/strings/en.ts", "//\n" * (LONGEST_FILE + 1), None),
    ("web/node_modules/vast/index.js", "//\n" * (LONGEST_FILE + 1), None),
]


def self_test():
    wrong = 0
    for file, text, expected in CASES:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "CMakeLists.txt").write_text(SMALL_HOUSE)
            (root / file).parent.mkdir(parents=True)
            (root / file).write_text(text)
            found = list(offences(root))
        right = not found if expected is None else len(found) == 1 and expected in found[0]
        if not right:
            wrong += 1
            print(f"{file} with {text[:60]!r}: expected {expected!r}, found {found}")
    print(f"{len(CASES) - wrong} of {len(CASES)} small trees judged rightly")
    return wrong == 0


def main(arguments):
    if arguments == ["--self-test"]:
        return 0 if self_test() else 1
    if len(arguments) > 1 or arguments and arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    found = list(offences(root))
    print("\n".join(found) or "the floors are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
