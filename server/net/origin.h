// Which pages may connect, and by which names this server may be called.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace turnkeeper::net {

/// host[:port] as in a Host field; the host in lower case, an IPv6 address in its brackets.
struct Authority {
  std::string host;
  std::optional<std::uint16_t> port;
  bool operator==(const Authority&) const = default;
};
std::optional<Authority> parse_authority(std::string_view text);

/// Where a page comes from (RFC 6454). The port is always there.
struct Origin {
  std::string scheme;  ///< http or https
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const Origin&) const = default;

  /// As browsers write it: without the port that the scheme has by default.
  std::string to_text() const;
  /// host[:port], the same way.
  std::string authority() const;
};
/// Only the serialised form: scheme://host[:port] and nothing behind it.
std::optional<Origin> parse_origin(std::string_view text);

class OriginPolicy {
 public:
  /// Without a public origin, pages that this server itself served under a loopback name or an
  /// address may connect.
  OriginPolicy(std::optional<Origin> public_origin, std::vector<Origin> more);

  /// Whether a request with this Host is meant for us: our public name, localhost, or an address
  /// (which no foreign page can make a browser resolve to us).
  bool knows_host(std::string_view host_field) const;

  /// Whether a page of `origin_field` may open a socket on `host_field`. Exact: scheme, host and
  /// port.
  bool admits(std::string_view origin_field, std::string_view host_field) const;

  /// One of the further origins, by name (--allow-origin): may read the API from another site.
  bool is_listed(std::string_view origin_field) const;

  const std::optional<Origin>& public_origin() const { return public_origin_; }

 private:
  std::optional<Origin> public_origin_;
  std::vector<Origin> more_;
};

}  // namespace turnkeeper::net
