#include "store/faults.h"

namespace turnkeeper::store {

namespace {

std::string place_of(const Fault& fault) {
  if (fault.stream.empty()) return {};
  return fault.seq == 0 ? " (stream " + fault.stream + ")"
                        : " (stream " + fault.stream + ", event " + std::to_string(fault.seq) + ")";
}

}  // namespace

std::string Faults::told() const {
  const Fault& first = listed_.front();
  return place_of(first) + ": " + first.why +
         (listed_.size() + more_ > 1 ? " There are more faults." : "");
}

}  // namespace turnkeeper::store
