#include "tests/power/scratch.h"

#include <stdlib.h>

#include <stdexcept>
#include <string>
#include <system_error>

namespace turnkeeper::testing {

namespace fs = std::filesystem;

Scratch::Scratch() {
  std::error_code none;
  const fs::path memory = "/dev/shm";
  const fs::path parent = fs::is_directory(memory, none) ? memory : fs::temp_directory_path();
  std::string pattern = (parent / "turnkeeper-power-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = pattern;
}

Scratch::~Scratch() {
  std::error_code ignored;
  if (!kept_) fs::remove_all(path_, ignored);
}

}  // namespace turnkeeper::testing
