// A folder that is gone when this is.
#pragma once

#include <filesystem>

namespace turnkeeper::app {

class TemporaryFolder {
 public:
  /// Makes one, for its owner alone, where the system keeps such. Throws std::runtime_error if it
  /// cannot.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace turnkeeper::app
