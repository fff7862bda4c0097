#include "store/faults.h"

#include <algorithm>

#include "protocol/utf8.h"

namespace turnkeeper::store {

namespace {

std::string place_of(const Fault& fault) {
  if (fault.stream.empty()) return {};
  return fault.seq == 0 ? " (stream " + fault.stream + ")"
                        : " (stream " + fault.stream + ", event " + std::to_string(fault.seq) + ")";
}

/// Control characters could make a terminal do things, those behind U+007F too, and a program that
/// reads the report may stumble over what is no text.
void make_printable(std::string& text) {
  const bool is_text = protocol::is_utf8(text);
  const auto byte = [&text](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_control = byte(i) < 0x20 || byte(i) == 0x7F;
    const bool is_late_control = byte(i) == 0xC2 && byte(i + 1) < 0xA0;
    if (is_control || (byte(i) > 0x7F && !is_text)) {
      text[i] = '?';
    } else if (is_late_control) {
      text.replace(i, 2, "?");
    }
  }
}

}  // namespace

void Faults::add(Fault fault) {
  streams_.insert(fault.stream);
  if (listed_.size() == kMostListed) {
    ++more_;
    return;
  }
  make_printable(fault.stream);
  make_printable(fault.why);
  listed_.push_back(std::move(fault));
}

std::string Faults::told() const {
  const Fault& first = listed_.front();
  return place_of(first) + ": " + first.why +
         (listed_.size() + more_ > 1 ? " There are more faults." : "");
}

}  // namespace turnkeeper::store
