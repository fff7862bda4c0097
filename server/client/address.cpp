#include "client/address.h"

namespace turnkeeper::client {

std::string Address::text() const {
  const bool version_six = host.find(':') != std::string::npos;
  return (version_six ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace turnkeeper::client
