#include "protocol/utf8.h"

#include <cstddef>

namespace turnkeeper::protocol {
namespace {

bool between(unsigned char byte, unsigned low, unsigned high) {
  return byte >= low && byte <= high;
}

/// The length of the character that starts at `at`; 0 if none does.
std::size_t character_at(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t offset) {
    return static_cast<unsigned char>(at + offset < bytes.size() ? bytes[at + offset] : '\0');
  };
  const auto tail = [&](std::size_t offset) { return between(byte(offset), 0x80, 0xBF); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  if (between(first, 0xC2, 0xDF)) return tail(1) ? 2 : 0;
  if (between(first, 0xE0, 0xEF)) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;   // overlong below
    const unsigned high = first == 0xED ? 0x9F : 0xBF;  // surrogates above
    return between(byte(1), low, high) && tail(2) ? 3 : 0;
  }
  if (between(first, 0xF0, 0xF4)) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return between(byte(1), low, high) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = character_at(bytes, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace turnkeeper::protocol
