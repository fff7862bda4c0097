// The browser client, read into memory at start. A request only ever finds what is in this table:
// no path that somebody sends reaches the file system.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace turnkeeper::net {

struct StaticFile {
  std::string content_type;
  std::string etag;  ///< in its quotes
  std::string
      cache_control;  ///< names under /assets/ change with their content and are kept for ever
  std::shared_ptr<const std::string> body;
};

class StaticFiles {
 public:
  /// Serves nothing.
  StaticFiles() = default;
  /// Reads every plain file below `folder` but those whose name starts with a dot. Links are not
  /// followed. Throws std::runtime_error with a sentence that names --web if there is no
  /// index.html, or a file cannot be read.
  explicit StaticFiles(const std::filesystem::path& folder);

  /// By decoded path: "/" is index.html. nullptr if there is none.
  const StaticFile* find(std::string_view path) const;

 private:
  std::map<std::string, StaticFile, std::less<>> files_;
};

}  // namespace turnkeeper::net
