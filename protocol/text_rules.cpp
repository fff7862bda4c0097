#include "protocol/text_rules.h"

#include <cstdint>

namespace turnkeeper::protocol {

namespace {

/// The code point at `at`, which moves behind it. REQUIRES: valid UTF-8.
char32_t next(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  char32_t point = first & (0x3F >> more);
  for (int i = 0; i < more && at < text.size(); ++i) point = (point << 6) | (byte(at++) & 0x3F);
  return point;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

bool is_direction(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

/// White space (Unicode White_Space) and format characters (general category Cf) that one meets in
/// text.
bool is_invisible(char32_t c) {
  return c == ' ' || c == '\n' || c == 0x00A0 || c == 0x00AD || c == 0x1680 || c == 0x180E ||
         (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x205F && c <= 0x2064) || (c >= 0x2066 && c <= 0x206F) || c == 0x3000 ||
         c == 0xFEFF || is_direction(c) || (c >= 0xE0000 && c <= 0xE007F);
}

}  // namespace

std::optional<TextFault> fault_of_text(std::string_view text, std::size_t most_characters,
                                       bool lines) {
  std::size_t characters = 0;
  bool visible = false;
  for (std::size_t at = 0; at < text.size(); ++characters) {
    const char32_t c = next(text, at);
    if (is_control(c) && !(lines && c == '\n')) return TextFault::invalid;
    if (!lines && is_direction(c)) return TextFault::invalid;
    visible = visible || !is_invisible(c);
  }
  if (characters > most_characters) return TextFault::too_long;
  if (!visible) return TextFault::empty;
  return std::nullopt;
}

}  // namespace turnkeeper::protocol
