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

/// Control characters could make a terminal do things, and a program that reads the report may
/// stumble over what is no text.
void make_printable(std::string& text) {
  const bool is_text = protocol::is_utf8(text);
  std::ranges::replace_if(
      text,
      [is_text](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F || (byte > 0x7F && !is_text);
      },
      '?');
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
