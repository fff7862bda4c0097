// Every story in tests/sessions, played and compared with what it says. TURNKEEPER_REWRITE=1 writes
// them anew: commit the difference only if you know why it came.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/timekeeper/storyteller.h"

using namespace turnkeeper::testing;

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool is_told(const std::string& line) { return line.starts_with("  "); }

/// The story as it goes: its own lines, and below each what happened.
std::string play(const std::string& story) {
  Storyteller teller;
  std::istringstream lines(story);
  std::string text;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (is_told(line)) continue;
    text += line + "\n";
    if (line.empty() || line.starts_with("#")) continue;
    try {
      teller.tell(line);
    } catch (const std::exception& error) {
      throw std::runtime_error("line " + std::to_string(number) + " (" + line +
                               "): " + error.what());
    }
    for (const auto& happened : teller.take_lines()) text += "  " + happened + "\n";
  }
  return text;
}

std::vector<std::filesystem::path> all_stories() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(TURNKEEPER_SOURCE_DIR "/tests/sessions")) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("every story goes as it is written", "[timekeeper][transcripts]") {
  const bool rewrite = std::getenv("TURNKEEPER_REWRITE") != nullptr;
  const auto stories = all_stories();
  CHECK(stories.size() >= 20);
  for (const auto& path : stories) {
    DYNAMIC_SECTION(path.stem().string()) {
      const auto written = read(path);
      CHECK(written.starts_with("# "));
      const auto played = play(written);
      if (rewrite && played != written) std::ofstream(path) << played;
      if (!rewrite) CHECK(played == written);
    }
  }
}

TEST_CASE("a story that nobody understands names its line", "[timekeeper][transcripts]") {
  CHECK_THROWS_WITH(play("# A story.\ncircle Ana Bo\nBo sings\n"),
                    Catch::Contains("line 3 (Bo sings)"));
}
