#include "net/client_address.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace turnkeeper::net {

std::optional<std::string> one_spelling(std::string_view address) {
  namespace ip = boost::asio::ip;
  boost::system::error_code error;
  const auto read = ip::make_address(std::string{address}, error);
  if (error) return std::nullopt;
  if (read.is_v4() || !read.to_v6().is_v4_mapped()) return read.to_string();
  return ip::make_address_v4(ip::v4_mapped, read.to_v6()).to_string();
}

std::string client_address(const std::string& peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies) {
  const auto trusted = [&](const std::string& address) {
    return std::find(trusted_proxies.begin(), trusted_proxies.end(), address) !=
           trusted_proxies.end();
  };
  std::string nearest = peer;
  while (trusted(nearest) && !forwarded_for.empty()) {
    const std::size_t comma = forwarded_for.rfind(',');
    std::string_view last = forwarded_for.substr(comma == std::string_view::npos ? 0 : comma + 1);
    forwarded_for = comma == std::string_view::npos ? "" : forwarded_for.substr(0, comma);
    last.remove_prefix(std::min(last.find_first_not_of(" \t"), last.size()));
    last = last.substr(0, last.find_last_not_of(" \t") + 1);
    auto address = one_spelling(last);
    if (!address) break;
    nearest = *std::move(address);
  }
  return nearest;
}

}  // namespace turnkeeper::net
