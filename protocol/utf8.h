// Whether bytes are UTF-8 (RFC 3629).
#pragma once

#include <string_view>

namespace turnkeeper::protocol {

/// No overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

}  // namespace turnkeeper::protocol
