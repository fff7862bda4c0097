#include "net/static_files.h"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace turnkeeper::net {
namespace {

std::string_view content_type_of(std::string_view extension) {
  static const std::map<std::string_view, std::string_view> types = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".map", "application/json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".webp", "image/webp"},
      {".woff2", "font/woff2"},
      {".mp3", "audio/mpeg"},
      {".txt", "text/plain; charset=utf-8"},
  };
  const auto found = types.find(extension);
  return found == types.end() ? "application/octet-stream" : found->second;
}

// FNV-1a, 64 bits: tells versions of a file apart, and promises nothing more.
std::string etag_of(std::string_view content) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const char c : content) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  }
  char text[20];
  std::snprintf(text, sizeof text, "\"%016llx\"", static_cast<unsigned long long>(hash));
  return text;
}

std::string read(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::string content{std::istreambuf_iterator<char>{stream}, {}};
  if (!stream) throw std::runtime_error("--web: " + file.string() + " cannot be read.");
  return content;
}

}  // namespace

StaticFiles::StaticFiles(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  if (!fs::is_regular_file(folder / "index.html")) {
    throw std::runtime_error("--web: there is no index.html in " + folder.string() +
                             "; build the browser client, or name its folder.");
  }
  for (auto at = fs::recursive_directory_iterator{folder}; at != fs::end(at); ++at) {
    const std::string name = at->path().filename().string();
    if (name.starts_with('.') || at->is_symlink()) {
      at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file()) continue;
    const std::string path = '/' + at->path().lexically_relative(folder).generic_string();
    auto body = std::make_shared<const std::string>(read(at->path()));
    const bool named_by_content = path.starts_with("/assets/");
    files_[path] = {std::string{content_type_of(at->path().extension().string())}, etag_of(*body),
                    named_by_content ? "public, max-age=31536000, immutable" : "no-cache", body};
  }
  files_["/"] = files_.at("/index.html");
}

const StaticFile* StaticFiles::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace turnkeeper::net
