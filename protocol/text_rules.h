// What a text that people typed may be: UTF-8, something visible, not too long, no control
// characters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace turnkeeper::protocol {

enum class TextFault { empty, too_long, invalid };

/// `lines`: whether a line break may stand in it (a text, but not a name). Control characters (C0,
/// DEL, C1) and, in names, bidirectional controls (U+202A-202E, U+2066-2069, U+200E, U+200F,
/// U+061C) are `invalid`. Counts code points. REQUIRES: valid UTF-8 (`parse` has seen to that).
std::optional<TextFault> fault_of_text(std::string_view text, std::size_t most_characters,
                                       bool lines);

}  // namespace turnkeeper::protocol
