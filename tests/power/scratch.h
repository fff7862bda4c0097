// A folder for what is thrown away, in memory if there is such a place.
#pragma once

#include <filesystem>

namespace turnkeeper::testing {

class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void keep() { kept_ = true; }  ///< for whoever looks into a failure

 private:
  std::filesystem::path path_;
  bool kept_ = false;
};

}  // namespace turnkeeper::testing
