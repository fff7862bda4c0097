#include "net/listen_address.h"

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <stdexcept>

namespace turnkeeper::net {

ListenAddress parse_listen_address(std::string_view text) {
  const auto refuse = [&]() -> ListenAddress {
    throw std::invalid_argument('"' + std::string{text} +
                                "\" is not an address and a port, like 127.0.0.1:8080 or [::1]:0");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return refuse();
  std::string host{text.substr(0, colon)};
  const std::string_view digits = text.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";

  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  // Unbracketed, the last group of an IPv6 address would be taken for the port.
  if (error || address.is_v6() != bracketed) return refuse();

  unsigned port = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, fault] = std::from_chars(digits.data(), end, port);
  if (fault != std::errc{} || rest != end || port > 65'535) return refuse();
  return {host, static_cast<std::uint16_t>(port)};
}

}  // namespace turnkeeper::net
