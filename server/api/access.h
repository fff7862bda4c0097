// Who a request comes from: its link, and what that opens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "net/attempts.h"
#include "net/http.h"
#include "rooms/ports.h"
#include "store/queries.h"

namespace turnkeeper::api {

namespace core = turnkeeper::timekeeper;

/// What a link makes of whoever holds it. A facilitator is one by the circle's facilitator link, or
/// by the personal link of a member with that role.
enum class Standing : std::uint8_t {
  guest = 1,  ///< with an invite
  member = 2,
  observer = 4,
  facilitator = 8,
  coordinator = 16,
  display = 32,
};

/// A sum of standings.
using Standings = std::uint8_t;
constexpr Standings operator|(Standing a, Standing b) {
  return static_cast<Standings>(static_cast<Standings>(a) | static_cast<Standings>(b));
}
constexpr Standings operator|(Standings a, Standing b) {
  return static_cast<Standings>(a | static_cast<Standings>(b));
}

struct Visitor {
  core::CircleId circle;
  Standing standing = Standing::guest;
  std::optional<core::MemberId> member;  ///< of a personal link
};

class Access {
 public:
  Access(store::Queries& queries, net::Attempts& attempts, const rooms::Clock& clock)
      : queries_(queries), attempts_(attempts), clock_(clock) {}

  /// Whoever calls, if their link is one of `circle` and opens this. Throws Refused: 401 with one
  /// and the same body for whatever is wrong with the link, 403 for one that does not open this,
  /// 429 for bad ones beyond ten a minute of an address. A good one always opens (net::Attempts).
  Visitor require(const net::HttpRequest& request, const core::CircleId& circle, Standings allowed);
  /// The same where the circle follows from the link alone.
  Visitor require(const net::HttpRequest& request, Standings allowed);

  /// Throws Refused unless the request carries the token of this hash, which a person chose: after
  /// ten bad ones it is not even looked at.
  void require_token(const net::HttpRequest& request, const store::Hash& hash);

 private:
  [[noreturn]] void refuse_token(const net::HttpRequest& request);
  std::optional<Visitor> visitor(const std::string& token);

  store::Queries& queries_;
  net::Attempts& attempts_;
  const rooms::Clock& clock_;
};

}  // namespace turnkeeper::api
