// A folder of files for the length of a test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace turnkeeper::testing {

class WebFolder {
 public:
  WebFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "turnkeeper-web-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("No folder for the test.");
    path_ = name;
  }
  ~WebFolder() { std::filesystem::remove_all(path_); }
  WebFolder(const WebFolder&) = delete;
  WebFolder& operator=(const WebFolder&) = delete;

  void write(const std::string& name, std::string_view content) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << content;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace turnkeeper::testing
