#include "app/temporary_folder.h"

#include <stdlib.h>

#include <stdexcept>
#include <system_error>

namespace turnkeeper::app {

TemporaryFolder::TemporaryFolder() {
  std::error_code error;
  const auto parent = std::filesystem::temp_directory_path(error);
  std::string pattern = (parent / "turnkeeper-XXXXXX").string();
  if (error || ::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("TMPDIR: no folder can be made in " + parent.string() +
                             "; name one that can be written");
  }
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // What is left behind is for the system to clear.
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace turnkeeper::app
