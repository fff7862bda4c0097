#include "net/not_joined.h"

namespace turnkeeper::net {

NotJoined::Place NotJoined::enter(const std::string& address) {
  std::size_t& count = (*counts_)[address];
  if (count >= most_) return nullptr;
  ++count;
  return Place{counts_.get(), [counts = counts_, address](void*) {
                 const auto found = counts->find(address);
                 if (--found->second == 0) counts->erase(found);
               }};
}

}  // namespace turnkeeper::net
