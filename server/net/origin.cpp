#include "net/origin.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "protocol/ascii.h"

namespace turnkeeper::net {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  unsigned port = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, port);
  if (error != std::errc{} || rest != end || port == 0 || port > 65'535) return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    return host.size() > 4 && host.ends_with(']') &&
           host.substr(1, host.size() - 2).find_first_not_of("0123456789abcdef:.") ==
               std::string_view::npos;
  }
  return !host.empty() && host.size() <= 253 &&
         host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._") ==
             std::string_view::npos;
}

// Whether a host is an IP address. Browsers take anything that ends in a number for one, so this
// needs no more.
bool is_address(std::string_view host) {
  return host.starts_with('[') || (host.find_first_not_of("0123456789.") == std::string_view::npos);
}

}  // namespace

std::optional<Authority> parse_authority(std::string_view text) {
  Authority authority;
  const std::size_t colon = text.rfind(':');
  std::string_view host = text;
  if (colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos) {
    host = text.substr(0, colon);
    authority.port = parse_port(text.substr(colon + 1));
    if (!authority.port) return std::nullopt;
  }
  authority.host = host;
  std::transform(authority.host.begin(), authority.host.end(), authority.host.begin(),
                 protocol::lower);
  if (!is_host(authority.host)) return std::nullopt;
  return authority;
}

std::string Origin::authority() const {
  const bool usual = port == (scheme == "https" ? 443 : 80);
  return usual ? host : host + ':' + std::to_string(port);
}

std::string Origin::to_text() const { return scheme + "://" + authority(); }

std::optional<Origin> parse_origin(std::string_view text) {
  for (const std::string_view scheme : {"http", "https"}) {
    const std::string start = std::string{scheme} + "://";
    if (!text.starts_with(start)) continue;
    const auto authority = parse_authority(text.substr(start.size()));
    if (!authority) return std::nullopt;
    const std::uint16_t usual = scheme == "https" ? 443 : 80;
    return Origin{std::string{scheme}, authority->host, authority->port.value_or(usual)};
  }
  return std::nullopt;
}

OriginPolicy::OriginPolicy(std::optional<Origin> public_origin, std::vector<Origin> more)
    : public_origin_(std::move(public_origin)), more_(std::move(more)) {}

bool OriginPolicy::knows_host(std::string_view host_field) const {
  const auto authority = parse_authority(host_field);
  if (!authority) return false;
  if (authority->host == "localhost" || is_address(authority->host)) return true;
  return public_origin_ && authority->host == public_origin_->host &&
         authority->port.value_or(public_origin_->port) == public_origin_->port;
}

bool OriginPolicy::admits(std::string_view origin_field, std::string_view host_field) const {
  const auto origin = parse_origin(origin_field);
  if (!origin) return false;
  if (is_listed(origin_field)) return true;
  if (public_origin_) return *origin == *public_origin_;
  const auto own = parse_authority(host_field);
  return own && knows_host(host_field) &&
         *origin == Origin{"http", own->host, own->port.value_or(std::uint16_t{80})};
}

bool OriginPolicy::is_listed(std::string_view origin_field) const {
  const auto origin = parse_origin(origin_field);
  return origin && std::find(more_.begin(), more_.end(), *origin) != more_.end();
}

}  // namespace turnkeeper::net
