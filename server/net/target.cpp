#include "net/target.h"

#include "protocol/utf8.h"

namespace turnkeeper::net {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view escaped, bool plus_is_space) {
  std::string plain;
  plain.reserve(escaped.size());
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] == '+' && plus_is_space) {
      plain += ' ';
    } else if (escaped[i] != '%') {
      plain += escaped[i];
    } else {
      if (i + 2 >= escaped.size()) return std::nullopt;
      const int high = hex_digit(escaped[i + 1]);
      const int low = hex_digit(escaped[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      plain += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!protocol::is_utf8(plain)) return std::nullopt;
  return plain;
}

bool has_control(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
  }
  return false;
}

bool is_plain(std::string_view segment) {
  return segment != "." && segment != ".." && !segment.empty() &&
         segment.find_first_of("/\\") == std::string_view::npos && !has_control(segment);
}

// Segment by segment, so that an encoded slash never makes two of one.
std::optional<std::string> read_path(std::string_view raw) {
  if (raw.empty() || raw.front() != '/') return std::nullopt;
  std::string path;
  std::string_view rest = raw.substr(1);
  for (;;) {
    const std::size_t slash = rest.find('/');
    const auto segment = decode(rest.substr(0, slash), false);
    const bool last = slash == std::string_view::npos;
    if (!segment || !(is_plain(*segment) || (last && segment->empty()))) return std::nullopt;
    path += '/' + *segment;
    if (last) return path;
    rest.remove_prefix(slash + 1);
  }
}

}  // namespace

std::optional<Target> read_target(std::string_view target) {
  const std::size_t mark = target.find('?');
  auto path = read_path(target.substr(0, mark));
  if (!path) return std::nullopt;
  Target read{std::move(*path), {}};
  std::string_view rest = mark == std::string_view::npos ? "" : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value = decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    read.query.emplace_back(std::move(*name), std::move(*value));
  }
  return read;
}

}  // namespace turnkeeper::net
