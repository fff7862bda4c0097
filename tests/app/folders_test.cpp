#include "app/folders.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "app/temporary_folder.h"

using namespace turnkeeper::app;
namespace fs = std::filesystem;

namespace {

void write_index(const fs::path& folder) {
  fs::create_directories(folder);
  std::ofstream(folder / "index.html") << "<!doctype html>";
}

}  // namespace

TEST_CASE("data are kept where XDG says, else in the home", "[app]") {
  CHECK(usual_data_folder({{"XDG_DATA_HOME", "/x"}, {"HOME", "/h"}}) == "/x/turnkeeper");
  CHECK(usual_data_folder({{"HOME", "/h"}}) == "/h/.local/share/turnkeeper");
  CHECK(usual_data_folder({{"XDG_DATA_HOME", "not/absolute"}, {"HOME", "/h"}}) ==
        "/h/.local/share/turnkeeper");
  CHECK_THROWS_AS(usual_data_folder({}), UsageError);
}

TEST_CASE("the browser client is found beside the program", "[app]") {
  const TemporaryFolder root;
  const fs::path built = root.path() / "build" / "release" / "turnkeeper";
  CHECK_THROWS_WITH(usual_web_folder(built),
                    Catch::Matchers::Contains("--web") && Catch::Matchers::Contains("npm"));

  write_index(root.path() / "web" / "dist");
  CHECK(usual_web_folder(built) == root.path() / "web" / "dist");
  CHECK(usual_web_folder(root.path() / "build" / "turnkeeper") == root.path() / "web" / "dist");

  write_index(root.path() / "build" / "share" / "turnkeeper" / "web");
  CHECK(usual_web_folder(built) == root.path() / "build" / "share" / "turnkeeper" / "web");
}

TEST_CASE("a folder that is named is taken, if there is a client in it", "[app]") {
  const TemporaryFolder root;
  CHECK_THROWS_WITH(web_folder(root.path(), "/usr/bin/turnkeeper"),
                    Catch::Matchers::Contains(root.path().string()));
  write_index(root.path());
  CHECK(web_folder(root.path(), "/usr/bin/turnkeeper") == root.path());
  CHECK(web_folder("none", "/usr/bin/turnkeeper").empty());
}
